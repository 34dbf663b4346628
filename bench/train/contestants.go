package main

import (
	"path/filepath"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// A contestant is a worker program that trains networks.
type contestant struct {
	name    string
	program []string
	rounds  int // at most so many, because it is slow; 0 means all
	long    bool
}

// The names of ours and of those with which it is compared.
const (
	ours  = "Saccade"
	torch = "PyTorch"
	fused = "PyTorch, fused SGD"
)

var contestants = []contestant{
	{name: ours, program: goProgram("trainworker", "saccade")},
	{name: torch, program: python("train_torch")},
	{name: fused, program: python("train_torch_fused")},
	{name: "scikit-learn", program: python("train_sklearn")},
	{name: "gonum", program: goProgram("trainworker", "gonum"), rounds: 2, long: true},
}

// generic is ours without assembly.
var generic = contestant{name: "Saccade, purego", program: goProgram("trainworker-purego", "saccade")}

func goProgram(name, library string) []string {
	return []string{filepath.Join(harness.Home, "bin", name), library}
}

func python(library string) []string {
	return []string{filepath.Join(harness.Home, ".venv/bin/python"), filepath.Join(harness.Home, "python/train.py"), library}
}

// called returns the contestant of that name.
func called(name string) contestant {
	for _, c := range contestants {
		if c.name == name {
			return c
		}
	}
	panic("no contestant " + name)
}
