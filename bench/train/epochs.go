package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// A job is a network and a batch size.
type job struct {
	name, title string
	model       string
	batch       int
	epochs      int // in a round, because one alone is short
}

var jobs = []job{
	{"train-64", "Perceptron 784-512-10, batch 64", "mlp", 64, 1},
	{"train-256", "Perceptron 784-512-10, batch 256", "mlp", 256, 1},
	{"softmax-256", "Softmax regression 784-10, batch 256", "softmax", 256, 5},
}

// An outcome is what a contestant on so many cores needed for a job.
type outcome struct {
	contestant
	cores   int
	version string
	absent  error
	first   float64   // seconds for the first epoch, with all that happens before it
	seconds []float64 // of further epochs, one for each round
}

// epochs lets all contestants train by turns, an epoch each, so that whatever else the machine does meets all of them
// alike. It returns the outcomes by the job's name.
func (g *rig) epochs(contestants []contestant, rounds int) map[string][]*outcome {
	var workers []*worker
	for _, cores := range []int{1, 2} {
		for _, c := range contestants {
			workers = append(workers, g.start(c, cores))
		}
	}
	for _, w := range workers {
		w.load(g)
		defer w.stop()
	}
	outcomes := map[string][]*outcome{}
	for _, j := range jobs {
		outcomes[j.name] = race(j, workers, rounds)
	}
	return outcomes
}

func race(j job, workers []*worker, rounds int) []*outcome {
	var all []*outcome
	for _, w := range workers {
		o := &outcome{contestant: w.contestant, cores: w.cores, version: w.version}
		o.first = w.time("begin", j.model, strconv.Itoa(j.batch), "1")
		all = append(all, o)
	}
	for round := range rounds {
		fmt.Fprintf(os.Stderr, "%s: round %d of %d\n", j.title, round+1, rounds)
		for _, i := range harness.Turns(round, len(workers)) {
			if w := workers[i]; w.rounds == 0 || round < w.rounds {
				all[i].seconds = append(all[i].seconds, w.perEpoch(j.epochs))
			}
		}
	}
	for i, w := range workers {
		all[i].absent = w.absent
	}
	return all
}

// perEpoch returns the seconds that each of n further epochs takes.
func (w *worker) perEpoch(n int) float64 {
	sum := 0.0
	for range n {
		sum += w.time("epoch")
	}
	return sum / float64(n)
}

// find returns the outcome of a contestant on so many cores, or nil if it is absent.
func find(outcomes []*outcome, name string, cores int) *outcome {
	for _, o := range outcomes {
		if o.absent == nil && o.name == name && o.cores == cores {
			return o
		}
	}
	return nil
}

// ratio returns the median of the per-round ratios a/b.
func ratio(a, b *outcome) float64 { return harness.Ratio(a.seconds, b.seconds) }
