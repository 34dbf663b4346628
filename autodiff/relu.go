package autodiff

import "github.com/saccade-go/saccade/internal/kernel"

// ReLU is y = max(x, 0) for each value of x (N×C), and NaN stays NaN. ∂x = ∂y where x is above 0, otherwise 0, also
// where x is 0, as torch takes it.
func (g *Graph) ReLU(x *Node) *Node { return g.map1("relu", reLU{}, x) }

type reLU struct{}

func (reLU) Forward(y *Node, x []*Node) { y.fill(relu, x[0].Value.Data, nil, 0) }

func (reLU) Backward(y *Node, x []*Node) {
	y.passBy(x[0], reluGrad, reluGradAdd, y.Grad.Data, y.Value.Data, 0)
}

func relu(dst, x, _ []float32, _ float32) { kernel.ReLU(dst, x) }

func reluGrad(dx, dy, y []float32, _ float32) { kernel.ReLUGrad(dx, dy, y) }

func reluGradAdd(dx, dy, y []float32, _ float32) { kernel.ReLUGradAdd(dx, dy, y) }
