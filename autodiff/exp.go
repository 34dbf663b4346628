package autodiff

import "github.com/saccade-go/saccade/internal/kernel"

// Exp is y = exp(x) for each value of x (N×C): ∂x = ∂y·y.
func (g *Graph) Exp(x *Node) *Node { return g.map1("exp", exponential{}, x) }

type exponential struct{}

func (exponential) Forward(y *Node, x []*Node) { y.fill(exp, x[0].Value.Data, nil, 0) }

func (exponential) Backward(y *Node, x []*Node) {
	y.passBy(x[0], mul, mulAdd, y.Grad.Data, y.Value.Data, 0)
}

func exp(dst, x, _ []float32, _ float32) { kernel.Exp(dst, x) }

// Log is y = log x, the natural logarithm of each value of x (N×C): ∂x = ∂y/x. As everywhere, log 0 is −Inf, and of
// negative numbers it is NaN.
func (g *Graph) Log(x *Node) *Node { return g.map1("log", logarithm{}, x) }

type logarithm struct{}

func (logarithm) Forward(y *Node, x []*Node) { y.fill(log, x[0].Value.Data, nil, 0) }

func (logarithm) Backward(y *Node, x []*Node) { y.pass(x[0], div, y.Grad.Data, x[0].Value.Data, 0) }

func log(dst, x, _ []float32, _ float32) { kernel.Log(dst, x) }

func div(dst, a, b []float32, _ float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] / b[i]
	}
}
