package autodiff

import "math"

// MSE is the 1×1 mean of (x − target)² over all values, with x and target N×C, as torch.nn.functional.mse_loss:
//
//	∂x = ∂y·2·(x − target)/(N·C) = −∂target
//
// The squared error of a classifier has targets of 1 at the labels and 0 elsewhere.
func (g *Graph) MSE(x, target *Node) *Node { return g.distance("mse", mse{}, x, target) }

type mse struct{}

func (mse) Forward(y *Node, x []*Node) {
	a, b, total := x[0].Value.Data, x[1].Value.Data, 0.0
	for i, v := range a {
		d := float64(v) - float64(b[i])
		total += d * d
	}
	y.Value.Data[0] = float32(total / float64(len(a)))
}

func (mse) Backward(y *Node, x []*Node) {
	a, b := x[0].Value.Data, x[1].Value.Data
	factor := float32(2 * float64(y.Grad.Data[0]) / float64(len(a)))
	y.pass(x[0], difference, a, b, factor)
	y.pass(x[1], difference, b, a, factor)
}

// difference is dst = p·(a − b).
func difference(dst, a, b []float32, p float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = p * (a[i] - b[i])
	}
}

// L1 is the 1×1 mean of |x − target| over all values, with x and target N×C, as torch.nn.functional.l1_loss:
//
//	∂x = ∂y·sign(x − target)/(N·C) = −∂target        sign 0 = 0
func (g *Graph) L1(x, target *Node) *Node { return g.distance("l1", l1{}, x, target) }

type l1 struct{}

func (l1) Forward(y *Node, x []*Node) {
	a, b, total := x[0].Value.Data, x[1].Value.Data, 0.0
	for i, v := range a {
		total += math.Abs(float64(v) - float64(b[i]))
	}
	y.Value.Data[0] = float32(total / float64(len(a)))
}

func (l1) Backward(y *Node, x []*Node) {
	a, b := x[0].Value.Data, x[1].Value.Data
	factor := float32(float64(y.Grad.Data[0]) / float64(len(a)))
	y.pass(x[0], direction, a, b, factor)
	y.pass(x[1], direction, b, a, factor)
}

// direction is dst = p·sign(a − b), and NaN where one of them is.
func direction(dst, a, b []float32, p float32) {
	sub(dst, a, b, 0)
	sign(dst, dst, nil, p)
}

// sign is dst = p·sign(a), and NaN where a is.
func sign(dst, a, _ []float32, p float32) {
	a = a[:len(dst)]
	for i, v := range a {
		switch {
		case v > 0:
			v = p
		case v < 0:
			v = -p
		}
		dst[i] = v
	}
}

func (g *Graph) distance(name string, op Op, x, target *Node) *Node {
	if !g.alike(name, x, target) {
		return &g.none
	}
	return g.Apply(op, 1, 1, x, target)
}
