package autodiff

import (
	"fmt"

	"github.com/saccade-go/saccade/tensor"
)

// A ShapeError says that an operation can't take matrices of the shapes it was given.
type ShapeError struct {
	Op   string // the operation: "matmul"
	Want string // what it wanted: "a b with 3 rows"
	Got  string // what it was given: "4×5"
}

func (e *ShapeError) Error() string {
	return fmt.Sprintf("%s: wanted %s, found %s", e.Op, e.Want, e.Got)
}

// wrongShape keeps the error that op was given matrices of the wrong shapes, and returns the node to go on with.
func (g *Graph) wrongShape(op, want, got string) *Node {
	return g.fail(&ShapeError{op, want, got})
}

// wrongParam keeps the error that a parameter of op makes no sense, and returns the node to go on with.
func (g *Graph) wrongParam(op, param, want string, got any) *Node {
	return g.fail(&tensor.ParamError{Op: op, Param: param, Want: want, Got: got})
}

func (g *Graph) fail(err error) *Node {
	if g.err == nil {
		g.err = err
	}
	return &g.none
}

// ready reports whether op can work on x: nothing failed before, and each is a whole matrix, of this pass or long-lived.
func (g *Graph) ready(op string, x ...*Node) bool {
	for i, n := range x {
		if g.err == nil {
			g.err = g.usable(op, i, n)
		}
	}
	return g.err == nil
}

func (g *Graph) usable(op string, i int, n *Node) error {
	switch {
	case n == nil:
		return &tensor.ParamError{Op: op, Param: fmt.Sprintf("x[%d]", i), Want: "a node", Got: "nil"}
	case n.graph != nil && !g.owns(n):
		return &tensor.ParamError{Op: op, Param: fmt.Sprintf("x[%d]", i), Want: "a node of this pass", Got: "another one's"}
	}
	return whole(op, n.Value)
}

// maxLen bounds the values of a matrix, 4 GiB, so that a wrong size is an error and not the end.
const maxLen = 1 << 30

// fits reports if a matrix can't have so many rows and columns.
func fits(op string, rows, cols int) error {
	if rows < 1 || cols < 1 || rows > maxLen/cols {
		return &ShapeError{op, "at least 1 row and column, and at most 2³⁰ values", fmt.Sprintf("%d×%d", rows, cols)}
	}
	return nil
}

// whole reports if m can't be worked with: it is empty or its length isn't that of its shape.
func whole(op string, m tensor.Matrix) error {
	if err := fits(op, m.Rows, m.Cols); err != nil {
		return err
	}
	if len(m.Data) != m.Rows*m.Cols {
		return &ShapeError{op, fmt.Sprintf("%d×%d values", m.Rows, m.Cols), fmt.Sprint(len(m.Data))}
	}
	return nil
}
