package classifier

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// smallReport has a right answer and a wrong one.
func smallReport(t *testing.T) *Report {
	t.Helper()
	p := Matrix{Rows: 2, Cols: 2, Data: []float32{1, 0, 0.5, 0.5}}
	return must(NewReport(p, []int{0, 1}, []string{"cat", "dog"}))(t)
}

// Other programs read these fields.
func TestReportJSON(t *testing.T) {
	b := must(json.Marshal(smallReport(t)))(t)
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(b, &fields); err != nil {
		t.Fatal(err)
	}
	names := slices.Sorted(maps.Keys(fields))
	want := []string{"accuracy", "accuracy_answered", "accuracy_interval", "average_precision", "balanced_accuracy", "brier",
		"classes", "confusion", "coverage", "ece", "failed", "kappa", "log_loss", "macro", "macro_f1", "mcc", "mce", "micro",
		"min_confidence", "n", "per_class", "rejected", "reliability", "roc_auc", "top_5", "weighted"}
	if !slices.Equal(names, want) {
		t.Errorf("fields %q, want %q", names, want)
	}
	for name, want := range map[string]string{
		"n": "2", "accuracy": "0.5", "top_5": "1", "macro_f1": "0.3333333333333333", "ece": "0.25", "mce": "0.5",
		"classes": `["cat","dog"]`, "confusion": "[[1,0],[1,0]]", "failed": "0", "rejected": "0", "coverage": "1",
		"roc_auc": `{"ovr_macro":1,"ovr_weighted":1,"ovo_macro":1,"ovo_weighted":1}`,
	} {
		if string(fields[name]) != want {
			t.Errorf("%s: %s, want %s", name, fields[name], want)
		}
	}
	var back Report
	if err := json.Unmarshal(b, &back); err != nil || back.PerClass[1].RecallInterval.Lower != 0 || back.PerClass[0].Recall != 1 {
		t.Errorf("%+v, %v", back, err)
	}
}

// One sample leaves most figures undefined, which JSON has no number for.
func TestReportOfOneSample(t *testing.T) {
	r := must(NewReport(Matrix{Rows: 1, Cols: 3, Data: []float32{0.2, 0.7, 0.1}}, []int{1}, []string{"a", "b", "c"}))(t)
	b := must(json.Marshal(r))(t)
	var back struct {
		AUC      map[string]*float64 `json:"roc_auc"`
		PerClass []struct {
			RecallInterval *Interval `json:"recall_interval"`
			AUC            *float64  `json:"roc_auc"`
			AP             *float64  `json:"average_precision"`
		} `json:"per_class"`
	}
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	absent, own := back.PerClass[0], back.PerClass[1]
	if absent.RecallInterval != nil || absent.AUC != nil || absent.AP != nil {
		t.Errorf("a class without samples has %+v", absent)
	}
	if own.RecallInterval == nil || own.AP == nil || *own.AP != 1 || own.AUC != nil {
		t.Errorf("the sample's class has %+v", own)
	}
	if v, ok := back.AUC["ovr_macro"]; !ok || v != nil {
		t.Errorf("AUC %v, want null", back.AUC)
	}
}

// Above 1000 classes the confusion matrix is a list of what isn't 0.
func TestReportOfManyClasses(t *testing.T) {
	p, labels := randomScores(rand.New(rand.NewPCG(1, 1)), 60, maxDense+1, 1000)
	for i := range labels {
		labels[i] = labels[i] % 3 * 500
		p.Row(i)[i%4*333] = 1
	}
	names := make([]string, p.Cols)
	for i := range names {
		names[i] = fmt.Sprint(i)
	}
	r := must(NewReport(p, labels, names))(t)
	predicted := make([]int, p.Rows)
	for i := range predicted {
		predicted[i] = argmax(p.Row(i))
	}
	dense := must(NewConfusion(p.Cols, labels, predicted))(t)
	if r.Confusion != nil || len(r.Cells) != 12 {
		t.Fatalf("%d rows, %d cells, want none and 12", len(r.Confusion), len(r.Cells))
	}
	near(t, "accuracy", r.Accuracy, dense.Accuracy(), 0)
	near(t, "MCC", r.MCC, dense.MCC(), 0)
	scores(t, "macro", r.Macro, dense.Macro())
	other := &Report{Confusion: dense}
	for k := range dense {
		if got, want := maps.Collect(r.Answers(k)), maps.Collect(other.Answers(k)); !reflect.DeepEqual(got, want) {
			t.Errorf("class %d: answers %v, want %v", k, got, want)
		}
	}
	if !slices.IsSortedFunc(r.Cells, func(a, b Cell) int { return (a.Truth-b.Truth)*p.Cols + a.Predicted - b.Predicted }) {
		t.Errorf("cells %v are not sorted", r.Cells)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(must(json.Marshal(r))(t), &fields); err != nil || fields["confusion"] != nil || fields["confusion_cells"] == nil {
		t.Errorf("fields %v, %v", slices.Sorted(maps.Keys(fields)), err)
	}
}

func TestReportOfPermutedSamples(t *testing.T) {
	p, labels := randomScores(rand.New(rand.NewPCG(2, 2)), 80, 5, 16)
	names := []string{"a", "b", "c", "d", "e"}
	want := must(NewReport(p, labels, names))(t)
	q, permuted := NewMatrix(p.Rows, p.Cols), make([]int, p.Rows)
	for i, j := range rand.New(rand.NewPCG(3, 3)).Perm(p.Rows) {
		copy(q.Row(i), p.Row(j))
		permuted[i] = labels[j]
	}
	got := must(NewReport(q, permuted, names))(t)
	for name, pair := range map[string][2]float64{
		"log loss": {got.LogLoss, want.LogLoss}, "Brier": {got.Brier, want.Brier}, "ECE": {got.ECE, want.ECE},
		"MCE": {got.MCE, want.MCE}, "top 5": {got.Top5, want.Top5}, "MCC": {got.MCC, want.MCC}, "kappa": {got.Kappa, want.Kappa},
	} {
		near(t, name, pair[0], pair[1], 1e-14)
	}
	if !reflect.DeepEqual(got.Confusion, want.Confusion) {
		t.Errorf("confusion %v, want %v", got.Confusion, want.Confusion)
	}
}

func TestSelect(t *testing.T) {
	p := Matrix{Rows: 4, Cols: 2, Data: []float32{1, 0, 0.5, 0.5, 0.25, 0.75, 0.75, 0.25}}
	labels := []int{0, 1, 1, 1}
	for _, c := range []struct {
		least MinConfidence
		want  Selection
	}{
		{0, Selection{0, 0, 1, 0.5}},
		{0.5, Selection{0.5, 0, 1, 0.5}},
		{0.6, Selection{0.6, 1, 0.75, Figure(2.0 / 3)}},
		{0.75, Selection{0.75, 1, 0.75, Figure(2.0 / 3)}},
		{1, Selection{1, 3, 0.25, 1}},
	} {
		if got := must(Select(p, labels, c.least))(t); got != c.want {
			t.Errorf("%+v, want %+v", got, c.want)
		}
	}
	none := must(Select(Matrix{Rows: 1, Cols: 2, Data: []float32{0.5, 0.5}}, []int{0}, 1))(t)
	if none.Coverage != 0 || none.AccuracyAnswered.Defined() {
		t.Errorf("%+v without an answer", none)
	}
	for _, bad := range []MinConfidence{-0.1, 1.1, MinConfidence(math.NaN()), MinConfidence(math.Inf(1))} {
		if _, err := Select(p, labels, bad); !errors.As(err, new(*tensor.ParamError)) {
			t.Errorf("%v: error %v, want a *tensor.ParamError", bad, err)
		}
	}
	if _, err := Select(p, nil, 0); !errors.As(err, new(*DataError)) {
		t.Errorf("no labels: error %v, want a *DataError", err)
	}
}
