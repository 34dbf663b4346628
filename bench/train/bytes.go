package main

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// sameness is what a perceptron becomes in an epoch with several numbers of workers, and without assembly.
type sameness struct {
	hashes        map[int]string // of the weights, by the number of workers
	err           error
	accuracy      float64 // in percent
	generic       float64 // that of the program without assembly
	genericAbsent error
}

// workerCounts are the numbers of workers whose results are the same bytes.
var workerCounts = []int{1, 2, 4}

func (g *rig) sameness(long bool) (s sameness) {
	dir, err := os.MkdirTemp("", "saccade-bench-")
	if err != nil {
		return sameness{err: err}
	}
	defer os.RemoveAll(dir)
	s.hashes = map[int]string{}
	w := g.start(called(ours), len(g.cpus))
	defer w.stop()
	w.load(g)
	for _, n := range workerCounts {
		path := filepath.Join(dir, "weights")
		w.ask("train", "mlp", "64", "1", "1", strconv.Itoa(n))
		w.ask("save", path)
		s.accuracy = 100 * w.number("accuracy")
		if w.absent != nil {
			return sameness{err: w.absent}
		}
		weights, err := os.ReadFile(path)
		if err != nil {
			return sameness{err: err}
		}
		s.hashes[n] = fmt.Sprintf("%x", sha256.Sum256(weights))
	}
	if long {
		s.withoutAssembly(g)
	}
	return s
}

func (s *sameness) withoutAssembly(g *rig) {
	fmt.Fprintln(os.Stderr, "an epoch without assembly")
	w := g.start(generic, len(g.cpus))
	defer w.stop()
	w.load(g)
	w.ask("train", "mlp", "64", "1", "1")
	s.generic = 100 * w.number("accuracy")
	s.genericAbsent = w.absent
}

// equal reports whether all hashes are the same.
func (s *sameness) equal() bool {
	for _, n := range workerCounts {
		if s.hashes[n] != s.hashes[workerCounts[0]] {
			return false
		}
	}
	return s.err == nil
}
