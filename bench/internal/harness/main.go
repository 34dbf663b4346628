package harness

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

// A Setting is what a benchmark runs with.
type Setting struct {
	CPUs   []int // those that it may use
	Rounds int   // for each contest
	load   string
}

// Report is what a benchmark of this name has found, with the conditions as notes that write puts under its tables.
func (s Setting) Report(name string, bars []Bar, write func(w io.Writer, notes []string)) Report {
	notes := Conditions(s.CPUs, s.Rounds, s.load)
	return Report{Name: name, Write: func(w io.Writer) { write(w, notes) }, Bars: bars}
}

// Main is a benchmark's main function: it measures, prints the report and, with -docs, writes it into the documentation. rounds
// is how many there are unless the environment's ROUNDS says otherwise.
func Main(name string, rounds int, measure func(Setting) (Report, error)) {
	document := flag.Bool("docs", false, "write the tables into docs/benchmarks.md")
	flag.Parse()
	if err := run(rounds, measure, *document); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}

func run(rounds int, measure func(Setting) (Report, error), document bool) error {
	rounds, err := Rounds(rounds)
	if err != nil {
		return err
	}
	cpus, err := Usable()
	if err != nil {
		return err
	}
	report, err := measure(Setting{cpus, rounds, LoadAverage()})
	if err != nil {
		return err
	}
	if document {
		err = report.Document()
	}
	return errors.Join(report.Publish(), err)
}
