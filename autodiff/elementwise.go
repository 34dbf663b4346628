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

const (
	chunk      = 1 << 13   // values of a part
	worthwhile = 4 * chunk // fewer values aren't worth a second worker
)

// each computes f on all of dst; add says whether it is added to what is there.
func (g *Graph) elementwise(f loop, dst, a, b []float32, p float32, add bool) {
	if !add && (g.workers == 1 || len(dst) < worthwhile) {
		f(dst, a, b, p)
		return
	}
	g.each = elementwise{f, dst, a, b, p, add}
	parts := (len(dst) + chunk - 1) / chunk
	if len(dst) < worthwhile {
		for i := range parts {
			g.each.part(i)
		}
	} else {
		g.share(parts, &g.each)
	}
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

// pass adds f(a, b), a function of ∂loss/∂y, to the gradient of x, an operand of y, if it needs one.
func (y *Node) pass(x *Node, f loop, a, b []float32, p float32) {
	if !x.needs {
		return
	}
	grad, beta := x.GradBeta()
	y.graph.elementwise(f, grad.Data, a, b, p, beta != 0)
}

// keep is dst = a.
func keep(dst, a, _ []float32, _ float32) { copy(dst, a) }

// add is dst = a + b.
func add(dst, a, b []float32, _ float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] + b[i]
	}
}

// scale is dst = p·a.
func scale(dst, a, _ []float32, p float32) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = p * a[i]
	}
}

// map1 applies op, whose result has the shape of x.
func (g *Graph) map1(name string, op Op, x *Node) *Node {
	if !g.ready(name, x) {
		return &g.none
	}
	return g.Apply(op, x.Value.Rows, x.Value.Cols, x)
}
