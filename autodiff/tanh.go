package autodiff

import "math"

// Tanh is y = tanh(x) for each value of x (N×C): ∂x = ∂y·(1 − y²).
func (g *Graph) Tanh(x *Node) *Node { return g.map1("tanh", tanh{}, x) }

type tanh struct{}

func (tanh) Forward(y *Node, x []*Node) { y.fill(hyperbolic, x[0].Value.Data, nil, 0) }

func (tanh) Backward(y *Node, x []*Node) { y.pass(x[0], hyperbolicGrad, y.Grad.Data, y.Value.Data, 0) }

func hyperbolic(dst, x, _ []float32, _ float32) {
	x = x[:len(dst)]
	for i, v := range x {
		dst[i] = float32(math.Tanh(float64(v)))
	}
}

func hyperbolicGrad(dx, dy, y []float32, _ float32) {
	dy, y = dy[:len(dx)], y[:len(dx)]
	for i, v := range y {
		dx[i] = dy[i] * (1 - v*v)
	}
}
