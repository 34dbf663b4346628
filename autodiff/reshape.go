package autodiff

import "fmt"

// Reshape is x with other sizes, the values in the same order, row after row. It shares the memory of x. ∂x is ∂y with
// the sizes of x.
func (g *Graph) Reshape(x *Node, rows, cols int) *Node {
	if !g.ready("reshape", x) {
		return &g.none
	}
	n := len(x.Value.Data)
	if rows < 1 || cols < 1 || rows > n || cols > n || rows*cols != n {
		return g.wrongShape("reshape", fmt.Sprintf("sizes for the %d values of %s", n, x.shape()), fmt.Sprintf("%d×%d", rows, cols))
	}
	return g.view(rows, cols, x)
}

// view returns a node with the values of x, which it shares, as a matrix of rows×cols.
func (g *Graph) view(rows, cols int, x *Node) *Node {
	y := g.next(same{}, x)
	y.Value = x.Value
	y.Value.Rows, y.Value.Cols = rows, cols
	return y
}

// same is y = x in another shape: ∂x = ∂y.
type same struct{}

func (same) Forward(*Node, []*Node) {}

func (same) Backward(y *Node, x []*Node) { y.pass(x[0], keep, y.Grad.Data, nil, 0) }
