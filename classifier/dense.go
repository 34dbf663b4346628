package classifier

import (
	"math"
	"math/rand/v2"

	"github.com/saccade-go/saccade/internal/kernel"
)

// A Dense layer maps a batch x (N×In) to x·Wᵀ + b (N×Out), as torch.nn.Linear does.
type Dense struct {
	In, Out int
	W       []float32 // Out×In, row-major
	B       []float32 // Out
}

// forward is y = x·Wᵀ + b, with x N×In and y N×Out.
func (d Dense) forward(y, x Matrix, workers int) {
	kernel.FillRows(y.Data, d.B)
	kernel.Gemm(false, true, x.Rows, d.Out, d.In, 1, x.Data, d.In, d.W, d.In, 1, y.Data, d.Out, workers)
}

// backward turns dy = ∂L/∂y (N×Out) into the gradients of the weights, W: dyᵀ·x (Out×In) and B: Σ dy over the
// rows (Out), and into dx = dy·W (N×In), which is left out if dx is empty.
func (d Dense) backward(grad Dense, dx, dy, x Matrix, workers int) {
	kernel.Gemm(true, false, d.Out, d.In, x.Rows, 1, dy.Data, d.Out, x.Data, d.In, 0, grad.W, d.In, workers)
	kernel.ColumnSums(grad.B, dy.Data)
	if dx.Rows > 0 {
		kernel.Gemm(false, false, x.Rows, d.In, d.Out, 1, dy.Data, d.Out, d.W, d.In, 0, dx.Data, d.In, workers)
	}
}

// init draws W and b uniformly from ±1/√In, PyTorch's default for torch.nn.Linear: for W, that is
// kaiming_uniform with a = √5.
func (d Dense) init(r *rand.Rand) {
	bound := 1 / math.Sqrt(float64(d.In))
	for _, s := range [][]float32{d.W, d.B} {
		for i := range s {
			s[i] = float32(bound * (2*r.Float64() - 1))
		}
	}
}
