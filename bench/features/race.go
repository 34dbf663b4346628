package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// A contest is what came of a job: for each worker, ours first, repetitions per second in each round, or why there are none.
type contest struct {
	job
	absent    []error
	rates     [][]float64
	different []float64 // the largest difference from our result
}

// race lets all work by turns, so that whatever else the machine does meets all alike.
func race(j job, workers []*harness.Worker, dir string, rounds int) (contest, error) {
	fmt.Fprintln(os.Stderr, j.title)
	n := len(workers)
	c := contest{job: j, absent: make([]error, n), rates: make([][]float64, n), different: make([]float64, n)}
	input := filepath.Join(dir, j.name)
	var data bytes.Buffer
	_ = binary.Write(&data, binary.LittleEndian, j.input) // float32 has a size, so it can't fail
	if err := os.WriteFile(input, data.Bytes(), 0o600); err != nil {
		return c, err
	}
	var ours []float32
	repeat := make([]int, n)
	for i, w := range workers {
		var result []float32
		if result, repeat[i], c.absent[i] = w.Prepare([]string{j.name, input}, filepath.Join(dir, "result")); c.absent[i] != nil {
			continue
		}
		if i == 0 {
			ours = result
		} else if ours != nil {
			c.different[i], c.absent[i] = j.compare(ours, result)
		}
	}
	for round := range rounds {
		for _, i := range harness.Turns(round, n) {
			if c.absent[i] != nil {
				continue
			}
			took, err := workers[i].Pass(repeat[i])
			if err != nil {
				c.absent[i] = err
				continue
			}
			c.rates[i] = append(c.rates[i], j.samples*float64(repeat[i])/took.Seconds())
		}
	}
	return c, nil
}

// compare refuses results that aren't the same.
func (j job) compare(ours, theirs []float32) (different float64, err error) {
	if len(ours) != len(theirs) {
		return 0, fmt.Errorf("wanted as many values as ours, %d, found %d", len(ours), len(theirs))
	}
	for i, v := range ours {
		different = max(different, math.Abs(float64(v)-float64(theirs[i])))
	}
	if !(different <= j.near) {
		return different, fmt.Errorf("wanted results that differ by %g at most, found %g", j.near, different)
	}
	return different, nil
}
