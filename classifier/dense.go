package classifier

import "github.com/saccade-go/saccade/internal/kernel"

// A Dense layer maps a batch x (N×In) to x·Wᵀ + b (N×Out), as torch.nn.Linear does.
type Dense struct {
	In, Out int
	W       []float32 // Out×In, row-major
	B       []float32 // Out
}

// forward is y = x·Wᵀ + b, with x N×In and y N×Out.
func (d Dense) forward(y, x Matrix) {
	d.product(y, x)
	kernel.Bias(y.Data, d.B)
}

// product is y = x·Wᵀ.
func (d Dense) product(y, x Matrix) {
	kernel.Gemm(false, true, x.Rows, d.Out, d.In, 1, x.Data, d.In, d.W, d.In, 0, y.Data, d.Out, 1)
}
