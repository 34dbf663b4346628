package autodiff

import "math"

// L2Penalty is ½·Σ x², the 1×1 sum over all values of all matrices x, in float64: ∂x = ∂y·x. So Scale(L2Penalty(w), λ),
// added to a loss, is what SGD calls weight decay λ.
func (g *Graph) L2Penalty(x ...*Node) *Node { return g.penalty("l2_penalty", l2Penalty{}, x) }

type l2Penalty struct{}

func (l2Penalty) Forward(y *Node, x []*Node) {
	total := 0.0
	for _, n := range x {
		for _, v := range n.Value.Data {
			total += float64(v) * float64(v)
		}
	}
	y.Value.Data[0] = float32(total / 2)
}

func (l2Penalty) Backward(y *Node, x []*Node) {
	for _, n := range x {
		y.passBy(n, scale, scaleAdd, n.Value.Data, nil, y.Grad.Data[0])
	}
}

// L1Penalty is Σ |x|, the 1×1 sum over all values of all matrices x, in float64: ∂x = ∂y·sign(x), with sign 0 = 0. It
// draws small weights to 0, as the lasso does (Tibshirani 1996).
func (g *Graph) L1Penalty(x ...*Node) *Node { return g.penalty("l1_penalty", l1Penalty{}, x) }

type l1Penalty struct{}

func (l1Penalty) Forward(y *Node, x []*Node) {
	total := 0.0
	for _, n := range x {
		for _, v := range n.Value.Data {
			total += math.Abs(float64(v))
		}
	}
	y.Value.Data[0] = float32(total)
}

func (l1Penalty) Backward(y *Node, x []*Node) {
	for _, n := range x {
		y.pass(n, sign, n.Value.Data, nil, y.Grad.Data[0])
	}
}

func (g *Graph) penalty(name string, op Op, x []*Node) *Node {
	if !g.ready(name, x...) {
		return &g.none
	}
	if len(x) == 0 {
		return g.wrongShape(name, "at least 1 matrix", "none")
	}
	return g.Apply(op, 1, 1, x...)
}
