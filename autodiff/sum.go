package autodiff

// Sum is the 1×1 sum of all values of x (N×C), in float64: ∂x = ∂y for each.
func (g *Graph) Sum(x *Node) *Node { return g.weighted("sum", 1, x) }

// Mean is the 1×1 mean of all values of x (N×C), in float64: ∂x = ∂y/(N·C) for each.
func (g *Graph) Mean(x *Node) *Node {
	if !g.ready("mean", x) {
		return &g.none
	}
	return g.weighted("mean", 1/float64(len(x.Value.Data)), x)
}

func (g *Graph) weighted(name string, factor float64, x *Node) *Node {
	if !g.ready(name, x) {
		return &g.none
	}
	op := Slot[sum](g)
	op.factor = factor
	return g.Apply(op, 1, 1, x)
}

type sum struct{ factor float64 }

func (op *sum) Forward(y *Node, x []*Node) {
	total := 0.0
	for _, v := range x[0].Value.Data {
		total += float64(v)
	}
	y.Value.Data[0] = float32(total * op.factor)
}

func (op *sum) Backward(y *Node, x []*Node) {
	y.pass(x[0], constant, nil, nil, float32(float64(y.Grad.Data[0])*op.factor))
}

// L2 is ½·Σ x², the 1×1 sum over all values of all matrices x, in float64: ∂x = ∂y·x. So Scale(L2(w), λ), added to a loss,
// is what SGD calls weight decay λ.
func (g *Graph) L2(x ...*Node) *Node {
	if !g.ready("l2", x...) {
		return &g.none
	}
	if len(x) == 0 {
		return g.wrongShape("l2", "at least 1 matrix", "none")
	}
	return g.Apply(l2{}, 1, 1, x...)
}

type l2 struct{}

func (l2) Forward(y *Node, x []*Node) {
	total := 0.0
	for _, n := range x {
		for _, v := range n.Value.Data {
			total += float64(v) * float64(v)
		}
	}
	y.Value.Data[0] = float32(total / 2)
}

func (l2) Backward(y *Node, x []*Node) {
	for _, n := range x {
		y.pass(n, scale, n.Value.Data, nil, y.Grad.Data[0])
	}
}
