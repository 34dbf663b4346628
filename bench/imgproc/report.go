package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// write writes everything but the bars as Markdown.
func write(w io.Writer, contests []contest, ours, theirs *harness.Worker, notes []string) {
	fmt.Fprint(w, "# Operations on pictures: Saccade beside OpenCV\n\n")
	for _, note := range notes {
		fmt.Fprintln(w, "-", note)
	}
	fmt.Fprintf(w, "- pictures of %d×%d, ours as planes, OpenCV's interleaved; memory of the result is used again\n", width, height)
	fmt.Fprint(w, "\n## One core\n\n")
	table(contests).Write(w)
	for _, c := range contests {
		if c.name == "lab" && c.absent == nil {
			fmt.Fprintf(w, "\nLargest error in Lab from the formula in float64: ours %.2g, OpenCV's %.2g.\n", c.labErrors[0], c.labErrors[1])
		}
	}
	fmt.Fprint(w, "\n## Versions\n\n")
	versions := harness.Table{{"contestant", "version"}}
	for _, k := range []*harness.Worker{ours, theirs} {
		if k.Absent != nil {
			k.Version = k.Absent.Error()
		}
		versions = append(versions, []string{k.Name, k.Version})
	}
	versions.Write(w)
}

func table(contests []contest) harness.Table {
	t := harness.Table{{"operation", "type", "ours, ms", "OpenCV, ms", "times as fast", "largest difference"}}
	for _, c := range contests {
		row := []string{c.title, c.dtype, "–", "–", "–", "–"}
		switch ratio, ok := c.ratio(); {
		case ok:
			row[2], row[3] = milliseconds(c.rates[0]), milliseconds(c.rates[1])
			row[4], row[5] = fmt.Sprintf("%.2f", ratio), fmt.Sprintf("%.2g", c.different)
		case !errors.Is(c.absent, harness.ErrAbsent):
			row[4] = "failed: " + c.absent.Error()
		}
		t = append(t, row)
	}
	return t
}

func milliseconds(rates []float64) string { return fmt.Sprintf("%.2f", 1000/harness.Median(rates)) }

// bars returns all bars with their values.
func bars(contests []contest) []harness.Bar {
	var all []harness.Bar
	for _, c := range contests {
		if c.least == 0 {
			continue
		}
		value, ok := c.ratio()
		all = append(all, harness.Bar{
			Name: "imgproc-" + c.name, What: fmt.Sprintf("times as fast as OpenCV: %s, %s", c.title, c.dtype),
			Value: value, Absent: !ok, Limit: round3(c.least),
		})
		if c.name == "lab" {
			all = append(all, harness.Bar{
				Name: "imgproc-lab-error", What: "largest error in CIE units", Value: c.labErrors[0], Absent: !ok, Most: true, Limit: 1e-3,
			})
		}
	}
	return all
}

// round3 rounds to three digits behind the point.
func round3(v float64) float64 { return float64(int(v*1000+0.5)) / 1000 }
