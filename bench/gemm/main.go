// Command gemm measures Saccade's matrix products beside those of other libraries and beside the processor's limit. Run
// it by make bench-gemm; see bench/README.md.
//
// Environment: ROUNDS is how many rounds each contest has (default 9).
package main

import (
	"io"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

func main() { harness.Main("gemm", 9, measure) }

func measure(s harness.Setting) (harness.Report, error) {
	workers := startWorkers(s.CPUs, oneTwo...)
	defer func() {
		for _, w := range workers {
			w.stop()
		}
	}()
	var contests []contest
	for i := range products {
		for _, cores := range products[i].cores {
			contests = append(contests, race(&products[i], cores, workers, s.Rounds))
		}
	}
	return s.Report("gemm", bars(contests), func(w io.Writer, notes []string) { write(w, contests, workers, notes) }), nil
}
