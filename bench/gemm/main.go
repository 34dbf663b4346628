// Command gemm measures Saccade's matrix products beside those of other libraries and beside the processor's limit. Run
// it by make bench-gemm; see bench/README.md.
//
// Environment: ROUNDS is how many rounds each contest has (default 9).
package main

import (
	"fmt"
	"io"
	"os"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "gemm:", err)
		os.Exit(1)
	}
}

func run() error {
	rounds, err := harness.Rounds(9)
	if err != nil {
		return err
	}
	cpus, err := harness.Usable()
	if err != nil {
		return err
	}
	load := harness.LoadAverage()
	workers := startWorkers(cpus, oneTwo...)
	defer func() {
		for _, w := range workers {
			w.stop()
		}
	}()
	var contests []contest
	for i := range products {
		for _, cores := range products[i].cores {
			contests = append(contests, race(&products[i], cores, workers, rounds))
		}
	}
	notes := harness.Conditions(cpus, rounds, load)
	return harness.Publish("gemm.md", bars(contests), func(w io.Writer) { write(w, contests, workers, notes) })
}
