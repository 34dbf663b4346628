package classifier

import (
	"errors"
	"math"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// A metricsCase is a set of probabilities with its reference metrics.
type metricsCase struct {
	Name      string
	Proba     [][]float64
	Y         []int
	Confusion Confusion
	Class     struct{ Precision, Recall, F1 []float64 }
	Support   []int
	Macro     Scores
	Micro     Scores
	Weighted  Scores
	Accuracy  float64
	Balanced  float64 `json:"balanced_accuracy"`
	MCC       float64
	Kappa     float64
	LogLoss   float64   `json:"log_loss"`
	TopK      []float64 `json:"top_k"`
	Brier     float64
	ECE10     float64 `json:"ece_10"`
	ECE15     float64 `json:"ece_15"`
	AUC       areas   `json:"roc_auc"`
	AP        areas   `json:"average_precision"`
	// The bins that aren't empty.
	Reliability struct {
		Confidence, Accuracy []Figure
		MCE                  float64
	} `json:"reliability_10"`
}

// areas are reference figures, null where there is none.
type areas struct {
	PerClass    []Figure `json:"per_class"`
	Macro       Figure
	Weighted    Figure
	OvRMacro    Figure `json:"ovr_macro"`
	OvRWeighted Figure `json:"ovr_weighted"`
	OvOMacro    Figure `json:"ovo_macro"`
	OvOWeighted Figure `json:"ovo_weighted"`
}

func (c metricsCase) probabilities() Matrix {
	p := NewMatrix(len(c.Proba), len(c.Proba[0]))
	for i, row := range c.Proba {
		copy(p.Row(i), floats(row))
	}
	return p
}

func TestMetricsMatchScikitLearn(t *testing.T) {
	var golden struct{ Cases []metricsCase }
	readJSON(t, filepath.Join("testdata", "metrics.json"), &golden)
	for _, c := range golden.Cases {
		t.Run(c.Name, func(t *testing.T) {
			if c.Name == "clipped" || strings.Contains(c.Name, "ties") || c.Name == "one sample" {
				c.TopK = nil // scikit-learn breaks ties the other way round
			}
			checkMetrics(t, c, 1e-12)
		})
	}
}

func checkMetrics(t *testing.T, want metricsCase, tolerance float64) {
	t.Helper()
	p := want.probabilities()
	names := strings.Split("abcdefghij", "")[:p.Cols]
	r, err := NewReport(p, want.Y, names)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(r.Confusion, want.Confusion) {
		t.Errorf("confusion %v, want %v", r.Confusion, want.Confusion)
	}
	c := r.Confusion
	scores(t, "macro", c.Macro(), want.Macro)
	scores(t, "micro", c.Micro(), want.Micro)
	scores(t, "weighted", c.Weighted(), want.Weighted)
	near(t, "macro F1", r.MacroF1, want.Macro.F1, 1e-12)
	near(t, "accuracy", r.Accuracy, want.Accuracy, 1e-12)
	for _, got := range []float64{c.BalancedAccuracy(), r.BalancedAccuracy} {
		near(t, "balanced accuracy", got, want.Balanced, 1e-12)
	}
	for _, got := range []float64{c.MCC(), r.MCC} {
		near(t, "MCC", got, want.MCC, 1e-12)
	}
	for _, got := range []float64{c.Kappa(), r.Kappa} {
		near(t, "kappa", got, want.Kappa, 1e-12)
	}
	near(t, "log loss", r.LogLoss, want.LogLoss, tolerance)
	near(t, "ECE, 15 bins", r.ECE, want.ECE15, tolerance)
	near(t, "ECE, 10 bins", must(ECE(p, want.Y, 10))(t), want.ECE10, tolerance)
	near(t, "Brier", must(Brier(p, want.Y))(t), want.Brier, tolerance)
	near(t, "Brier of the report", r.Brier, want.Brier, tolerance)
	for k, v := range want.TopK {
		near(t, "top k", must(TopK(p, want.Y, k+1))(t), v, 1e-12)
	}
	checkClasses(t, r, want)
}

func checkClasses(t *testing.T, r *Report, want metricsCase) {
	t.Helper()
	for k, f1 := range want.Class.F1 {
		near(t, "F1 of a class", r.PerClass[k].F1, f1, 1e-12)
	}
	for k, support := range want.Support {
		scores(t, "class", r.PerClass[k].Scores, Scores{want.Class.Precision[k], want.Class.Recall[k], want.Class.F1[k]})
		s, n := r.Confusion.Class(k)
		scores(t, "class of the matrix", s, r.PerClass[k].Scores)
		if r.PerClass[k].Support != support || n != support {
			t.Errorf("support of class %d: %d, want %d", k, r.PerClass[k].Support, support)
		}
	}
}

func scores(t *testing.T, what string, got, want Scores) {
	t.Helper()
	near(t, what+" precision", got.Precision, want.Precision, 1e-12)
	near(t, what+" recall", got.Recall, want.Recall, 1e-12)
	near(t, what+" F1", got.F1, want.F1, 1e-12)
}

// must(f(…))(t) is the value of f, which fails the test on an error.
func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestTopKBreaksTiesByFirstClass(t *testing.T) {
	p := Matrix{Rows: 2, Cols: 3, Data: []float32{0.25, 0.5, 0.25, 0.25, 0.5, 0.25}}
	labels := []int{0, 2}
	for k, want := range []float64{0, 0.5, 1, 1} {
		near(t, "top k", must(TopK(p, labels, k+1))(t), want, 0)
	}
}

func TestMetricsRefuse(t *testing.T) {
	good, labels := Matrix{Rows: 1, Cols: 2, Data: []float32{0.5, 0.5}}, []int{0}
	nan := Matrix{Rows: 1, Cols: 2, Data: []float32{0.5, float32(math.NaN())}}
	for name, f := range map[string]func() error{
		"no samples":     func() error { _, err := LogLoss(Matrix{Cols: 2}, nil); return err },
		"NaN":            func() error { _, err := LogLoss(nan, labels); return err },
		"above 1":        func() error { _, err := Brier(Matrix{Rows: 1, Cols: 2, Data: []float32{0.5, 2}}, labels); return err },
		"label":          func() error { _, err := ECE(good, []int{2}, 15); return err },
		"negative label": func() error { _, err := NewConfusion(2, []int{-1}, []int{0}); return err },
		"prediction":     func() error { _, err := NewConfusion(2, []int{0}, []int{2}); return err },
		"lengths":        func() error { _, err := NewConfusion(2, []int{0}, []int{0, 1}); return err },
		"names":          func() error { _, err := NewReport(good, labels, []string{"a"}); return err },
		"labels missing": func() error { _, err := NewReport(good, nil, []string{"a", "b"}); return err },
		"no columns":     func() error { _, err := LogLoss(Matrix{Rows: 1}, labels); return err },
	} {
		if err := f(); !errors.As(err, new(*DataError)) {
			t.Errorf("%s: error %v, want a *DataError", name, err)
		}
	}
	for name, f := range map[string]func() error{
		"k":       func() error { _, err := TopK(good, labels, 0); return err },
		"bins":    func() error { _, err := ECE(good, labels, 0); return err },
		"classes": func() error { _, err := NewConfusion(-1, nil, nil); return err },
	} {
		if err := f(); !errors.As(err, new(*tensor.ParamError)) {
			t.Errorf("%s: error %v, want a *tensor.ParamError", name, err)
		}
	}
}

func TestConfusionOfNothing(t *testing.T) {
	c, err := NewConfusion(3, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string]float64{
		"accuracy": c.Accuracy(), "MCC": c.MCC(), "kappa": c.Kappa(), "balanced": c.BalancedAccuracy(),
		"macro": c.Macro().F1, "weighted": c.Weighted().F1,
	} {
		near(t, name, v, 0, 0)
	}
}
