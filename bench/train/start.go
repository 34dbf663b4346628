package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// startBatch is the batch size of the perceptron that a program trains for an epoch.
const startBatch = 64

// A cold start is a program that begins, reads MNIST, trains a perceptron for an epoch on one core and saves it.
type coldStart struct {
	contestant
	absent    error
	seconds   []float64 // from the start of the program until the weights are saved, one for each round
	megabytes float64   // the largest peak of resident memory
	accuracy  float64   // in percent
}

func (g *rig) coldStarts(contestants []contestant, rounds int) []*coldStart {
	all := make([]*coldStart, len(contestants))
	for i, c := range contestants {
		all[i] = &coldStart{contestant: c}
	}
	for round := range rounds {
		fmt.Fprintf(os.Stderr, "cold start: round %d of %d\n", round+1, rounds)
		for _, s := range all {
			if s.absent == nil && (s.rounds == 0 || round < s.rounds) {
				s.absent = s.run(g)
			}
		}
	}
	return all
}

func (s *coldStart) run(g *rig) error {
	dir, err := os.MkdirTemp("", "saccade-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	begin := time.Now()
	w := g.start(s.contestant, 1)
	defer w.stop()
	w.ask("load", g.data)
	w.ask("train", "mlp", strconv.Itoa(startBatch), "1", "1")
	w.ask("save", filepath.Join(dir, "weights"))
	s.seconds = append(s.seconds, time.Since(begin).Seconds())
	if w.absent != nil {
		return w.absent
	}
	kib, err := w.process.PeakMemory()
	if err != nil {
		return err
	}
	s.megabytes = max(s.megabytes, kib*1024/1e6)
	s.accuracy = 100 * w.number("accuracy")
	return w.absent
}
