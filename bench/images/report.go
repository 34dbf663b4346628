package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// write writes everything but the bars as Markdown.
func (r *results) write(w io.Writer, notes []string) {
	fmt.Fprint(w, "# Images: Saccade beside other libraries\n\n")
	for _, note := range notes {
		fmt.Fprintln(w, "-", note)
	}
	for _, c := range r.contests {
		fmt.Fprintf(w, "\n## %s\n\n", c.title)
		contestTable(r.outcomes[c.name]).Write(w)
	}
	for _, c := range r.contests {
		if differences := r.differences[c.name]; len(differences) > 0 {
			fmt.Fprintf(w, "\n## Differences from %s: %s, %d files\n\n", reference, c.name, min(samples, len(c.files)))
			differenceTable(differences).Write(w)
		}
	}
	fmt.Fprint(w, "\n## Footprint\n\n", r.footprint, "\n")
}

func contestTable(outcomes []outcome) harness.Table {
	t := harness.Table{{"contestant", "class", "cores", "ms per image", "times ours", "version"}}
	for i := range outcomes {
		o := &outcomes[i]
		row := []string{o.name, string(o.class), fmt.Sprint(o.cores)}
		switch {
		case errors.Is(o.absent, harness.ErrAbsent):
			row = append(row, "absent", "", strings.TrimPrefix(o.absent.Error(), harness.ErrAbsent.Error()+": "))
		case o.absent != nil:
			row = append(row, "failed", "", o.absent.Error())
		default:
			row = append(row, fmt.Sprintf("%.3f", o.median()), timesOurs(o, outcomes), o.version)
		}
		t = append(t, row)
	}
	return t
}

// timesOurs is the ratio to ours in the same class on as many cores.
func timesOurs(o *outcome, outcomes []outcome) string {
	name := ours
	if o.class == draft {
		name = oursDraft
	}
	we := find(outcomes, name, o.cores)
	if we == nil {
		return "–"
	}
	return fmt.Sprintf("%.2f", ratio(o, we))
}

func differenceTable(differences []difference) harness.Table {
	t := harness.Table{{"contestant", "class", "mean, grey levels", "largest"}}
	for _, d := range differences {
		row := []string{d.name, string(d.class), "absent", ""}
		if d.err == nil {
			row[2], row[3] = fmt.Sprintf("%.3f", d.mean), fmt.Sprintf("%.1f", d.largest)
		}
		t = append(t, row)
	}
	return t
}

func (f footprint) String() string {
	if f.err != nil {
		return "not measured: " + f.err.Error()
	}
	return fmt.Sprintf("%.2f allocations per image on small; peak memory %.0f MB on large with two workers.", f.allocs, f.megabytes)
}
