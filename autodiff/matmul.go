package autodiff

import (
	"fmt"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// MatMul is y = a·b, with a M×K, b K×N and y M×N:
//
//	y[i][j] = Σ a[i][l]·b[l][j]        ∂a = ∂y·bᵀ        ∂b = aᵀ·∂y
func (g *Graph) MatMul(a, b *Node) *Node { return g.matMul(nn, "matmul", a, b) }

// MatMulNT is y = a·bᵀ, with a M×K, b N×K and y M×N: ∂a = ∂y·b and ∂b = ∂yᵀ·a. With a = x and b = W it is
// [Graph.Linear] without a bias.
func (g *Graph) MatMulNT(a, b *Node) *Node { return g.matMul(nt, "matmul_nt", a, b) }

// MatMulTN is y = aᵀ·b, with a K×M, b K×N and y M×N: ∂a = b·∂yᵀ and ∂b = a·∂y.
func (g *Graph) MatMulTN(a, b *Node) *Node { return g.matMul(tn, "matmul_tn", a, b) }

var nn, nt, tn = &matMul{}, &matMul{transB: true}, &matMul{transA: true}

func (g *Graph) matMul(op *matMul, name string, a, b *Node) *Node {
	if !g.ready(name, a, b) {
		return &g.none
	}
	m, k := sizes(a.Value, op.transA)
	l, n := sizes(b.Value, op.transB)
	if k != l {
		return g.wrongShape(name, "two matrices with an inner size in common", fmt.Sprintf("%s and %s", a.shape(), b.shape()))
	}
	return g.Apply(op, m, n, a, b)
}

// sizes returns those of a factor.
func sizes(a tensor.Matrix, trans bool) (rows, cols int) {
	if trans {
		return a.Cols, a.Rows
	}
	return a.Rows, a.Cols
}

type matMul struct{ transA, transB bool }

func (op *matMul) Forward(y *Node, x []*Node) {
	y.product(op.transA, op.transB, x[0].Value, x[1].Value, 0, y.Value)
}

func (op *matMul) Backward(y *Node, x []*Node) {
	a, b := x[0], x[1]
	if a.needs {
		grad, beta := a.GradBeta()
		if op.transA {
			y.product(op.transB, true, b.Value, y.Grad, beta, grad)
		} else {
			y.product(false, !op.transB, y.Grad, b.Value, beta, grad)
		}
	}
	if b.needs {
		grad, beta := b.GradBeta()
		if op.transB {
			y.product(true, op.transA, y.Grad, a.Value, beta, grad)
		} else {
			y.product(!op.transA, false, a.Value, y.Grad, beta, grad)
		}
	}
}

// product is c = a·b + beta·c, with a and b transposed if transA and transB say so.
func (n *Node) product(transA, transB bool, a, b tensor.Matrix, beta float32, c tensor.Matrix) {
	_, k := sizes(a, transA)
	kernel.Gemm(transA, transB, c.Rows, c.Cols, k, 1, a.Data, a.Cols, b.Data, b.Cols, beta, c.Data, c.Cols, n.graph.workers)
}
