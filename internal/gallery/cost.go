package main

import (
	"fmt"
	"slices"
	"time"

	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

// cost measures milliseconds for a picture of a megapixel: the median of several runs on one goroutine. It is empty for what
// isn't a stage.
func cost(o operation, dtype tensor.DType) (string, error) {
	for _, in := range o.takes(1000, 1000) {
		if in.DType != dtype {
			continue
		}
		stage := o.stage(in)
		if stage == nil {
			return "", nil
		}
		out, err := stage.OutSpec(in)
		if err != nil {
			return "", err
		}
		ms, err := median(stage, tensor.New(out), stagetest.Fill(in, 1))
		return ms, err
	}
	return "", nil
}

// Runs take so long at least, and there are so many of them.
const (
	leastTime = 100 * time.Millisecond
	leastRuns = 5
)

func median(stage tensor.Stage, dst, src *tensor.Tensor) (string, error) {
	if err := stage.Apply(dst, src); err != nil { // the first one fills caches
		return "", err
	}
	var runs []time.Duration
	for start := time.Now(); time.Since(start) < leastTime || len(runs) < leastRuns; {
		begin := time.Now()
		if err := stage.Apply(dst, src); err != nil {
			return "", err
		}
		runs = append(runs, time.Since(begin))
	}
	slices.Sort(runs)
	ms := runs[len(runs)/2].Seconds() * 1000
	if ms < 10 {
		return fmt.Sprintf("%.2g", ms), nil
	}
	return fmt.Sprintf("%.0f", ms), nil
}
