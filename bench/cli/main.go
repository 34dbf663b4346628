// Command cli measures saccade classify beside programs that do the same: a plain loop in Go with the standard library and
// disintegration/imaging, and one in Python with Pillow and scikit-learn. Run it by make bench-cli; see bench/README.md.
//
// Environment: ROUNDS is how many rounds each contest has (default 5).
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

func main() {
	document := flag.Bool("docs", false, "write the tables into docs/benchmarks.md")
	flag.Parse()
	if err := run(*document); err != nil {
		fmt.Fprintln(os.Stderr, "cli:", err)
		os.Exit(1)
	}
}

func run(document bool) error {
	rounds, err := harness.Rounds(5)
	if err != nil {
		return err
	}
	cpus, err := harness.Usable()
	if err != nil {
		return err
	}
	load := harness.LoadAverage()
	m, err := prepare()
	if err != nil {
		return err
	}
	defer os.RemoveAll(m.dir)
	programs := contestants(m)
	var contests []contest
	for _, f := range folders() {
		for _, cores := range []int{1, len(cpus)} {
			if cores == 1 || len(contests) == 0 || contests[len(contests)-1].cores != cores {
				c, err := race(f, cores, cpus, programs, rounds)
				if err != nil {
					return err
				}
				contests = append(contests, c)
			}
		}
	}
	sizes := installed(programs)
	notes := harness.Conditions(cpus, rounds, load)
	report := harness.Report{
		Name: "cli", Write: func(w io.Writer) { write(w, contests, programs, sizes, notes) }, Bars: bars(contests, sizes),
	}
	if document {
		err = report.Document()
	}
	return errors.Join(report.Publish(), err)
}

// firstLine is the first line of what a program has printed.
func firstLine(text []byte) string {
	line, _, _ := strings.Cut(string(text), "\n")
	return strings.TrimSpace(line)
}
