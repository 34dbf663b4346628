// Command gemm measures Saccade's matrix products beside those of other libraries and beside the processor's limit. Run
// it by make bench-gemm; see bench/README.md.
//
// Environment: ROUNDS is how many rounds each contest has (default 9).
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

func main() {
	document := flag.Bool("docs", false, "write the tables into docs/benchmarks.md")
	flag.Parse()
	if err := run(*document); err != nil {
		fmt.Fprintln(os.Stderr, "gemm:", err)
		os.Exit(1)
	}
}

func run(document bool) error {
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
	report := harness.Report{
		Name: "gemm", Write: func(w io.Writer) { write(w, contests, workers, notes) }, Bars: bars(contests),
	}
	if document {
		err = report.Document()
	}
	return errors.Join(report.Publish(), err)
}
