package main

import (
	"fmt"
	"runtime"
	"sync"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// peakLoops is how often the loop of the peak's assembly runs for one multiplication: about 10 ms, beside
// which starting goroutines is nothing.
const peakLoops = 3_000_000

// peak is the processor's own limit: multiply-adds in registers, as many as it can do, whatever the product.
var peak = library{
	version: func() string { return fmt.Sprintf("fused multiply-add, %d float32 at once", peakWidth()) },
	prepare: func(*product) (func() error, error) {
		if peakWidth() == 0 {
			return nil, fmt.Errorf("%w: the processor has no multiply-add", harness.ErrAbsent)
		}
		return multiplyAdd, nil
	},
	flops: float64(2 * peakWidth() * peakChains * peakLoops * runtime.GOMAXPROCS(0)),
}

// multiplyAdd keeps all cores busy.
func multiplyAdd() error {
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) - 1 {
		group.Go(func() { fma(peakLoops) })
	}
	fma(peakLoops)
	group.Wait()
	return nil
}
