package autodiff

// Step is y = 1 where x (N×C) is above 0, otherwise 0, as torch.heaviside has it: the output of a perceptron. Its derivative is 0
// almost everywhere, so nothing can be learned through it; with straightThrough, ∂x = ∂y all the same (the straight-through
// estimator of Bengio, Léonard and Courville 2013).
func (g *Graph) Step(x *Node, straightThrough bool) *Node {
	if straightThrough {
		return g.map1("step", step{through: 1}, x)
	}
	return g.map1("step", step{}, x)
}

type step struct{ through uint8 }

func (step) Forward(y *Node, x []*Node) { y.fill(heaviside, x[0].Value.Data, nil, 0) }

func (op step) Backward(y *Node, x []*Node) {
	if op.through != 0 {
		y.pass(x[0], keep, y.Grad.Data, nil, 0)
	}
}

func heaviside(dst, x, _ []float32, _ float32) {
	x = x[:len(dst)]
	for i, v := range x {
		dst[i] = 0
		if v > 0 {
			dst[i] = 1
		}
	}
}
