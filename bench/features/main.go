// Command features measures Saccade's features beside those of OpenCV, scikit-image, scikit-learn and NumPy, one core each. Run it
// by make bench-features; see bench/README.md.
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
		fmt.Fprintln(os.Stderr, "features:", err)
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
	dir, err := os.MkdirTemp("", "bench-features")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := writeInputs(dir); err != nil {
		return err
	}
	workers := startWorkers(cpus)
	defer func() {
		for _, w := range workers {
			w.stop()
		}
	}()
	var results []result
	for _, c := range contests {
		results = append(results, race(c, workers, dir, rounds))
	}
	notes := harness.Conditions(cpus, rounds, load)
	report := harness.Report{
		Name: "features", Write: func(w io.Writer) { write(w, results, workers, notes) }, Bars: bars(results),
	}
	if document {
		err = report.Document()
	}
	return errors.Join(report.Publish(), err)
}
