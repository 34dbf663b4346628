package main

import (
	"math"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// results has all figures. What a short run leaves out is nil.
type results struct {
	long       bool
	epochs     map[string][]*outcome
	losses     losses
	accuracies []*accuracy
	starts     []*coldStart
	sameness   sameness
}

// A pace is what is wanted of a job: seconds for an epoch on one core, how many times as long PyTorch takes, and how
// many times as fast two cores are; 0 where nothing is.
type pace struct {
	job                      string
	seconds, versus, twoCore float64
}

var paces = []pace{
	{"train-64", 1.15, 1.7, 1.7},
	{"train-256", 1.05, 1.25, 1.7},
	{"softmax-256", 0.05, 2.34, 0},
}

// accuracyLimit is how far accuracies may be apart, in points of a percentage.
const accuracyLimit = 0.2

// bars returns all bars with their values.
func (r *results) bars() []harness.Bar {
	var all []harness.Bar
	for _, p := range paces {
		all = append(all, p.bars(r.epochs[p.job])...)
	}
	difference, _ := r.losses.largest()
	all = append(all, harness.Bar{
		Name: "loss-curves", What: "largest difference from PyTorch's in 200 steps",
		Value: difference, Absent: r.losses.err != nil, Most: true, Limit: 1e-4,
	})
	if r.long {
		all = append(all, r.accuracyBar("mlp"), r.accuracyBar("softmax"))
	}
	return append(all, r.samenessBars()...)
}

func (p pace) bars(outcomes []*outcome) []harness.Bar {
	seconds := harness.Bar{Name: p.job, What: "seconds per epoch, one core", Absent: true, Most: true, Limit: p.seconds}
	versus := harness.Bar{Name: p.job + "-vs-pytorch", What: "PyTorch's quicker way / ours, one core"}
	versus.Absent, versus.Limit = true, p.versus
	two := harness.Bar{Name: p.job + "-two-cores", What: "one core / two cores", Absent: true, Limit: p.twoCore}
	if we := find(outcomes, ours, 1); we != nil {
		seconds.Value, seconds.Absent = harness.Median(we.seconds), false
		versus.Value = math.Inf(1)
		for _, name := range []string{torch, fused} {
			if they := find(outcomes, name, 1); they != nil {
				versus.Value, versus.Absent = min(versus.Value, ratio(they, we)), false
			}
		}
		if both := find(outcomes, ours, 2); both != nil {
			two.Value, two.Absent = ratio(we, both), false
		}
	}
	if p.twoCore == 0 {
		return []harness.Bar{seconds, versus}
	}
	return []harness.Bar{seconds, versus, two}
}

func (r *results) accuracyBar(model string) harness.Bar {
	b := harness.Bar{
		Name: "accuracy-" + model, What: "points between ours and PyTorch's, mean of five seeds",
		Absent: true, Most: true, Limit: accuracyLimit,
	}
	we, they := findAccuracy(r.accuracies, model, ours), findAccuracy(r.accuracies, model, torch)
	if we != nil && they != nil {
		b.Value, b.Absent = math.Abs(we.mean()-they.mean()), false
	}
	return b
}

func (r *results) samenessBars() []harness.Bar {
	s := &r.sameness
	same := harness.Bar{Name: "same-bytes", What: "weights of 1, 2 and 4 workers are the same: 1", Absent: s.err != nil, Limit: 1}
	if s.equal() {
		same.Value = 1
	}
	if !r.long {
		return []harness.Bar{same}
	}
	return []harness.Bar{same, {
		Name: "accuracy-purego", What: "points between the program with and without assembly",
		Value:  math.Abs(s.accuracy - s.generic),
		Absent: s.err != nil || s.genericAbsent != nil, Most: true, Limit: accuracyLimit,
	}}
}
