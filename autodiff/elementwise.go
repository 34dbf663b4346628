package autodiff

import "github.com/saccade-go/saccade/internal/scratch"

// A loop computes dst[i] from a[i], b[i], which may be nil if it doesn't want it, and a parameter p.
type loop func(dst, a, b []float32, p float32)

// elementwise is a loop over long slices. The parts don't depend on each other, so that they may go to workers.
type elementwise struct {
	f         loop
	dst, a, b []float32
	p         float32
	add       bool // to dst
}

// chunk is how many values a part has.
const chunk = 1 << 13

// elementwise computes f on all of dst; add says whether it is added to what is there.
func (g *Graph) elementwise(f loop, dst, a, b []float32, p float32, add bool) {
	if !add && (g.workers == 1 || len(dst) < worthwhile) {
		f(dst, a, b, p)
		return
	}
	g.each = elementwise{f, dst, a, b, p, add}
	g.share(len(dst), (len(dst)+chunk-1)/chunk, &g.each)
	g.each = elementwise{}
}

func (e *elementwise) part(i int) {
	dst, a, b := cut(e.dst, i), cut(e.a, i), cut(e.b, i)
	if !e.add {
		e.f(dst, a, b, e.p)
		return
	}
	buf := scratch.Float32.Get(len(dst))
	e.f(buf.S, a, b, e.p)
	add(dst, dst, buf.S, 0)
	scratch.Float32.Put(buf)
}

// cut returns part i of s, which is empty if s is.
func cut(s []float32, i int) []float32 { return s[min(i*chunk, len(s)):min((i+1)*chunk, len(s))] }

// fill is y = f(a, b).
func (y *Node) fill(f loop, a, b []float32, p float32) {
	y.graph.elementwise(f, y.Value.Data, a, b, p, false)
}

// passBy is pass where there is a loop that adds, dst += f(a, b), beside f, the one that writes.
func (y *Node) passBy(x *Node, f, add loop, a, b []float32, p float32) {
	if !x.needs {
		return
	}
	grad, beta := x.GradBeta()
	if beta != 0 {
		f = add
	}
	y.graph.elementwise(f, grad.Data, a, b, p, false)
}

// pass adds f(a, b), a function of ∂loss/∂y, to the gradient of x, an operand of y, if it needs one.
func (y *Node) pass(x *Node, f loop, a, b []float32, p float32) {
	if !x.needs {
		return
	}
	grad, beta := x.GradBeta()
	y.graph.elementwise(f, grad.Data, a, b, p, beta != 0)
}
