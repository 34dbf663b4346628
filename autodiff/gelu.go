package autodiff

import "github.com/saccade-go/saccade/internal/kernel"

// GELU is y = x·Φ(x) for each value of x (N×C), where Φ(x) = (1 + erf(x/√2))/2 is the cumulative distribution function of
// the normal distribution (Hendrycks and Gimpel 2016; torch.nn.GELU):
//
//	∂x = ∂y·(Φ(x) + x·exp(−x²/2)/√2π)
func (g *Graph) GELU(x *Node) *Node { return g.map1("gelu", gelu{}, x) }

type gelu struct{}

func (gelu) Forward(y *Node, x []*Node) { y.fill(gauss, x[0].Value.Data, nil, 0) }

func (gelu) Backward(y *Node, x []*Node) {
	y.passBy(x[0], gaussGrad, gaussGradAdd, y.Grad.Data, x[0].Value.Data, 0)
}

func gauss(dst, x, _ []float32, _ float32) { kernel.GELU(dst, x) }

func gaussGrad(dx, dy, x []float32, _ float32) { kernel.GELUGrad(dx, dy, x) }

func gaussGradAdd(dx, dy, x []float32, _ float32) { kernel.GELUGradAdd(dx, dy, x) }

// GELUTanh is [GELU] with the approximation of torch.nn.GELU(approximate="tanh"):
//
//	y = x·(1 + tanh u)/2        u = √(2/π)·(x + 0.044715·x³)
//	∂x = ∂y·((1 + tanh u)/2 + x·(1 − tanh² u)/2·√(2/π)·(1 + 3·0.044715·x²))
func (g *Graph) GELUTanh(x *Node) *Node { return g.map1("gelu_tanh", geluTanh{}, x) }

type geluTanh struct{}

func (geluTanh) Forward(y *Node, x []*Node) { y.fill(tanhGauss, x[0].Value.Data, nil, 0) }

func (geluTanh) Backward(y *Node, x []*Node) {
	y.passBy(x[0], tanhGaussGrad, tanhGaussGradAdd, y.Grad.Data, x[0].Value.Data, 0)
}

func tanhGauss(dst, x, _ []float32, _ float32) { kernel.GELUTanh(dst, x) }

func tanhGaussGrad(dx, dy, x []float32, _ float32) { kernel.GELUTanhGrad(dx, dy, x) }

func tanhGaussGradAdd(dx, dy, x []float32, _ float32) { kernel.GELUTanhGradAdd(dx, dy, x) }
