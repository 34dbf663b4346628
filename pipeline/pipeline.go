package pipeline

import (
	"errors"
	"fmt"
	"slices"

	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

// A Pipeline is the way from a file's bytes to a tensor: how to decode, then steps in order. It is
// configuration: it has a JSON and a YAML form, and nothing happens before Compile.
type Pipeline struct {
	// Decode says what comes out of the decoder. In a pipeline its zero Space means RGB: each image has the same
	// channels, whatever its file has.
	Decode imageio.Options
	Steps  []Step
	// Draft allows decoding that is faster and not exact; nil allows nothing.
	Draft *Draft
}

// New returns a pipeline of steps on RGB images.
func New(steps ...Step) *Pipeline { return &Pipeline{Steps: steps} }

// With returns a copy of p with other steps.
func (p *Pipeline) With(steps []Step) *Pipeline {
	q := *p
	q.Steps = steps
	return &q
}

// decode returns the decoder's options with the pipeline's default.
func (p *Pipeline) decode() imageio.Options {
	opt := p.Decode
	if opt.Space == tensor.None {
		opt.Space = tensor.RGB
	}
	return opt
}

// Input returns the spec of what the decoder gives to the first step. H and W are 0: not known yet.
func (p *Pipeline) Input() tensor.Spec { return p.decode().Spec() }

// Compile checks all steps on the specs that they will be given, from in on, and returns the plan. in is
// Input, with H and W if all images have the same size.
//
// The error joins the mistakes of all steps, each a *StageError. Behind a step that can't tell what it makes, only
// mistakes that don't depend on the input are reported.
func (p *Pipeline) Compile(in tensor.Spec) (*Plan, error) {
	c := compiler{}
	if err := p.Decode.Check(); err != nil {
		c.errs = append(c.errs, fmt.Errorf("decode: %w", err))
	}
	if p.Draft != nil {
		if err := p.Draft.check(); err != nil {
			c.errs = append(c.errs, err)
		}
	}
	if err := in.Check("input"); err != nil {
		return nil, errors.Join(append(c.errs, err)...)
	}
	plan := &Plan{In: in, Out: in, decode: p.decode()}
	for i, step := range p.Steps {
		plan.Nodes = append(plan.Nodes, c.node(i+1, step, plan.Out))
		plan.Out = plan.Nodes[i].Out
	}
	if len(c.errs) > 0 {
		return nil, errors.Join(c.errs...)
	}
	plan.prepare()
	plan.drafts, plan.draft = p.Draft != nil, newDrafting(p.Draft, plan.Nodes)
	return plan, nil
}

// compiler collects the mistakes. lost says that a step failed, so that the spec is a guess from there on.
type compiler struct {
	errs []error
	lost bool
}

func (c *compiler) node(number int, step Step, in tensor.Spec) Node {
	n := Node{Number: number, Last: number, Name: Name(step), In: in, Out: in}
	out, err := outSpec(step, in)
	if err == nil && !c.lost {
		err = n.settle(step, out)
	}
	if err == nil {
		n.Out = out
		return n
	}
	if param := (*tensor.ParamError)(nil); !c.lost || errors.As(err, &param) {
		c.errs = append(c.errs, &StageError{number, n.Name, in, err})
	}
	c.lost = true
	return n
}

// outSpec asks step what it makes of in. A panic in somebody's stage is an error like another, and so is a result
// that no tensor can have.
func outSpec(step Step, in tensor.Spec) (out tensor.Spec, err error) {
	if step == nil {
		return out, errors.New("wanted a step, found nil")
	}
	defer contain(&err)
	if pyramids(step) > 1 {
		return out, errors.New("wanted no spatial_pyramid in another one: the work grows with the product of their cells")
	}
	if out, err = step.OutSpec(in); err != nil {
		return out, err
	}
	return out, out.Check(Name(step))
}

// settle finds out of which kind step is.
func (n *Node) settle(step Step, out tensor.Spec) error {
	switch s := step.(type) {
	case features.Concat:
		n.Stage = s
		return n.branches(s)
	case features.SpatialPyramid:
		n.Stage = s
		return n.inner(s.Of, "a random step stands before the pyramid, not in it")
	case Stage:
		n.Stage = s
	case Fitter:
		n.Fitter = s
	case Still:
		n.Random, n.Stage = s, s.Still()
		still, err := outSpec(n.Stage, n.In)
		if err == nil && still != out {
			err = &tensor.SpecError{Op: "still " + Name(n.Stage), Want: "to make " + out.String(), Got: still}
		}
		return err
	case Random:
		n.Random = s
		if out != n.In {
			return &tensor.SpecError{Op: n.Name, Want: "a still stage, because a random step is left out outside training and this one changes what it is given", Got: n.In}
		}
	default:
		return fmt.Errorf("wanted a Stage, Random or Fitter, found %T, which has only OutSpec", step)
	}
	return nil
}

// branches looks into the branches of a Concat, which see one and the same image.
func (n *Node) branches(c features.Concat) error {
	for b, steps := range c.Branches {
		if err := n.inner(steps, "a random step stands before the branches, not in one"); err != nil {
			return fmt.Errorf("branch %d, %w", b+1, err)
		}
	}
	return nil
}

// inner looks for steps that have still to learn in those inside a step, and refuses random ones, saying why.
func (n *Node) inner(steps []Step, noRandom string) error {
	for i, step := range steps {
		var inner Node
		if err := inner.settle(step, tensor.Spec{}); inner.Random != nil {
			return fmt.Errorf("stage %d %s: %s", i+1, Name(step), noRandom)
		} else if err != nil {
			return fmt.Errorf("stage %d %s: %w", i+1, Name(step), err)
		}
		if inner.Fitter != nil {
			n.Fitter = inner.Fitter
		}
	}
	return nil
}

// Fitted reports whether nothing in p has still to learn.
func (p *Pipeline) Fitted() bool { return fitted(p.Steps) }

func fitted(steps []Step) bool {
	return !slices.ContainsFunc(steps, func(s Step) bool {
		if c, ok := s.(features.Concat); ok {
			return slices.ContainsFunc(c.Branches, func(b []Step) bool { return !fitted(b) })
		}
		if p, ok := s.(features.SpatialPyramid); ok {
			return !fitted(p.Of)
		}
		_, isStage := s.(Stage)
		_, isFitter := s.(Fitter)
		return isFitter && !isStage
	})
}

// HasRandom reports whether p draws while training, so that its features differ from epoch to epoch.
func (p *Pipeline) HasRandom() bool {
	return slices.ContainsFunc(p.Steps, func(s Step) bool { _, ok := s.(Random); return ok })
}
