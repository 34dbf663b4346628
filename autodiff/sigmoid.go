package autodiff

import "github.com/saccade-go/saccade/internal/kernel"

// Sigmoid is y = 1 / (1 + exp(−x)) for each value of x (N×C): ∂x = ∂y·y·(1 − y).
func (g *Graph) Sigmoid(x *Node) *Node { return g.map1("sigmoid", sigmoid{}, x) }

type sigmoid struct{}

func (sigmoid) Forward(y *Node, x []*Node) { y.fill(logistic, x[0].Value.Data, nil, 0) }

func (sigmoid) Backward(y *Node, x []*Node) {
	y.passBy(x[0], logisticGrad, logisticGradAdd, y.Grad.Data, y.Value.Data, 0)
}

func logistic(dst, x, _ []float32, _ float32) { kernel.Sigmoid(dst, x) }

func logisticGrad(dx, dy, y []float32, _ float32) { kernel.SigmoidGrad(dx, dy, y) }

func logisticGradAdd(dx, dy, y []float32, _ float32) { kernel.SigmoidGradAdd(dx, dy, y) }
