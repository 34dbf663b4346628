package autodiff

import (
	"fmt"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
)

// Linear is y = x·Wᵀ + b, with x N×In, w Out×In, b 1×Out, which may be nil, and y N×Out, as torch.nn.Linear has it:
//
//	∂x = ∂y·W        ∂W = ∂yᵀ·x        ∂b[j] = Σ ∂y[i][j] over the rows i
func (g *Graph) Linear(x, w, b *Node) *Node {
	if b == nil {
		return g.matMul(nt, "linear", x, w)
	}
	if !g.ready("linear", x, w, b) {
		return &g.none
	}
	out, in := w.Value.Rows, w.Value.Cols
	if x.Value.Cols != in {
		return g.wrongShape("linear", fmt.Sprintf("x with %d columns, as w has", in), x.shape())
	}
	if b.Value.Rows != 1 || b.Value.Cols != out {
		return g.wrongShape("linear", fmt.Sprintf("a bias of 1×%d, as w has rows", out), b.shape())
	}
	return g.Apply(linear{}, x.Value.Rows, out, x, w, b)
}

type linear struct{}

func (linear) Forward(y *Node, x []*Node) {
	y.product(false, true, x[0].Value, x[1].Value, 0, y.Value)
	kernel.Bias(y.Value.Data, x[2].Value.Data)
}

func (linear) Backward(y *Node, x []*Node) {
	nt.Backward(y, x[:2])
	x[2].addColumnSums(y.Grad.Data)
}

// addColumnSums adds to the gradient of a 1×C node the sums of the columns of the matrix dy (N×C).
func (n *Node) addColumnSums(dy []float32) {
	if !n.needs {
		return
	}
	grad, beta := n.GradBeta()
	if beta == 0 {
		kernel.ColumnSums(grad.Data, dy)
		return
	}
	sums := scratch.Float32.Get(len(grad.Data))
	kernel.ColumnSums(sums.S, dy)
	add(grad.Data, grad.Data, sums.S, 0)
	scratch.Float32.Put(sums)
}
