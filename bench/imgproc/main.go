// Command imgproc measures Saccade's operations on pictures of 1920×1080 beside OpenCV's, one core each. Run it by make
// bench-imgproc; see bench/README.md.
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
		fmt.Fprintln(os.Stderr, "imgproc:", err)
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
	dir, err := os.MkdirTemp("", "bench-imgproc")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	pictures, err := writePictures(dir)
	if err != nil {
		return err
	}
	ours := harness.StartWorker("Saccade", cpus, filepath.Join(harness.Home, "bin/imgprocworker"))
	theirs := harness.StartWorker("OpenCV", cpus, filepath.Join(harness.Home, ".venv/bin/python"), filepath.Join(harness.Home, "python/imgproc.py"))
	defer ours.Stop()
	defer theirs.Stop()
	var contests []contest
	for _, o := range operations {
		contests = append(contests, race(o, ours, theirs, pictures, rounds))
	}
	notes := harness.Conditions(cpus, rounds, load)
	report := harness.Report{
		Name: "imgproc", Write: func(w io.Writer) { write(w, contests, ours, theirs, notes) }, Bars: bars(contests),
	}
	if document {
		err = report.Document()
	}
	return errors.Join(report.Publish(), err)
}
