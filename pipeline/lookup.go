package pipeline

import (
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// Pointwise is a Stage that keeps the shape, and whose result at a place depends on the value at that place and
// its channel alone, if Pointwise says so: not every stage of a type need be. A plan makes one table of
// several such stages.
type Pointwise interface {
	Stage
	Pointwise() bool
}

// A lookup is several pointwise stages on uint8 whose result is float32: a table of 256 values for each channel.
// The stages themselves have filled the table, so the bytes are theirs.
type lookup struct {
	chain
	tables    *tensor.Tensor     // C×1×256
	normalize *imgproc.Normalize // if the stages are ToFloat and this one, for which arithmetic is faster than a table
}

// mergeLookup merges two or more pointwise stages of which the first has uint8 and the last gives float32.
func mergeLookup(nodes []Node) (Node, int) {
	if nodes[0].In.DType != tensor.Uint8 {
		return Node{}, 0
	}
	n := 0
	l := lookup{}
	for n < len(nodes) && nodes[n].plain() && isPointwise(nodes[n].Stage) {
		l.chain = append(l.chain, nodes[n].Stage)
		n++
	}
	if n < 2 || !l.fill(nodes[0].In) {
		return Node{}, 0
	}
	if _, first := l.chain[0].(imgproc.ToFloat); first && n == 2 {
		if second, ok := l.chain[1].(imgproc.Normalize); ok {
			l.normalize = &second
			return merge(nodes[:n], l, "one pass for both of them"), n
		}
	}
	return merge(nodes[:n], l, "one table for all of them"), n
}

func isPointwise(s Stage) bool {
	p, ok := s.(Pointwise)
	return ok && p.Pointwise()
}

// fill lets the stages make the tables. It reports false if they can't be made: then nothing is merged, and who is to
// blame says so when it runs.
func (l *lookup) fill(in tensor.Spec) bool {
	in.H, in.W = 1, 256
	values := tensor.New(in)
	for i := range values.U8 {
		values.U8[i] = uint8(i)
	}
	for _, s := range l.chain {
		out, err := s.OutSpec(values.Spec)
		if err != nil || out.C != in.C || out.H != in.H || out.W != in.W {
			return false
		}
		made := tensor.New(out)
		if applySafely(s, made, values) != nil {
			return false
		}
		values = made
	}
	l.tables = values
	return values.DType == tensor.Float32
}

func applySafely(s Stage, dst, src *tensor.Tensor) (err error) {
	defer contain(&err)
	return s.Apply(dst, src)
}

// Apply looks every value of src up, or computes it.
func (l lookup) Apply(dst, src *tensor.Tensor) error {
	for c := range src.C {
		if n := l.normalize; n != nil {
			kernel.AffineUint8(dst.Plane32(c), src.Plane8(c), n.Mean[c%len(n.Mean)], n.Std[c%len(n.Std)])
			continue
		}
		kernel.LookupFloat32(dst.Plane32(c), src.Plane8(c), (*[256]float32)(l.tables.Plane32(c)))
	}
	return nil
}
