// Command images measures Saccade beside other libraries on whole jobs from JPEG files to tensors, on decoding
// and on resizing. Run it by make bench-images; see bench/README.md.
//
// Environment: ROUNDS is how many rounds each contest has (default 7), SACCADE_DATA the data folder (default
// ../shared/data).
package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "images:", err)
		os.Exit(1)
	}
}

func run() error {
	rounds, err := harness.Rounds(7)
	if err != nil {
		return err
	}
	cpus, err := harness.Usable()
	if err != nil {
		return err
	}
	photos := filepath.Join(cmp.Or(os.Getenv("SACCADE_DATA"), "../shared/data"), "photos")
	all, err := contests(photos)
	if err != nil {
		return err
	}
	load := harness.LoadAverage()
	fmt.Fprint(os.Stderr, "starting the contestants\n")
	s := newStable(all, cpus)
	defer s.stop()
	r := &results{contests: all, outcomes: map[string][]outcome{}, differences: map[string][]difference{}}
	for _, c := range all {
		r.outcomes[c.name] = race(c, s, rounds)
	}
	small, large := all[0], all[1]
	for _, c := range []contest{small, large} {
		r.differences[c.name] = agreement(spread(c.files, samples), s)
	}
	r.footprint = measureFootprint(small.files, large.files, cpus)
	notes := harness.Conditions(cpus, rounds, load)
	return harness.Report{Name: "images", Write: func(w io.Writer) { r.write(w, notes) }, Bars: r.bars()}.Publish()
}
