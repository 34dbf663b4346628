package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// write writes everything but the bars as Markdown.
func write(w io.Writer, contests []contest, workers []*harness.Worker, notes []string) {
	fmt.Fprint(w, "# Features: Saccade beside other libraries\n\n")
	for _, note := range notes {
		fmt.Fprintln(w, "-", note)
	}
	fmt.Fprint(w, "- results are compared before anything is timed; ours goes into memory that is used again\n")
	fmt.Fprint(w, "\n## One core, pictures or vectors per second\n\n")
	table(contests, workers).Write(w)
	fmt.Fprint(w, "\n## Versions\n\n")
	versions := harness.Table{{"contestant", "version"}}
	for _, k := range workers {
		if k.Absent != nil {
			k.Version = k.Absent.Error()
		}
		versions = append(versions, []string{k.Name, k.Version})
	}
	versions.Write(w)
}

func table(contests []contest, workers []*harness.Worker) harness.Table {
	t := harness.Table{{"feature"}}
	for i, w := range workers {
		t[0] = append(t[0], w.Name)
		if i > 0 {
			t[0] = append(t[0], "times as fast", "largest difference")
		}
	}
	for _, c := range contests {
		row := []string{c.title}
		for i := range workers {
			rate, ratio, different := "–", "–", "–"
			switch {
			case c.absent[i] == nil:
				rate = fmt.Sprintf("%.0f", harness.Median(c.rates[i]))
				if i > 0 && c.absent[0] == nil {
					ratio, different = fmt.Sprintf("%.2f", harness.Ratio(c.rates[0], c.rates[i])), fmt.Sprintf("%.2g", c.different[i])
				}
			case !errors.Is(c.absent[i], harness.ErrAbsent):
				rate = "failed: " + c.absent[i].Error()
			}
			row = append(row, rate)
			if i > 0 {
				row = append(row, ratio, different)
			}
		}
		t = append(t, row)
	}
	return t
}

// opencv is the index of that worker.
const opencv = 1

// bars returns all bars with their values.
func bars(contests []contest) []harness.Bar {
	var all []harness.Bar
	for _, c := range contests {
		if c.times > 0 {
			absent := c.absent[0] != nil || c.absent[opencv] != nil
			bar := harness.Bar{Name: "features-" + c.name, What: "times as fast as OpenCV: " + c.title, Absent: absent, Limit: c.times}
			if !absent {
				bar.Value = harness.Ratio(c.rates[0], c.rates[opencv])
			}
			all = append(all, bar)
		}
		if c.least > 0 {
			all = append(all, harness.Bar{
				Name: "features-" + c.name, What: "pictures per second: " + c.title, Value: harness.Median(c.rates[0]), Absent: c.absent[0] != nil, Limit: c.least,
			})
		}
	}
	return all
}
