package autodiff

import "github.com/saccade-go/saccade/internal/kernel"

// Tanh is y = tanh(x) for each value of x (N×C): ∂x = ∂y·(1 − y²).
func (g *Graph) Tanh(x *Node) *Node { return g.map1("tanh", tanh{}, x) }

type tanh struct{}

func (tanh) Forward(y *Node, x []*Node) { y.fill(hyperbolic, x[0].Value.Data, nil, 0) }

func (tanh) Backward(y *Node, x []*Node) {
	y.passBy(x[0], hyperbolicGrad, hyperbolicGradAdd, y.Grad.Data, y.Value.Data, 0)
}

func hyperbolic(dst, x, _ []float32, _ float32) { kernel.Tanh(dst, x) }

func hyperbolicGrad(dx, dy, y []float32, _ float32) { kernel.TanhGrad(dx, dy, y) }

func hyperbolicGradAdd(dx, dy, y []float32, _ float32) { kernel.TanhGradAdd(dx, dy, y) }
