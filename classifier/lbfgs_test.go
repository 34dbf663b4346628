package classifier

import (
	"context"
	"errors"
	"math"
	"path/filepath"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
)

type logregGolden struct {
	WeightDecay  float64   `json:"weight_decay"`
	ClassWeights []float64 `json:"class_weights"`
	W, B         []float64
	N, D, C      int
	X            []float64
	Y            []int
}

func readLogreg(t *testing.T) (cases []logregGolden, digits logregGolden) {
	t.Helper()
	var golden struct {
		Cases  []logregGolden
		Digits logregGolden
	}
	readJSON(t, filepath.Join("testdata", "logreg.json"), &golden)
	return golden.Cases, golden.Digits
}

// solve minimises from zero and returns the weights and the number of iterations.
func solve(t *testing.T, o *objective) ([]float64, int) {
	t.Helper()
	w, n := make([]float64, len(o.grad)), 0
	if err := minimise(t.Context(), o, w, 10000, func() error { n++; return nil }); err != nil {
		t.Fatal(err)
	}
	return w, n
}

func (g logregGolden) objective(s *Samples, workers int) *objective {
	return newObjective(s, len(g.B), lossFunc{weights: g.ClassWeights}, g.WeightDecay, workers)
}

func (g logregGolden) check(t *testing.T, s *Samples, tolerance float64) {
	t.Helper()
	o := g.objective(s, 1)
	w, n := solve(t, o)
	worst := 0.0
	for i, want := range append(append([]float64(nil), g.W...), g.B...) {
		worst = math.Max(worst, math.Abs(w[i]-want))
	}
	t.Logf("%d samples: %d iterations, difference at most %.2g", s.X.Rows, n, worst)
	if !(worst <= tolerance) {
		t.Errorf("%d samples: differs by %.3g, want at most %v", s.X.Rows, worst, tolerance)
	}
}

func TestLBFGSMatchesScikitLearn(t *testing.T) {
	cases, _ := readLogreg(t)
	for _, c := range cases {
		c.check(t, &Samples{Matrix{Rows: c.N, Cols: c.D, Data: floats(c.X)}, c.Y}, 1e-7)
	}
}

func TestConformanceDigitsLBFGS(t *testing.T) {
	_, digits := readLogreg(t)
	train, _ := readDigits(t, testdata.Shared(t, conformance+"data/digits8x8.csv.gz"))
	digits.check(t, train, 5e-6)
}

func TestObjectiveGradientByCentralDifferences(t *testing.T) {
	s := blobs(1, objectiveRows+7, objectiveCols+3, 3)
	loss := lossFunc{Loss{LabelSmoothing: 0.1}, []float64{1, 2, 0.5}}
	o := newObjective(s, 3, loss, 0.1, 2)
	w := make([]float64, len(o.grad))
	for i := range w {
		w[i] = math.Sin(float64(i))
	}
	o.evaluate(w)
	grad := append([]float64(nil), o.grad...)
	const h = 1e-5
	for i := 0; i < len(w); i += 17 {
		at := func(d float64) float64 {
			old := w[i]
			defer func() { w[i] = old }()
			w[i] += d
			o.evaluate(w)
			return o.value
		}
		near(t, "gradient", grad[i], (at(h)-at(-h))/(2*h), 1e-8)
	}
}

// The objective is that of the float32 network, its loss and hits are those of a batch.
func TestObjectiveMatchesNetwork(t *testing.T) {
	s := blobs(1, 300, 20, 4)
	net := mlp(t, 20, nil, 4, ReLU)
	loss := lossFunc{Loss{LabelSmoothing: 0.1}, []float64{1, 2, 0.5, 3}}
	o := newObjective(s, 4, loss, 0, 1)
	w := make([]float64, len(net.params))
	widen(w, net.params)
	o.evaluate(w)
	tally, grads := newTrainer(net, small(), loss, nil).backprop(s.X, s.Labels)
	near(t, "loss", o.value, tally.score().Loss, 1e-6)
	if got := o.total; got.hits != tally.hits || got.n != tally.n || got.weight != tally.weight {
		t.Errorf("%+v, want %+v", got, tally)
	}
	relative(t, "gradient", grads, o.grad, 1e-5)
}

func TestLBFGSWorkersDoNotMatter(t *testing.T) {
	s := blobs(1, 3*objectiveRows+5, 2*objectiveCols+5, 4)
	run := func(workers int) []float64 {
		w, _ := solve(t, newObjective(s, 4, lossFunc{}, 0.01, workers))
		return w
	}
	want := run(1)
	for _, workers := range []int{2, 3, 8} {
		for i, v := range run(workers) {
			if v != want[i] {
				t.Fatalf("%d workers: other bytes than with one", workers)
			}
		}
	}
}

func TestLBFGSEnds(t *testing.T) {
	s := blobs(1, 60, 8, 3)
	start := func(decay float64) (*objective, []float64) {
		o := newObjective(s, 3, lossFunc{}, decay, 1)
		return o, make([]float64, len(o.grad))
	}
	o, w := start(0.01)
	n := 0
	if err := minimise(t.Context(), o, w, 7, func() error { n++; return nil }); err != nil || n != 7 {
		t.Errorf("%d iterations, error %v, want 7", n, err)
	}
	o, w = start(0.01)
	n = 0
	stop := errors.New("enough")
	var last []float64
	err := minimise(t.Context(), o, w, 7, func() error {
		if n++; n == 3 {
			last = append(last, w...)
			return stop
		}
		return nil
	})
	if !errors.Is(err, stop) || n != 3 || !equal64(w, last) {
		t.Errorf("%d iterations, error %v, want those of the third", n, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	o, w = start(0.01)
	n = 0
	err = minimise(ctx, o, w, 7, func() error {
		if n++; n == 2 {
			last = append(last[:0], w...)
			cancel()
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) || n != 2 || !equal64(w, last) {
		t.Errorf("%d iterations, error %v, want the second and a cancellation", n, err)
	}
	if err := minimise(ctx, o, w, 7, func() error { t.Error("iteration after the cancellation"); return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want a cancellation", err)
	}
	o, _ = start(0.01)
	w, _ = solve(t, o)
	again, n := append([]float64(nil), w...), 0
	if err := minimise(t.Context(), o, again, 9, func() error { n++; return nil }); err != nil || n != 1 {
		t.Errorf("from the minimum: %d iterations, error %v, want one", n, err)
	}
}

func TestLBFGSNotFinite(t *testing.T) {
	s := blobs(1, 60, 8, 3)
	scale32(s.X.Data, 1e38)
	o := newObjective(s, 3, lossFunc{}, 0, 1)
	w := make([]float64, len(o.grad))
	w[3] = 1e300
	before := append([]float64(nil), w...)
	err := minimise(t.Context(), o, w, 7, func() error { t.Error("an iteration"); return nil })
	if !errors.Is(err, errNotFinite) || !equal64(w, before) {
		t.Errorf("error %v, or other weights", err)
	}
}

// A panic in gonum's goroutine would be the end of the process.
func TestLBFGSPanic(t *testing.T) {
	o := newObjective(&Samples{NewMatrix(4, 2), []int{0, 1, 0, 9}}, 2, lossFunc{weights: []float64{1, 1}}, 0, 1)
	if err := minimise(t.Context(), o, make([]float64, len(o.grad)), 7, func() error { return nil }); err == nil {
		t.Error("no error for a label that isn't there")
	}
}

func equal64(a, b []float64) bool {
	for i, v := range a {
		if v != b[i] {
			return false
		}
	}
	return len(a) == len(b)
}

// Features of any size, one that never changes, a class without samples, separable classes: it ends, with finite weights
// and a loss that isn't above that of the start.
func TestLBFGSHardCases(t *testing.T) {
	for name, change := range map[string]func(s *Samples){
		"huge":     func(s *Samples) { scale32(s.X.Data, 1e30) },
		"largest":  func(s *Samples) { scale32(s.X.Data, 1e38) },
		"tiny":     func(s *Samples) { scale32(s.X.Data, 1e-38) },
		"zero":     func(s *Samples) { clear(s.X.Data) },
		"constant": func(s *Samples) { fill(s.X.Data, 7) },
		"mixed": func(s *Samples) {
			for i := range s.X.Rows {
				s.X.Row(i)[0] *= 1e20
				s.X.Row(i)[1] *= 1e-20
			}
		},
		"one column": func(s *Samples) { s.X = NewMatrix(s.X.Rows, 1) },
		"as drawn":   func(*Samples) {},
	} {
		for _, decay := range []float64{0, 1e-4, 1e6, 1e38} {
			s := blobs(1, 60, 8, 3)
			change(s)
			o := newObjective(s, 4, lossFunc{}, decay, 1)
			w, n := make([]float64, len(o.grad)), 0
			o.evaluate(w)
			before := o.value
			err := minimise(t.Context(), o, w, 300, func() error { n++; return nil })
			o.evaluate(w)
			if err != nil || !finite(o.value) || o.value > before || n == 0 {
				t.Errorf("%s, decay %v: error %v after %d iterations, %v from %v", name, decay, err, n, o.value, before)
			}
		}
	}
}

func scale32(s []float32, factor float32) {
	for i := range s {
		s[i] *= factor
		s[i] = max(-math.MaxFloat32, min(math.MaxFloat32, s[i]))
	}
}

func fill(s []float32, v float32) {
	for i := range s {
		s[i] = v
	}
}
