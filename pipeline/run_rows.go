package pipeline

import (
	"context"
	"runtime"
	"sync/atomic"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// rowsAtOnce is how many vectors go through a stage together: enough that the matrix of a RowStage is read seldom, few enough that
// they stay in the cache.
const rowsAtOnce = 64

// RunRows runs the plan on each row of src, all values of one input, and writes its result into that row of dst. The bytes are those of
// Run; where stages are a [RowStage] it takes less time. dst may be src, if rows are as long.
//
// At most so many goroutines work on it; 0 means one for each processor. The error is that of the first row that fails, a *StageError
// or, where sizes don't fit, a *SpecError; a plan that is not [Plan.Ready] fails; or that of ctx.
func (p *Plan) RunRows(ctx context.Context, dst, src tensor.Matrix, workers int) error {
	if err := p.checkRows(dst, src); err != nil {
		return err
	}
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	blocks := (src.Rows + rowsAtOnce - 1) / rowsAtOnce
	errs := make([]error, blocks)
	var failed atomic.Bool
	kernel.Parallel(blocks, workers, func(i int) {
		if failed.Load() || ctx.Err() != nil {
			return
		}
		first := i * rowsAtOnce
		n := min(rowsAtOnce, src.Rows-first)
		if errs[i] = p.runBlock(part(dst, first, n), part(src, first, n)); errs[i] != nil {
			failed.Store(true)
		}
	})
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// part is n rows of m.
func part(m tensor.Matrix, first, n int) tensor.Matrix {
	return tensor.Matrix{Rows: n, Cols: m.Cols, Data: m.Data[first*m.Cols : (first+n)*m.Cols]}
}

// checkRows reports rows that the plan can't run on or write to.
func (p *Plan) checkRows(dst, src tensor.Matrix) error {
	if err := p.Ready(); err != nil {
		return err
	}
	if !p.In.Known() || p.In.DType != tensor.Float32 || src.Cols != p.In.Len() || len(src.Data) != src.Rows*src.Cols {
		return &tensor.SpecError{Op: "plan", Want: "rows of " + p.In.String(), Got: matrixSpec(src)}
	}
	if !p.Out.Known() || p.Out.DType != tensor.Float32 || dst.Cols != p.Out.Len() || dst.Rows != src.Rows || len(dst.Data) != dst.Rows*dst.Cols {
		return &tensor.SpecError{Op: "plan", Want: "a result of as many rows of " + p.Out.String(), Got: matrixSpec(dst)}
	}
	return nil
}

func matrixSpec(m tensor.Matrix) tensor.Spec {
	return tensor.Spec{DType: tensor.Float32, C: 1, H: m.Rows, W: m.Cols}
}

// runBlock runs the nodes one by one on all rows.
func (p *Plan) runBlock(dst, src tensor.Matrix) error {
	var lent [2]*scratch.Buffer[float32]
	for i := range lent {
		lent[i] = scratch.Float32.Get(0)
		defer scratch.Float32.Put(lent[i])
	}
	cur, turn := src, 0
	for i := range p.Nodes {
		n := &p.Nodes[i]
		if n.Stage == nil {
			continue
		}
		b := lent[turn]
		out := tensor.Matrix{Data: b.S}
		out.Reset(src.Rows, n.Out.Len())
		b.S = out.Data
		if err := n.applyRows(out, cur); err != nil {
			return &StageError{n.Number, n.Name, n.In, err}
		}
		cur, turn = out, 1-turn
	}
	copy(dst.Data, cur.Data)
	return nil
}

// applyRows applies the node's stage to each row.
func (n *Node) applyRows(dst, src tensor.Matrix) (err error) {
	defer contain(&err)
	if s, ok := n.Stage.(RowStage); ok {
		return s.ApplyRows(dst, src)
	}
	in, out := tensor.Tensor{Spec: n.In}, tensor.Tensor{Spec: n.Out}
	for i := range src.Rows {
		in.F32, out.F32 = src.Row(i), dst.Row(i)
		if err := n.Stage.Apply(&out, &in); err != nil {
			return err
		}
	}
	return nil
}
