package autodiff

import (
	"fmt"

	"github.com/saccade-go/saccade/internal/kernel"
)

// Add is y = a + b, with a and y N×C. b is N×C, or it is 1×C, a bias that is added to each row:
//
//	∂a = ∂y        ∂b = ∂y, or the sums of its columns
func (g *Graph) Add(a, b *Node) *Node {
	if !g.ready("add", a, b) {
		return &g.none
	}
	op := Op(addition{})
	switch {
	case a.sameShape(b):
	case b.Value.Rows == 1 && b.Value.Cols == a.Value.Cols:
		op = addBias{}
	default:
		return g.wrongShape("add", fmt.Sprintf("b of %s or 1×%d", a.shape(), a.Value.Cols), b.shape())
	}
	return g.Apply(op, a.Value.Rows, a.Value.Cols, a, b)
}

type addition struct{}

func (addition) Forward(y *Node, x []*Node) { y.fill(add, x[0].Value.Data, x[1].Value.Data, 0) }

func (addition) Backward(y *Node, x []*Node) {
	y.pass(x[0], keep, y.Grad.Data, nil, 0)
	y.pass(x[1], keep, y.Grad.Data, nil, 0)
}

type addBias struct{}

func (addBias) Forward(y *Node, x []*Node) {
	kernel.FillRows(y.Value.Data, x[1].Value.Data)
	add(y.Value.Data, y.Value.Data, x[0].Value.Data, 0)
}

func (addBias) Backward(y *Node, x []*Node) {
	y.pass(x[0], keep, y.Grad.Data, nil, 0)
	x[1].addColumnSums(y.Grad.Data)
}
