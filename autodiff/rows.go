package autodiff

import "github.com/saccade-go/saccade/internal/scratch"

// A rowLoop computes a row dst from a row a and a row b, which may be empty if it doesn't want it.
type rowLoop func(dst, a, b []float32)

// rowwise is a rowLoop over the rows of matrices of the same shape. The rows don't depend on each other, so that they
// may go to workers.
type rowwise struct {
	f         rowLoop
	dst, a, b []float32
	cols      int
	add       bool // to dst
}

// rowwise computes f on all rows of dst; add says whether it is added to what is there.
func (g *Graph) rowwise(f rowLoop, dst, a, b []float32, cols int, add bool) {
	g.eachRow = rowwise{f, dst, a, b, cols, add}
	rows := rowsOfPart(cols)
	g.share(len(dst), (len(dst)/cols+rows-1)/rows, &g.eachRow)
	g.eachRow = rowwise{}
}

// rowsOfPart is how many rows a part has.
func rowsOfPart(cols int) int { return max(1, chunk/2/cols) }

func (e *rowwise) part(i int) {
	rows := rowsOfPart(e.cols)
	from, to := i*rows*e.cols, min((i+1)*rows*e.cols, len(e.dst))
	if !e.add {
		e.loop(e.dst[from:to], from)
		return
	}
	buf := scratch.Float32.Get(to - from)
	e.loop(buf.S, from)
	add(e.dst[from:to], e.dst[from:to], buf.S, 0)
	scratch.Float32.Put(buf)
}

// loop writes the rows that begin with value number from.
func (e *rowwise) loop(dst []float32, from int) {
	for ; len(dst) > 0; dst, from = dst[e.cols:], from+e.cols {
		e.f(dst[:e.cols], row(e.a, from, e.cols), row(e.b, from, e.cols))
	}
}

// row returns the row of s that begins with value number from, which is empty if s is.
func row(s []float32, from, cols int) []float32 { return s[min(from, len(s)):min(from+cols, len(s))] }

// fillRows is y = f(a, b), row by row.
func (y *Node) fillRows(f rowLoop, a, b []float32) {
	y.graph.rowwise(f, y.Value.Data, a, b, y.Value.Cols, false)
}

// passRows adds f(a, b), a function of ∂loss/∂y, to the gradient of x, an operand of y and of its shape, if it needs one.
func (y *Node) passRows(x *Node, f rowLoop, a, b []float32) {
	if !x.needs {
		return
	}
	grad, beta := x.GradBeta()
	y.graph.rowwise(f, grad.Data, a, b, y.Value.Cols, beta != 0)
}
