// Command train measures training with Saccade beside other libraries, on MNIST: time, loss curves, accuracy, memory.
// Run it by make bench-train; see bench/README.md.
//
// Environment: ROUNDS is how many epochs each contestant is timed for (default 5), SACCADE_DATA the data folder
// (default ../shared/data). The loss curves are drawn into docs/loss_curves.svg.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// picture is where the loss curves are drawn.
const picture = "docs/loss_curves.svg"

func main() {
	quick := flag.Bool("quick", false, "leave out what takes long: gonum, the accuracies, the program without assembly")
	document := flag.Bool("docs", false, "write the tables into docs/benchmarks.md")
	flag.Parse()
	if err := run(!*quick, *document); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(long, document bool) error {
	rounds, err := harness.Rounds(5)
	if err != nil {
		return err
	}
	cpus, err := harness.Usable()
	if err != nil {
		return err
	}
	g := &rig{cpus, filepath.Join(cmp.Or(os.Getenv("SACCADE_DATA"), "../shared/data"), "mnist")}
	if _, err := os.Stat(g.data); err != nil {
		return fmt.Errorf("MNIST isn't here (SACCADE_DATA names the data folder): %w", err)
	}
	load := harness.LoadAverage()
	all := slices.DeleteFunc(slices.Clone(contestants), func(c contestant) bool { return c.long && !long })
	r := &results{long: long, epochs: g.epochs(all, rounds), losses: g.losses()}
	if r.losses.err == nil {
		if err := r.losses.draw(picture); err != nil {
			return err
		}
	}
	r.starts = g.coldStarts(all, min(rounds, 3))
	r.sameness = g.sameness(long)
	if long {
		r.accuracies = g.accuracies()
	}
	notes := harness.Conditions(cpus, rounds, load)
	report := harness.Report{Name: "train", Write: func(w io.Writer) { r.write(w, notes) }, Bars: r.bars()}
	if document {
		err = report.Document()
	}
	return errors.Join(report.Publish(), err)
}
