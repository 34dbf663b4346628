package autodiff

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// TestBatchNormApply compares Apply, of all rows, of each row, and in place, with the operation without Training.
func TestBatchNormApply(t *testing.T) {
	const rows, cols = 5, 3*bandCols + 7
	r, norm, x := rand.New(rand.NewPCG(1, 2)), NewBatchNorm(cols), tensor.NewMatrix(rows, cols)
	for _, s := range [][]float32{norm.Weight.Value.Data, norm.Bias.Value.Data, norm.Mean, x.Data} {
		for i := range s {
			s[i] = float32(r.NormFloat64())
		}
	}
	for i := range norm.Var {
		norm.Var[i] = float32(positive(r))
	}
	g := New(2)
	want := g.BatchNorm(g.Const(x), norm)
	if err := g.Err(); err != nil {
		t.Fatal(err)
	}
	got := tensor.NewMatrix(rows, cols)
	norm.Apply(got, x)
	if !slices.Equal(got.Data, want.Value.Data) {
		t.Error("Apply differs from the operation")
	}
	for i := range rows {
		one := tensor.Matrix{Rows: 1, Cols: cols, Data: slices.Clone(x.Row(i))}
		norm.Apply(one, one)
		if !slices.Equal(one.Data, want.Value.Row(i)) {
			t.Errorf("row %d by itself differs", i)
		}
	}
}
