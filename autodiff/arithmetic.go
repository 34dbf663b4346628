package autodiff

import "fmt"

// Sub is y = a − b, all N×C: ∂a = ∂y and ∂b = −∂y.
func (g *Graph) Sub(a, b *Node) *Node { return g.map2("sub", subtraction{}, a, b) }

type subtraction struct{}

func (subtraction) Forward(y *Node, x []*Node) { y.fill(sub, x[0].Value.Data, x[1].Value.Data, 0) }

func (subtraction) Backward(y *Node, x []*Node) {
	y.pass(x[0], keep, y.Grad.Data, nil, 0)
	y.passBy(x[1], scale, scaleAdd, y.Grad.Data, nil, -1)
}

// Mul is y = a · b value by value, all N×C: ∂a = ∂y·b and ∂b = ∂y·a.
func (g *Graph) Mul(a, b *Node) *Node { return g.map2("mul", multiplication{}, a, b) }

type multiplication struct{}

func (multiplication) Forward(y *Node, x []*Node) { y.fill(mul, x[0].Value.Data, x[1].Value.Data, 0) }

func (multiplication) Backward(y *Node, x []*Node) {
	y.passBy(x[0], mul, mulAdd, y.Grad.Data, x[1].Value.Data, 0)
	y.passBy(x[1], mul, mulAdd, y.Grad.Data, x[0].Value.Data, 0)
}

// Scale is y = factor · x, with x and y N×C: ∂x = factor · ∂y. factor is rounded to float32.
func (g *Graph) Scale(x *Node, factor float64) *Node {
	op := Slot[scaling](g)
	op.factor = float32(factor)
	return g.map1("scale", op, x)
}

type scaling struct{ factor float32 }

func (op *scaling) Forward(y *Node, x []*Node) { y.fill(scale, x[0].Value.Data, nil, op.factor) }

func (op *scaling) Backward(y *Node, x []*Node) {
	y.passBy(x[0], scale, scaleAdd, y.Grad.Data, nil, op.factor)
}

// map1 applies op, whose result has the shape of x.
func (g *Graph) map1(name string, op Op, x *Node) *Node {
	if !g.ready(name, x) {
		return &g.none
	}
	return g.Apply(op, x.Value.Rows, x.Value.Cols, x)
}

// map2 applies op to two matrices of the same shape, which is the result's, too.
func (g *Graph) map2(name string, op Op, a, b *Node) *Node {
	if !g.alike(name, a, b) {
		return &g.none
	}
	return g.Apply(op, a.Value.Rows, a.Value.Cols, a, b)
}

// alike reports whether op can work on a and b and they have the same shape, and keeps the error.
func (g *Graph) alike(op string, a, b *Node) bool {
	if g.ready(op, a, b) && !a.sameShape(b) {
		g.wrongShape(op, "two matrices of the same shape", fmt.Sprintf("%s and %s", a.shape(), b.shape()))
	}
	return g.err == nil
}
