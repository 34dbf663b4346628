package main

import (
	"fmt"
	"os"
	"strconv"

	"gonum.org/v1/gonum/stat"
)

// What the accuracies are taken from.
const (
	accuracySeeds  = 5
	accuracyEpochs = 10
	accuracyBatch  = 64
)

// An accuracy is what a contestant gets right of the test digits, in percent, once for each seed.
type accuracy struct {
	model, name string
	percent     []float64
	absent      error
}

func (a *accuracy) mean() float64 { return stat.Mean(a.percent, nil) }

// deviation is the standard deviation between seeds.
func (a *accuracy) deviation() float64 { return stat.StdDev(a.percent, nil) }

// accuracies trains with all seeds, ours and PyTorch, on all cores: nothing is timed here.
func (g *rig) accuracies() []*accuracy {
	var all []*accuracy
	for _, name := range []string{ours, torch} {
		w := g.start(called(name), len(g.cpus))
		w.load(g)
		for _, model := range []string{"mlp", "softmax"} {
			fmt.Fprintf(os.Stderr, "accuracy of %s, %s\n", model, name)
			a := &accuracy{model: model, name: name}
			for seed := range accuracySeeds {
				w.ask("train", model, strconv.Itoa(accuracyBatch), strconv.Itoa(seed+1), strconv.Itoa(accuracyEpochs))
				a.percent = append(a.percent, 100*w.number("accuracy"))
			}
			a.absent = w.absent
			all = append(all, a)
		}
		w.stop()
	}
	return all
}

// findAccuracy returns the accuracies of a contestant, or nil if they aren't there.
func findAccuracy(all []*accuracy, model, name string) *accuracy {
	for _, a := range all {
		if a.absent == nil && a.model == model && a.name == name {
			return a
		}
	}
	return nil
}
