package stagetest

import (
	"math"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// rowStage is pipeline.RowStage.
type rowStage interface {
	ApplyRows(dst, src tensor.Matrix) error
}

// rows checks that a stage which can take many vectors at once makes the same bits of each as one by one, and refuses matrices of other
// sizes.
func rows(t *testing.T, stage tensor.Stage, in, out tensor.Spec) {
	t.Helper()
	s, ok := stage.(rowStage)
	if !ok {
		return
	}
	for _, n := range []int{0, 1, 2, 7, 33} {
		src, dst := tensor.NewMatrix(n, in.Len()), tensor.NewMatrix(n, out.Len())
		for i := range n {
			copy(src.Row(i), Fill(in, uint64(i+1)).F32)
		}
		if err := s.ApplyRows(dst, src); err != nil {
			t.Fatalf("ApplyRows on %d rows of %d values: %v", n, src.Cols, err)
		}
		for i := range n {
			want := tensor.New(out)
			if err := stage.Apply(want, Fill(in, uint64(i+1))); err != nil {
				t.Fatal(err)
			}
			for k, v := range want.F32 {
				if math.Float32bits(v) != math.Float32bits(dst.Row(i)[k]) {
					t.Fatalf("ApplyRows: value %d of row %d of %d is %v, Apply makes %v", k, i, n, dst.Row(i)[k], v)
				}
			}
		}
	}
	good := tensor.NewMatrix(2, in.Len())
	for _, bad := range []struct{ dst, src tensor.Matrix }{
		{tensor.NewMatrix(2, out.Len()+1), good},
		{tensor.NewMatrix(1, out.Len()), good},
		{tensor.NewMatrix(2, out.Len()), tensor.NewMatrix(2, in.Len()+1)},
		{tensor.NewMatrix(2, out.Len()), tensor.Matrix{Rows: 2, Cols: in.Len(), Data: good.Data[1:]}},
	} {
		if s.ApplyRows(bad.dst, bad.src) == nil {
			t.Errorf("ApplyRows takes %d×%d (%d values) into %d×%d", bad.src.Rows, bad.src.Cols, len(bad.src.Data), bad.dst.Rows, bad.dst.Cols)
		}
	}
}
