package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// results are what there is to report.
type results struct {
	contests []contest
	programs []program
	sizes    []size
	many     timed // ours, over many files
}

// figures returns one of the figures of each round.
func figures(runs []timed, of func(timed) float64) []float64 {
	v := make([]float64, len(runs))
	for i, r := range runs {
		v[i] = of(r)
	}
	return v
}

func seconds(r timed) float64 { return r.seconds }
func first(r timed) float64   { return r.first }
func cpu(r timed) float64     { return r.cpu }
func memory(r timed) float64  { return r.memory }

// times is how many times as much the program i has as ours, or, of a rate, as little.
func (c contest) times(i int, of func(timed) float64) float64 {
	return harness.Ratio(figures(c.runs[i], of), figures(c.runs[ours], of))
}

func (c contest) median(i int, of func(timed) float64) float64 {
	return harness.Median(figures(c.runs[i], of))
}

// write writes everything but the bars as Markdown.
func (r results) write(w io.Writer, notes []string) {
	fmt.Fprint(w, "# Command line: folders of files to rows\n\n")
	for _, note := range notes {
		fmt.Fprintln(w, "-", note)
	}
	fmt.Fprint(w, "- a process for each run, from its start to its end; files in the system's cache; resize to 32×32, softmax regression with the same weights\n")
	fmt.Fprint(w, "- memory is that of the largest process; on several cores Python has a process for each, and one more\n")
	for _, c := range r.contests {
		fmt.Fprintf(w, "\n## %s, cores: %d\n\n", c.title, c.cores)
		table(c, r.programs).Write(w)
	}
	n := len(r.many.classes)
	fmt.Fprintf(w, "\n## %d files, the same pictures %d times\n\n", n, copies)
	fmt.Fprintf(w, "`saccade classify` on all cores, once: %.0f files/s, the first row after %.2g s, %.0f MB.\n", float64(n)/r.many.seconds, r.many.first, r.many.memory)
	fmt.Fprint(w, "\n## What has to be installed\n\n")
	t := harness.Table{{"program", "version", "MB", "of that the interpreter and its library"}}
	for i, p := range r.programs {
		row := []string{p.name, p.version[0], "–", "–"}
		if p.absent != nil {
			row[1] = p.absent.Error()
		}
		if s := r.sizes[i]; s.program > 0 {
			row[2], row[3] = fmt.Sprintf("%.1f", float64(s.program+s.interpreter)/1e6), fmt.Sprintf("%.1f", float64(s.interpreter)/1e6)
		}
		t = append(t, row)
	}
	t.Write(w)
}

func table(c contest, programs []program) harness.Table {
	t := harness.Table{{"program", "files/s", "times ours", "CPU s", "times ours", "first row, s", "times ours", "memory, MB", "times ours", "other class"}}
	for i, p := range programs {
		row := []string{p.name}
		if err := c.absent[i]; err != nil || len(c.runs[i]) == 0 {
			t = append(t, append(row, strings.Join(strings.Fields(fmt.Sprint(err)), " "), "", "", "", "", "", "", "", ""))
			continue
		}
		row = append(row, fmt.Sprintf("%.0f", float64(c.files)/c.median(i, seconds)), fmt.Sprintf("%.2f", 1/c.times(i, seconds)))
		for _, of := range []func(timed) float64{cpu, first, memory} {
			row = append(row, fmt.Sprintf("%.3g", c.median(i, of)), fmt.Sprintf("%.2f", c.times(i, of)))
		}
		t = append(t, append(row, fmt.Sprintf("%d of %d", c.differs[i], c.files)))
	}
	return t
}

// bars returns all bars with their values.
func (r results) bars() []harness.Bar {
	var all []harness.Bar
	add := func(absent error, b harness.Bar) {
		if b.Absent = absent != nil; b.Absent {
			b.Value = 0
		}
		all = append(all, b)
	}
	for _, c := range r.contests {
		if c.cores != 1 {
			continue
		}
		for _, rival := range []struct {
			i           int
			name        string
			times, same float64
		}{{plainGo, "go", 2, 0.97}, {python, "python", 3, 0.99}} {
			absent := errors.Join(c.absent[ours], c.absent[rival.i])
			name := "cli-" + c.name + "-" + rival.name
			add(absent, harness.Bar{Name: name, What: "times as many files per second: " + c.title, Value: c.times(rival.i, seconds), Limit: rival.times})
			add(absent, harness.Bar{Name: name + "-same", What: "part of the files with the same class: " + c.title, Value: c.agree[rival.i], Limit: rival.same})
		}
		absent := errors.Join(c.absent[ours], c.absent[python])
		add(absent, harness.Bar{Name: "cli-" + c.name + "-first", What: "time to the first row, of Python's: " + c.title, Value: 1 / c.times(python, first), Limit: 0.1, Most: true})
		add(absent, harness.Bar{Name: "cli-" + c.name + "-memory", What: "peak memory, of Python's: " + c.title, Value: 1 / c.times(python, memory), Limit: 1, Most: true})
	}
	add(nil, harness.Bar{Name: "cli-many-memory", What: "peak memory over 200 000 files, MB", Value: r.many.memory, Limit: 300, Most: true})
	var absent error
	mine, theirs := r.sizes[ours].program, r.sizes[python].program+r.sizes[python].interpreter
	if mine == 0 || theirs == 0 {
		absent = harness.ErrAbsent
	}
	add(absent, harness.Bar{
		Name: "cli-size", What: "size of the program, of Python's installation", Most: true, Limit: 0.1, Value: float64(mine) / float64(theirs),
	})
	return all
}
