package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
)

// The loss curves are those of the perceptron with this batch size, for so many steps.
const (
	curveSteps = 200
	curveBatch = 64
)

// losses are the losses of ours and of PyTorch, step by step, from the same weights on the same batches.
type losses struct {
	ours, theirs []float64
	err          error
}

func (g *rig) losses() (l losses) {
	dir, err := os.MkdirTemp("", "saccade-bench-")
	if err != nil {
		return losses{err: err}
	}
	defer os.RemoveAll(dir)
	steps, batch := strconv.Itoa(curveSteps), strconv.Itoa(curveBatch)
	for _, side := range []struct {
		name, verb, file string
		to               *[]float64
	}{{ours, "curve", "losses.f64", &l.ours}, {torch, "follow", "followed.f64", &l.theirs}} {
		w := g.start(called(side.name), 1)
		w.load(g)
		w.ask(side.verb, dir, steps, batch)
		w.stop()
		if w.absent != nil {
			return losses{err: fmt.Errorf("%s: %w", w.name, w.absent)}
		}
		if *side.to, err = readFloats(filepath.Join(dir, side.file)); err != nil {
			return losses{err: err}
		}
		if n := len(*side.to); n != curveSteps {
			return losses{err: fmt.Errorf("%s: wanted %d losses, found %d", w.name, curveSteps, n)}
		}
	}
	return l
}

func readFloats(path string) ([]float64, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	values := make([]float64, len(data)/8)
	_, err = binary.Decode(data, binary.LittleEndian, values)
	return values, err
}

// largest returns the largest difference and its step, from 1.
func (l *losses) largest() (difference float64, step int) {
	for i := range l.ours {
		d := math.Abs(l.ours[i] - l.theirs[i])
		if d > difference || math.IsNaN(d) {
			difference, step = d, i+1
		}
	}
	return difference, step
}
