package main

import (
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// titles are the contestants' names for people, in the order of the table of versions.
var titles = [][2]string{{ours, "Saccade"}, {"opencv", "OpenCV"}, {"skimage", "scikit-image"}, {"sklearn", "scikit-learn"}, {"numpy", "NumPy"}}

func titleOf(name string) string {
	for _, t := range titles {
		if t[0] == name {
			return t[1]
		}
	}
	return name
}

// write writes everything but the bars as Markdown.
func write(w io.Writer, results []result, workers map[string]*worker, notes []string) {
	fmt.Fprint(w, "# Features: Saccade beside other libraries\n\n")
	for _, note := range notes {
		fmt.Fprintln(w, "-", note)
	}
	fmt.Fprint(w, "- ours are planes, the others' pictures are interleaved; OpenCV's HOG interpolates between bins and cells, so that its numbers are others\n")
	fmt.Fprint(w, "\n## One core\n\n")
	table(results).Write(w)
	fmt.Fprint(w, "\n## Versions\n\n")
	versions := harness.Table{{"contestant", "version"}}
	for _, t := range titles {
		k := workers[t[0]]
		version := k.version
		if k.absent != nil {
			version = k.absent.Error()
		}
		versions = append(versions, []string{t[1], version})
	}
	versions.Write(w)
}

func table(results []result) harness.Table {
	t := harness.Table{{"feature", "by", "items/s", "ours is times as fast", "largest difference"}}
	for _, r := range results {
		for _, e := range r.entrants {
			row := []string{r.title, titleOf(e.name), "–", "–", "–"}
			switch {
			case e.absent == nil:
				row[2] = fmt.Sprintf("%.0f", harness.Median(e.rates))
				if us := r.entrants[0]; e.name != ours && us.absent == nil {
					row[3] = fmt.Sprintf("%.2f", harness.Ratio(us.rates, e.rates))
				}
				if e.name != ours && !math.IsNaN(e.different) {
					row[4] = fmt.Sprintf("%.2g", e.different)
				}
			case errors.Is(e.absent, harness.ErrAbsent):
				row[2] = "absent"
			default:
				row[2] = "failed: " + e.absent.Error()
			}
			t = append(t, row)
		}
	}
	return t
}

// bars returns all bars with their values.
func bars(results []result) []harness.Bar {
	var all []harness.Bar
	for _, r := range results {
		if r.least == 0 {
			continue
		}
		us := r.entrants[0]
		all = append(all, harness.Bar{
			Name: r.name, What: "a second on one core: " + r.title,
			Value: harness.Median(us.rates), Absent: us.absent != nil, Limit: r.least,
		})
	}
	return all
}
