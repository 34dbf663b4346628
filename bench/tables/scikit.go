package main

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/saccade-go/saccade"
	"github.com/saccade-go/saccade/bench/internal/harness"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/pipeline"
)

// scikit lets a classifier of scikit-learn learn from the features that m's pipeline makes of train, and returns its accuracy on test.
// Without scikit-learn it is 0.
func scikit(m *saccade.Model, kind string, train, test *dataset.Dataset) (float64, error) {
	python := filepath.Join(harness.Home, ".venv/bin/python")
	if _, err := os.Stat(python); err != nil {
		return 0, nil
	}
	dir, err := os.MkdirTemp("", "tables")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	length := 0
	for name, d := range map[string]*dataset.Dataset{"train": train, "test": test} {
		if length, err = writeFeatures(filepath.Join(dir, name), m.Pipeline(), d); err != nil {
			return 0, err
		}
	}
	cmd := exec.Command(python, filepath.Join(harness.Home, "python/tables.py"), kind, dir, strconv.Itoa(length))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return 0, fmt.Errorf("scikit-learn: %w", err)
	}
	return strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
}

// writeFeatures writes features as float32 and labels as int64, and returns the length of a vector.
func writeFeatures(path string, p *pipeline.Pipeline, d *dataset.Dataset) (int, error) {
	plan, err := p.Compile(p.Input())
	if err != nil {
		return 0, err
	}
	var x []float32
	var labels []int64
	for s, r := range pipeline.Map(context.Background(), plan, slices.Values(d.Samples), pipeline.Options{}) {
		if r.Err != nil {
			return 0, r.Err
		}
		x, labels = append(x, r.Tensor.F32...), append(labels, int64(s.Label))
	}
	for suffix, values := range map[string]any{".x": x, ".y": labels} {
		f, err := os.Create(path + suffix)
		if err != nil {
			return 0, err
		}
		if err := binary.Write(f, binary.LittleEndian, values); err != nil {
			f.Close()
			return 0, err
		}
		if err := f.Close(); err != nil {
			return 0, err
		}
	}
	return plan.Out.Len(), nil
}
