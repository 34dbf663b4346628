// Command features measures Saccade's features beside those of OpenCV, scikit-image, scikit-learn and NumPy, one core each. Run it by
// make bench-features; see bench/README.md.
//
// Environment: ROUNDS is how many rounds each contest has (default 9).
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

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
	python, script := filepath.Join(harness.Home, ".venv/bin/python"), filepath.Join(harness.Home, "python/features.py")
	workers := []*harness.Worker{harness.StartWorker("Saccade", cpus, filepath.Join(harness.Home, "bin/featuresworker"))}
	for _, name := range []string{"OpenCV", "scikit"} {
		workers = append(workers, harness.StartWorker(name, cpus, python, script, name))
	}
	for _, w := range workers {
		defer w.Stop()
	}
	var contests []contest
	for _, j := range jobs {
		c, err := race(j, workers, dir, rounds)
		if err != nil {
			return err
		}
		contests = append(contests, c)
	}
	notes := harness.Conditions(cpus, rounds, load)
	report := harness.Report{
		Name: "features", Write: func(w io.Writer) { write(w, contests, workers, notes) }, Bars: bars(contests),
	}
	if document {
		err = report.Document()
	}
	return errors.Join(report.Publish(), err)
}
