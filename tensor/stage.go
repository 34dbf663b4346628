package tensor

// A Step is an entry of a pipeline: a [Stage], or something that becomes one (by learning from data, or by a
// random draw). Package pipeline has the other kinds.
type Step interface {
	// OutSpec reports what the step makes of in, or why it can't. It sees no pixels. H or W of in may be 0,
	// not known yet.
	OutSpec(in Spec) (Spec, error)
}

// A Stage makes one tensor of another. It is a struct whose fields are its parameters, whose JSON is its
// configuration and whose zero value is the documented default.
type Stage interface {
	Step
	// Apply writes its result on src into dst, which has the spec OutSpec(src.Spec) and doesn't share memory
	// with src. It doesn't change src and is safe for concurrent use.
	Apply(dst, src *Tensor) error
}

// A Labelled is a sample to learn from, and its class.
type Labelled struct {
	*Tensor
	// Label is the index of the class, -1 if that isn't known.
	Label int
}
