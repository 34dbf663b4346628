package cluster

import (
	"context"
	"errors"
	"math"
	"reflect"
	"testing"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// TestGMMGoldens: from the same start the mixture is that of scikit-learn.
func TestGMMGoldens(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/gmm.npz")
	x := tensor.NewMatrix(arrays["x"].Shape[0], arrays["x"].Shape[1])
	for i, v := range arrays["x"].Data {
		x.Data[i] = float32(v)
	}
	for name, g := range map[string]GMM{"one": {Iterations: 1}, "some": {Iterations: 6}, "all": {Iterations: 500, Tolerance: 1e-3}} {
		g.K = arrays["start_means"].Shape[0]
		f := newEM(g, x)
		copy(f.weights, arrays["start_weights"].Data)
		for i, mean := range arrays["start_means"].Data {
			scale := float64(f.scale[i%x.Cols])
			f.means[i] = (mean - float64(f.shift[i%x.Cols])) * scale
			f.variances[i] = arrays["start_variances"].Data[i] * scale * scale
		}
		if err := f.run(context.Background()); err != nil {
			t.Fatal(err)
		}
		m := f.mixture()
		near(t, name+" weights", m.Weights, arrays[name+"_weights"].Data, 1)
		near(t, name+" means", m.Means.Data, arrays[name+"_means"].Data, x.Cols)
		near(t, name+" variances", m.Variances.Data, arrays[name+"_variances"].Data, x.Cols)
	}
}

// near compares relative to the largest value of each column.
func near(t *testing.T, what string, got []float32, want []float64, cols int) {
	t.Helper()
	for col := range cols {
		largest, off := 0., 0.
		for i := col; i < len(want); i += cols {
			largest = max(largest, math.Abs(want[i]))
			off = max(off, math.Abs(float64(got[i])-want[i]))
		}
		if !(off <= 2e-5*largest) {
			t.Errorf("%s: column %d is off by %v of %v", what, col, off, largest)
		}
	}
}

func mixtureOf(t *testing.T, g GMM, x tensor.Matrix) Mixture {
	t.Helper()
	m, err := g.Fit(context.Background(), x)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestGMMFindsClouds(t *testing.T) {
	const n, deviation = 400, 0.1
	x, centres := clouds(7, n, 5)
	m := mixtureOf(t, GMM{K: 7, Iterations: 50, Start: 20, Floor: 1e-6, Tolerance: 1e-6}, x)
	for i := range centres.Rows {
		if d := distance(centres.Row(i), m.Means); d > 0.05 {
			t.Errorf("the nearest mean to centre %d is %v away", i, d)
		}
	}
	for k, w := range m.Weights {
		if math.Abs(float64(w)-1./7) > 1e-4 {
			t.Errorf("Gaussian %d has weight %v", k, w)
		}
	}
	for i, v := range m.Variances.Data {
		if math.Abs(float64(v)/(deviation*deviation)-1) > 0.3 {
			t.Errorf("variance %d is %v", i, v)
		}
	}
}

func TestGMMWorkers(t *testing.T) {
	x, _ := clouds(9, 150, 12)
	g := GMM{K: 20, Iterations: 5, Start: 3, Floor: 1e-3, Workers: 1}
	want := mixtureOf(t, g, x)
	for _, g.Workers = range []int{2, 5} {
		if !reflect.DeepEqual(mixtureOf(t, g, x), want) {
			t.Errorf("%d workers make another mixture than one", g.Workers)
		}
	}
	g.Seed = 1
	if reflect.DeepEqual(mixtureOf(t, g, x), want) {
		t.Error("another seed changes nothing")
	}
}

// TestGMMFloor: vectors that are alike, all or in a dimension, make no variance of 0 and no NaN.
func TestGMMFloor(t *testing.T) {
	x, _ := clouds(3, 30, 4)
	for i := range x.Rows {
		x.Row(i)[2] = 0.1
	}
	alike := tensor.NewMatrix(50, 4)
	for i := range alike.Data {
		alike.Data[i] = 3
	}
	for _, x := range []tensor.Matrix{x, alike} {
		m := mixtureOf(t, GMM{K: 10, Iterations: 20, Start: 5, Floor: 0.01}, x)
		for i, v := range m.Variances.Data {
			if !(v > 0) || i%4 == 2 && math.Abs(float64(v)-0.01) > 1e-6 {
				t.Errorf("variance %d is %v", i, v)
			}
		}
		if n := kernel.SumSquares(m.Means.Data); n-n != 0 {
			t.Errorf("means %v", m.Means)
		}
		if sum := kernel.Sum(m.Weights); math.Abs(sum-1) > 1e-6 {
			t.Errorf("weights have the sum %v", sum)
		}
	}
}

func TestGMMRefuses(t *testing.T) {
	x, _ := clouds(3, 3, 2)
	for _, g := range []GMM{{}, {K: 10}, {K: -1}} {
		if _, err := g.Fit(context.Background(), x); err == nil {
			t.Errorf("%+v", g)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := (GMM{K: 2, Iterations: 5}).Fit(ctx, x); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func BenchmarkGMM(b *testing.B) {
	x, _ := clouds(100, 100, 64)
	b.Run("k=64/n=10000/d=64", func(b *testing.B) {
		for b.Loop() {
			if _, err := (GMM{K: 64, Iterations: 5, Floor: 1e-3, Workers: 1}).Fit(context.Background(), x); err != nil {
				b.Fatal(err)
			}
		}
	})
}
