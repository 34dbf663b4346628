package classifier

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/saccade-go/saccade/tensor"
)

func TestPerceptronMatchesScikitLearn(t *testing.T) {
	var golden struct {
		Cases []struct {
			Name            string
			Average         bool
			Epochs, Classes int
			Inputs          int
			X               []float64
			Y               []int
			Weight, Bias    []float64
			Predicted       []int
		}
	}
	readJSON(t, filepath.Join("testdata", "perceptron.json"), &golden)
	if len(golden.Cases) != 8 {
		t.Errorf("%d cases, want 8", len(golden.Cases))
	}
	for _, c := range golden.Cases {
		t.Run(c.Name, func(t *testing.T) {
			p := must(NewPerceptron(c.Inputs, c.Classes))(t)
			p.Average = c.Average
			x := Matrix{Rows: len(c.Y), Cols: c.Inputs, Data: floats(c.X)}
			for range c.Epochs {
				must(p.PartialFit(x, c.Y))(t)
			}
			w, b := p.Network().layers[0].W, p.Network().layers[0].B
			if c.Classes == 2 { // scikit-learn has the unit of the second class only
				for i, v := range w[:c.Inputs] {
					if v != -w[c.Inputs+i] {
						t.Errorf("weight %d is %v for one class and %v for the other", i, v, w[c.Inputs+i])
					}
				}
				w, b = w[c.Inputs:], b[1:]
			}
			tolerance := 0.0
			if c.Average {
				tolerance = 1e-7 // half a unit of float32
			}
			same(t, "weights", w, c.Weight, tolerance)
			same(t, "biases", b, c.Bias, tolerance)
			if got := must(p.Predict(x))(t); !slices.Equal(got, c.Predicted) {
				t.Errorf("predicted\n%v, want\n%v", got, c.Predicted)
			}
			if got := must(p.Network().Predict(x))(t); !slices.Equal(got, c.Predicted) {
				t.Errorf("the network predicted\n%v, want\n%v", got, c.Predicted)
			}
		})
	}
}

func same(t *testing.T, what string, got []float32, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d %s, want %d", len(got), what, len(want))
	}
	for i, v := range want {
		if math.Abs(float64(got[i])-v) > tolerance*math.Abs(v) {
			t.Errorf("%s: %v at %d, want %v", what, got[i], i, v)
		}
	}
}

// separable draws samples of two classes that a unit of length 1 tells apart with a margin, of which it returns the least, γ,
// and the largest |x|² + 1, R².
func separable(r *rand.Rand, n, d int, margin float64) (s *Samples, gamma, r2 float64) {
	unit, length := make([]float64, d+1), 0.0
	for j := range unit {
		unit[j] = r.NormFloat64()
		length += unit[j] * unit[j]
	}
	s, gamma = &Samples{X: NewMatrix(n, d)}, math.Inf(1)
	for len(s.Labels) < n {
		x := s.X.Row(len(s.Labels))
		a, x2 := unit[d], 1.0
		for j := range x {
			x[j] = float32(r.NormFloat64())
			a += unit[j] * float64(x[j])
			x2 += float64(x[j]) * float64(x[j])
		}
		if a /= math.Sqrt(length); math.Abs(a) >= margin {
			label := 0
			if a > 0 {
				label = 1
			}
			s.Labels = append(s.Labels, label)
			gamma, r2 = min(gamma, math.Abs(a)), max(r2, x2)
		}
	}
	return s, gamma, r2
}

// On samples that can be told apart the rule comes to rest, within Novikoff's bound on mistakes.
func TestPerceptronKeepsNovikoffsBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		n, d := rapid.IntRange(1, 60).Draw(t, "n"), rapid.IntRange(1, 12).Draw(t, "d")
		s, gamma, r2 := separable(r, n, d, rapid.Float64Range(0.1, 0.5).Draw(t, "margin"))
		p, err := NewPerceptron(d, 2)
		if err != nil {
			t.Fatal(err)
		}
		p.LR = rapid.SampledFrom([]float64{1, 0.25, 8}).Draw(t, "lr")
		bound := int(r2 / (gamma * gamma))
		mistakes, err := p.Fit(context.Background(), s.X, s.Labels, bound+1, 5)
		if err != nil {
			t.Fatal(err)
		}
		total := 0
		for _, m := range mistakes {
			total += m
		}
		if total > bound || mistakes[len(mistakes)-1] != 0 {
			t.Fatalf("mistakes %v, want %d in all at most and none in the end", mistakes, bound)
		}
		got, err := p.Predict(s.X)
		if err != nil || !slices.Equal(got, s.Labels) {
			t.Fatalf("predicted %v, %v, want %v", got, err, s.Labels)
		}
	})
}

func TestPerceptronTellsManyClassesApart(t *testing.T) {
	const classes, d = 6, 6
	s := &Samples{X: NewMatrix(90, d)}
	r := rand.New(rand.NewPCG(1, 1))
	for i := range s.X.Rows {
		for j := range s.X.Row(i) {
			s.X.Row(i)[j] = r.Float32()
		}
		s.X.Row(i)[i%classes] += 4
		s.Labels = append(s.Labels, i%classes)
	}
	for _, average := range []bool{false, true} {
		p := must(NewPerceptron(d, classes))(t)
		p.Average = average
		mistakes := must(p.Fit(t.Context(), s.X, s.Labels, 1000, 3))(t)
		if mistakes[len(mistakes)-1] != 0 {
			t.Errorf("average %v: mistakes %v", average, mistakes)
		}
		if got := must(p.Predict(s.X))(t); !slices.Equal(got, s.Labels) {
			t.Errorf("average %v: predicted %v", average, got)
		}
	}
}

// One sample at a time is the same as all at once, and Fit is PartialFit in a shuffled order.
func TestPerceptronLearnsOnline(t *testing.T) {
	s := blobs(4, 50, 7, 3)
	whole, online := must(NewPerceptron(7, 3))(t), must(NewPerceptron(7, 3))(t)
	want, got := must(whole.PartialFit(s.X, s.Labels))(t), 0
	for i := range s.X.Rows {
		got += must(online.PartialFit(rowsOf(s.X, i, i+1), s.Labels[i:i+1]))(t)
	}
	if got != want || want == 0 || !sameBits(online.w, whole.w) || !sameBits(online.b, whole.b) {
		t.Errorf("%d mistakes one by one, %d at once, or other weights", got, want)
	}
	fits := func(seed uint64) *Perceptron {
		p := must(NewPerceptron(7, 3))(t)
		must(p.Fit(t.Context(), s.X, s.Labels, 1, seed))(t)
		return p
	}
	if !sameBits(fits(1).w, fits(1).w) || sameBits(fits(1).w, fits(2).w) {
		t.Error("the seed doesn't decide on the order")
	}
}

func TestPerceptronLearnsWithoutAllocating(t *testing.T) {
	s := blobs(4, 50, 7, 3)
	p := must(NewPerceptron(7, 3))(t)
	p.Average = true
	allocatesNothing(t, func() { must(p.PartialFit(s.X, s.Labels))(t) })
}

func TestPerceptronRefuses(t *testing.T) {
	nan := float32(math.NaN())
	for name, c := range map[string]struct {
		x      Matrix
		labels []int
		row    int
	}{
		"nothing":    {Matrix{Rows: 0, Cols: 2, Data: nil}, nil, -1},
		"columns":    {Matrix{Rows: 1, Cols: 3, Data: make([]float32, 3)}, []int{0}, -1},
		"values":     {Matrix{Rows: 2, Cols: 2, Data: make([]float32, 3)}, []int{0, 1}, -1},
		"labels":     {Matrix{Rows: 2, Cols: 2, Data: make([]float32, 4)}, []int{0}, -1},
		"label":      {Matrix{Rows: 2, Cols: 2, Data: make([]float32, 4)}, []int{0, 3}, 1},
		"label −1":   {Matrix{Rows: 2, Cols: 2, Data: make([]float32, 4)}, []int{-1, 0}, 0},
		"NaN":        {Matrix{Rows: 2, Cols: 2, Data: []float32{1, 2, 3, nan}}, []int{0, 1}, 1},
		"Inf":        {Matrix{Rows: 2, Cols: 2, Data: []float32{1, float32(math.Inf(-1)), 3, 4}}, []int{0, 1}, 0},
		"activation": {Matrix{Rows: 2, Cols: 2, Data: []float32{3e38, 3e38, 3e38, 3e38}}, []int{0, 1}, 1},
		"weights":    {Matrix{Rows: 3, Cols: 2, Data: []float32{3e38, 0, -3e38, 0, 3e38, 0}}, []int{0, 0, 0}, -2},
	} {
		p := must(NewPerceptron(2, 3))(t)
		p.Average = true
		_, err := p.PartialFit(c.x, c.labels)
		e, ok := errors.AsType[*DataError](err)
		if !ok || c.row != -2 && e.Row != c.row {
			t.Errorf("%s: error %v, want a *DataError for row %d", name, err, c.row)
		}
		if !allFinite(p.Network()) {
			t.Errorf("%s: weights that aren't finite", name)
		}
		if _, err := p.Fit(t.Context(), c.x, c.labels, 2, 1); err == nil {
			t.Errorf("%s: Fit takes it", name)
		}
	}
	p := must(NewPerceptron(2, 3))(t)
	for _, lr := range []float64{0, -1, math.NaN(), math.Inf(1), 1e300} {
		p.LR = lr
		if _, err := p.PartialFit(NewMatrix(1, 2), []int{0}); !errors.As(err, new(*tensor.ParamError)) {
			t.Errorf("lr %v: %v", lr, err)
		}
	}
	p.LR = 1
	if _, err := p.Fit(t.Context(), NewMatrix(1, 2), []int{0}, 0, 1); !errors.As(err, new(*tensor.ParamError)) {
		t.Errorf("no epochs: %v", err)
	}
	for _, sizes := range [][2]int{{0, 2}, {-1, 2}, {2, 1}, {math.MaxInt, math.MaxInt}, {1 << 30, 1 << 30}} {
		if _, err := NewPerceptron(sizes[0], sizes[1]); !errors.As(err, new(*tensor.ParamError)) {
			t.Errorf("%v: %v", sizes, err)
		}
	}
}

// A sample that can't be learned leaves numbers behind, even if it is the first.
func TestPerceptronStaysFinite(t *testing.T) {
	p := must(NewPerceptron(1, 2))(t)
	p.LR, p.Average = 2, true
	if _, err := p.PartialFit(Matrix{Rows: 1, Cols: 1, Data: []float32{3e38}}, []int{0}); err == nil {
		t.Error("weights of 6e38")
	}
	if !allFinite(p.Network()) {
		t.Error("weights that aren't finite")
	}
}

func TestPerceptronEndsWithContext(t *testing.T) {
	s := blobs(1, 200, 4, 3)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := must(NewPerceptron(4, 3))(t)
	if mistakes, err := p.Fit(ctx, s.X, s.Labels, 10, 1); !errors.Is(err, context.Canceled) || len(mistakes) != 0 {
		t.Errorf("mistakes %v, error %v", mistakes, err)
	}
}
