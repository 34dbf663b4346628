package autodiff

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
)

// Softmax is y[c] = exp(x[c]) / Σ exp(x[k]) for each row of x (N×C): ∂x[c] = y[c]·(∂y[c] − Σ ∂y[k]·y[k]).
func (g *Graph) Softmax(x *Node) *Node { return g.map1("softmax", softmax{}, x) }

type softmax struct{}

func (softmax) Forward(y *Node, x []*Node) { y.fillRows(softmaxRow, x[0].Value.Data, nil) }

func (softmax) Backward(y *Node, x []*Node) { y.passRows(x[0], softmaxGrad, y.Grad.Data, y.Value.Data) }

func softmaxRow(dst, x, _ []float32) { kernel.Softmax(dst, x) }

// softmaxOf writes softmax(x) into dst and returns the largest value of x and log Σ exp(x − top). Their sum would lose
// the logarithm where x is huge.
func softmaxOf(dst, x []float32) (top float32, logSum float64) {
	top = x[0]
	for _, v := range x {
		top = max(top, v)
	}
	for i, v := range x {
		dst[i] = v - top
	}
	return top, kernel.Softmax(dst, dst)
}

func softmaxGrad(dx, dy, y []float32) {
	dot := 0.0
	for i, v := range y {
		dot += float64(dy[i]) * float64(v)
	}
	for i, v := range y {
		dx[i] = float32(float64(v) * (float64(dy[i]) - dot))
	}
}

// LogSoftmax is y[c] = x[c] − log Σ exp(x[k]) for each row of x (N×C): ∂x[c] = ∂y[c] − exp(y[c])·Σ ∂y[k].
func (g *Graph) LogSoftmax(x *Node) *Node { return g.map1("log_softmax", logSoftmax{}, x) }

type logSoftmax struct{}

func (logSoftmax) Forward(y *Node, x []*Node) { y.fillRows(logSoftmaxRow, x[0].Value.Data, nil) }

func (logSoftmax) Backward(y *Node, x []*Node) {
	y.passRows(x[0], logSoftmaxGrad, y.Grad.Data, y.Value.Data)
}

func logSoftmaxRow(dst, x, _ []float32) {
	top, logSum := softmaxOf(dst, x)
	for i, v := range x {
		dst[i] = float32(float64(v-top) - logSum)
	}
}

func logSoftmaxGrad(dx, dy, y []float32) {
	sum := 0.0
	for _, d := range dy {
		sum += float64(d)
	}
	for i, v := range y {
		dx[i] = float32(float64(dy[i]) - math.Exp(float64(v))*sum)
	}
}
