package autodiff

import "fmt"

// Concat puts matrices with N rows side by side: y has the columns of the first of x, then those of the second and so on.
// ∂x is the part of ∂y that lies where x does.
func (g *Graph) Concat(x ...*Node) *Node {
	if !g.ready("concat", x...) {
		return &g.none
	}
	if len(x) == 0 {
		return g.wrongShape("concat", "at least 1 matrix", "none")
	}
	rows, cols := x[0].Value.Rows, 0
	for _, n := range x {
		if n.Value.Rows != rows {
			return g.wrongShape("concat", fmt.Sprintf("matrices with %d rows, as the first", rows), n.shape())
		}
		cols += n.Value.Cols
	}
	return g.Apply(concat{}, rows, cols, x...)
}

type concat struct{}

func (concat) Forward(y *Node, x []*Node) {
	for i := range y.Value.Rows {
		row := y.Value.Row(i)
		for _, n := range x {
			row = row[copy(row, n.Value.Row(i)):]
		}
	}
}

func (concat) Backward(y *Node, x []*Node) {
	from := 0
	for _, n := range x {
		to := from + n.Value.Cols
		if n.needs {
			grad, beta := n.GradBeta()
			for i := range grad.Rows {
				dy := y.Grad.Row(i)[from:to]
				if beta == 0 {
					copy(grad.Row(i), dy)
				} else {
					add(grad.Row(i), grad.Row(i), dy, 0)
				}
			}
		}
		from = to
	}
}
