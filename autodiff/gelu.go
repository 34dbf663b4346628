package autodiff

import "math"

// GELU is y = x·Φ(x) for each value of x (N×C), where Φ(x) = (1 + erf(x/√2))/2 is the cumulative distribution function of
// the normal distribution (Hendrycks and Gimpel 2016; torch.nn.GELU):
//
//	∂x = ∂y·(Φ(x) + x·exp(−x²/2)/√2π)
func (g *Graph) GELU(x *Node) *Node { return g.map1("gelu", gelu{}, x) }

type gelu struct{}

func (gelu) Forward(y *Node, x []*Node) { y.fill(gauss, x[0].Value.Data, nil, 0) }

func (gelu) Backward(y *Node, x []*Node) { y.pass(x[0], gaussGrad, y.Grad.Data, x[0].Value.Data, 0) }

func gauss(dst, x, _ []float32, _ float32) {
	x = x[:len(dst)]
	for i, v := range x {
		dst[i] = float32(float64(v) * normal(float64(v)))
	}
}

func gaussGrad(dx, dy, x []float32, _ float32) {
	dy, x = dy[:len(dx)], x[:len(dx)]
	for i, v := range x {
		v := float64(v)
		dx[i] = dy[i] * float32(normal(v)+v*math.Exp(-v*v/2)/math.Sqrt(2*math.Pi))
	}
}

// normal is Φ(x); erfc keeps the digits of the lower tail.
func normal(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

// GELUTanh is [GELU] with the approximation of torch.nn.GELU(approximate="tanh"):
//
//	y = x·(1 + tanh u)/2        u = √(2/π)·(x + 0.044715·x³)
//	∂x = ∂y·((1 + tanh u)/2 + x·(1 − tanh² u)/2·√(2/π)·(1 + 3·0.044715·x²))
func (g *Graph) GELUTanh(x *Node) *Node { return g.map1("gelu_tanh", geluTanh{}, x) }

type geluTanh struct{}

func (geluTanh) Forward(y *Node, x []*Node) { y.fill(tanhGauss, x[0].Value.Data, nil, 0) }

func (geluTanh) Backward(y *Node, x []*Node) {
	y.pass(x[0], tanhGaussGrad, y.Grad.Data, x[0].Value.Data, 0)
}

const cubic = 0.044715

var sqrt2Pi = math.Sqrt(2 / math.Pi)

func tanhGauss(dst, x, _ []float32, _ float32) {
	x = x[:len(dst)]
	for i, v := range x {
		v := float64(v)
		dst[i] = float32(v * (1 + math.Tanh(sqrt2Pi*(v+cubic*v*v*v))) / 2)
	}
}

func tanhGaussGrad(dx, dy, x []float32, _ float32) {
	dy, x = dy[:len(dx)], x[:len(dx)]
	for i, v := range x {
		v := float64(v)
		t := math.Tanh(sqrt2Pi * (v + cubic*v*v*v))
		dx[i] = dy[i] * float32((1+t)/2+v*(1-t*t)/2*sqrt2Pi*(1+3*cubic*v*v))
	}
}
