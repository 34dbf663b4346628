package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// write writes everything but the bars as Markdown.
func write(w io.Writer, contests []contest, workers []*worker, notes []string) {
	fmt.Fprint(w, "# Matrix products: Saccade beside other libraries\n\n")
	for _, note := range notes {
		fmt.Fprintln(w, "-", note)
	}
	for _, cores := range oneTwo {
		fmt.Fprintf(w, "\n## GFLOP/s, cores: %d\n\n", cores)
		rateTable(contests, cores).Write(w)
		fmt.Fprintf(w, "\n## Times as fast as others, cores: %d\n\n", cores)
		ratioTable(contests, cores).Write(w)
	}
	fmt.Fprint(w, "\n## Versions\n\n")
	versionTable(workers).Write(w)
}

// head returns the first columns' names and those of the contestants that keep.
func head(keep func(name string) bool) []string {
	row := []string{"product", "m×n×k", "stored"}
	for _, c := range contestants {
		if keep(c.name) {
			row = append(row, c.name)
		}
	}
	return row
}

func rateTable(contests []contest, cores int) harness.Table {
	t := harness.Table{append(head(func(string) bool { return true }), "share of peak")}
	for _, c := range contests {
		if c.cores != cores {
			continue
		}
		row := []string{c.product.title, c.product.size(), c.product.stored}
		for _, o := range c.outcomes {
			row = append(row, o.rate())
		}
		t = append(t, append(row, percent(c.ratio(limit))))
	}
	return t
}

func (o *outcome) rate() string {
	switch {
	case errors.Is(o.absent, harness.ErrAbsent):
		return "–"
	case o.absent != nil:
		return "failed: " + o.absent.Error()
	}
	return fmt.Sprintf("%.3g", harness.Median(o.rates))
}

func percent(share float64, ok bool) string {
	if !ok {
		return "–"
	}
	return fmt.Sprintf("%.0f %%", 100*share)
}

// ratioTable has how many times as fast as each of the others ours is.
func ratioTable(contests []contest, cores int) harness.Table {
	t := harness.Table{head(other)}
	for _, c := range contests {
		if c.cores != cores {
			continue
		}
		row := []string{c.product.title, c.product.size(), c.product.stored}
		for _, o := range c.outcomes {
			if other(o.name) {
				row = append(row, times(c.ratio(o.name)))
			}
		}
		t = append(t, row)
	}
	return t
}

func other(name string) bool { return name != ours && name != limit }

func times(ratio float64, ok bool) string {
	if !ok {
		return "–"
	}
	return fmt.Sprintf("%.2f", ratio)
}

func versionTable(workers []*worker) harness.Table {
	t := harness.Table{{"contestant", "version"}}
	for _, w := range workers {
		switch {
		case w.cores > 1:
		case w.absent != nil:
			t = append(t, []string{w.name, w.absent.Error()})
		default:
			t = append(t, []string{w.name, w.version})
		}
	}
	return t
}
