package main

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// everybody is a run in which all took part, and one round was disturbed.
func everybody() *results {
	r := &results{long: true, epochs: map[string][]*outcome{}, losses: curves()}
	for _, j := range jobs {
		for _, cores := range []int{1, 2} {
			for _, c := range contestants {
				seconds := map[string]float64{ours: 1, torch: 3, fused: 2}[c.name]
				seconds /= float64(cores)
				o := &outcome{contestant: c, cores: cores, seconds: []float64{seconds, 9 * seconds, seconds}}
				r.epochs[j.name] = append(r.epochs[j.name], o)
			}
		}
	}
	for _, model := range []string{"mlp", "softmax"} {
		r.accuracies = append(r.accuracies,
			&accuracy{model: model, name: ours, percent: []float64{98, 98.2}},
			&accuracy{model: model, name: torch, percent: []float64{98.1, 98.3}})
	}
	r.sameness = sameness{hashes: map[int]string{1: "a", 2: "a", 4: "a"}, accuracy: 96.5, generic: 96}
	return r
}

func TestBarLines(t *testing.T) {
	want := []string{
		"BAR train-64 1 1.15 ok",
		"BAR train-64-vs-pytorch 2 1.7 ok",
		"BAR train-64-two-cores 2 1.7 ok",
		"BAR train-256 1 1.05 ok",
		"BAR train-256-vs-pytorch 2 1.25 ok",
		"BAR train-256-two-cores 2 1.7 ok",
		"BAR softmax-256 1 0.05 short",
		"BAR softmax-256-vs-pytorch 2 2.34 short",
		"BAR loss-curves 2e-06 0.0001 ok",
		"BAR accuracy-mlp 0.1 0.2 ok",
		"BAR accuracy-softmax 0.1 0.2 ok",
		"BAR same-bytes 1 1 ok",
		"BAR accuracy-purego 0.5 0.2 short",
	}
	if got := lines(everybody()); !slices.Equal(got, want) {
		t.Errorf("wanted\n%s\nfound\n%s", strings.Join(want, "\n"), strings.Join(got, "\n"))
	}
}

func lines(r *results) []string {
	var all []string
	for _, b := range r.bars() {
		all = append(all, b.Line())
	}
	return all
}

// Without PyTorch, or ours, bars are absent and none is ok by accident.
func TestBarsOfWhoIsAbsent(t *testing.T) {
	r := everybody()
	for _, outcomes := range r.epochs {
		for _, o := range outcomes {
			if o.name == torch || o.name == fused {
				o.absent = harness.ErrAbsent
			}
		}
	}
	r.losses.err, r.accuracies = harness.ErrAbsent, nil
	r.sameness.hashes[4], r.sameness.genericAbsent = "b", errors.New("failed")
	got := lines(r)
	for _, want := range []string{
		"BAR train-64 1 1.15 ok",
		"BAR train-64-vs-pytorch absent 1.7 short",
		"BAR loss-curves absent 0.0001 short",
		"BAR accuracy-mlp absent 0.2 short",
		"BAR same-bytes 0 1 short",
		"BAR accuracy-purego absent 0.2 short",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("wanted %q, found\n%s", want, strings.Join(got, "\n"))
		}
	}
}

// A contestant that runs in the first rounds only is compared in these.
func TestRatioOfFewerRounds(t *testing.T) {
	we := &outcome{seconds: []float64{1, 2, 100, 100, 100}}
	they := &outcome{seconds: []float64{4, 8}}
	if got := ratio(they, we); got != 4 {
		t.Errorf("wanted 4, found %v", got)
	}
}

func TestReportSaysWhyWhoIsAbsent(t *testing.T) {
	r := everybody()
	r.epochs["train-64"][3].absent = harness.ErrAbsent
	r.starts = []*coldStart{
		{contestant: contestants[0], seconds: []float64{2}}, {contestant: contestants[1], absent: errors.New("why")},
	}
	var b strings.Builder
	r.write(&b, []string{"a note"})
	for _, want := range []string{
		"- a note", "failed: why", "differ by at most 2e-06 (in step 8)", "workers: 4: a", "purego", "98.10", "0.14", "98.00 98.20",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("wanted %q in\n%s", want, b.String())
		}
	}
}
