package main

import (
	"path/filepath"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// A contestant is a worker program that multiplies matrices.
type contestant struct {
	name    string
	program []string
}

// The names of ours and of those with which a bar compares it.
const (
	ours  = "Saccade"
	limit = "FMA peak"
	rival = "gonum"
)

var contestants = []contestant{
	{limit, goProgram("peak")},
	{ours, goProgram("saccade")},
	{rival, goProgram("gonum")},
	{"vek32", goProgram("vek32")},
	{"GoMLX", goProgram("gomlx")},
	{"NumPy", python("gemm_numpy")},
	{"PyTorch", python("gemm_torch")},
}

func goProgram(library string) []string {
	return []string{filepath.Join(harness.Home, "bin/gemmworker"), library}
}

func python(library string) []string {
	return []string{filepath.Join(harness.Home, ".venv/bin/python"), filepath.Join(harness.Home, "python/gemm.py"), library}
}
