package autodiff

import "math"

// Sigmoid is y = 1 / (1 + exp(−x)) for each value of x (N×C): ∂x = ∂y·y·(1 − y).
func (g *Graph) Sigmoid(x *Node) *Node { return g.map1("sigmoid", sigmoid{}, x) }

type sigmoid struct{}

func (sigmoid) Forward(y *Node, x []*Node) { y.fill(logistic, x[0].Value.Data, nil, 0) }

func (sigmoid) Backward(y *Node, x []*Node) { y.pass(x[0], logisticGrad, y.Grad.Data, y.Value.Data, 0) }

func logistic(dst, x, _ []float32, _ float32) {
	x = x[:len(dst)]
	for i, v := range x {
		dst[i] = float32(1 / (1 + math.Exp(-float64(v))))
	}
}

func logisticGrad(dx, dy, y []float32, _ float32) {
	dy, y = dy[:len(dx)], y[:len(dx)]
	for i, v := range y {
		dx[i] = dy[i] * (v * (1 - v))
	}
}
