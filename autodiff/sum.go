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
