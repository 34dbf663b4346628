package classifier

import (
	"errors"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

func TestIntervalsMatchReferences(t *testing.T) {
	var golden struct {
		Wilson []struct {
			Right, N                 int
			Confidence, Lower, Upper float64
		}
		Quantiles []struct {
			Of       []float64
			Q, Value float64
		}
	}
	readJSON(t, filepath.Join("testdata", "metrics.json"), &golden)
	for _, c := range golden.Wilson {
		got := must(Wilson(c.Right, c.N, c.Confidence))(t)
		near(t, "lower", got.Lower, c.Lower, 1e-13)
		near(t, "upper", got.Upper, c.Upper, 1e-13)
	}
	for _, c := range golden.Quantiles {
		slices.Sort(c.Of)
		near(t, "quantile", quantile(c.Of, c.Q), c.Value, 1e-15)
	}
}

func TestWilsonIsSymmetric(t *testing.T) {
	for right := range 31 {
		a, b := must(Wilson(right, 30, 0.95))(t), must(Wilson(30-right, 30, 0.95))(t)
		near(t, "other way round", a.Lower, 1-b.Upper, 1e-15)
		if p := float64(right) / 30; !(0 <= a.Lower && a.Lower <= p && p <= a.Upper && a.Upper <= 1) {
			t.Errorf("%v for %v", a, p)
		}
	}
}

// The mean of normal numbers has a known standard error, and the interval is 2·1.96 of it wide.
func TestBootstrapOfAMean(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	values := make([]float64, 400)
	sum, squares := 0.0, 0.0
	for i := range values {
		values[i] = r.NormFloat64()
		sum += values[i]
		squares += values[i] * values[i]
	}
	n := float64(len(values))
	m := sum / n
	mean := func(rows []int) float64 {
		s := 0.0
		for _, i := range rows {
			s += values[i]
		}
		return s / float64(len(rows))
	}
	got := must(Bootstrap{Resamples: 4000}.Interval(len(values), mean))(t)
	half := 1.96 * math.Sqrt((squares/n-m*m)/n)
	near(t, "lower", got.Lower, m-half, half/10)
	near(t, "upper", got.Upper, m+half, half/10)
	if other := must(Bootstrap{Resamples: 4000, Workers: 7}.Interval(len(values), mean))(t); other != got {
		t.Errorf("%v with 7 workers, %v otherwise", other, got)
	}
	if other := must(Bootstrap{Resamples: 4000, Seed: 1}.Interval(len(values), mean))(t); other == got {
		t.Error("the seed changes nothing")
	}
	if wide := must(Bootstrap{Confidence: 0.999}.Interval(len(values), mean))(t); !(wide.Lower < got.Lower && wide.Upper > got.Upper) {
		t.Errorf("%v is not wider than %v", wide, got)
	}
}

func TestBootstrapLeavesUndefinedOut(t *testing.T) {
	first := func(rows []int) float64 {
		if rows[0] == 0 {
			return math.NaN()
		}
		return 3
	}
	if got := must(Bootstrap{}.Interval(2, first))(t); got != (Interval{3, 3}) {
		t.Errorf("%v, want 3 to 3", got)
	}
	if got, err := (Bootstrap{}).Interval(1, first); !errors.As(err, new(*DataError)) {
		t.Errorf("%v, %v, want a *DataError", got, err)
	}
}

func TestIntervalsRefuse(t *testing.T) {
	one := func([]int) float64 { return 1 }
	for name, f := range map[string]func() (Interval, error){
		"Wilson of nothing":       func() (Interval, error) { return Wilson(0, 0, 0.95) },
		"Wilson of more than all": func() (Interval, error) { return Wilson(3, 2, 0.95) },
		"Wilson below 0":          func() (Interval, error) { return Wilson(-1, 2, 0.95) },
		"bootstrap of nothing":    func() (Interval, error) { return Bootstrap{}.Interval(0, one) },
	} {
		if _, err := f(); !errors.As(err, new(*DataError)) {
			t.Errorf("%s: error %v, want a *DataError", name, err)
		}
	}
	for name, f := range map[string]func() (Interval, error){
		"sure":               func() (Interval, error) { return Wilson(1, 2, 1) },
		"NaN":                func() (Interval, error) { return Wilson(1, 2, math.NaN()) },
		"bootstrap NaN":      func() (Interval, error) { return Bootstrap{Confidence: math.NaN()}.Interval(2, one) },
		"negative resamples": func() (Interval, error) { return Bootstrap{Resamples: -1}.Interval(2, one) },
		"too many resamples": func() (Interval, error) { return Bootstrap{Resamples: math.MaxInt}.Interval(2, one) },
		"negative workers":   func() (Interval, error) { return Bootstrap{Workers: -1}.Interval(2, one) },
	} {
		if _, err := f(); !errors.As(err, new(*tensor.ParamError)) {
			t.Errorf("%s: error %v, want a *tensor.ParamError", name, err)
		}
	}
}
