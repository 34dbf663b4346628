package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// write writes everything as Markdown.
func (r *results) write(w io.Writer, notes []string) {
	fmt.Fprint(w, "# Images: Saccade beside other libraries\n\n")
	for _, note := range notes {
		fmt.Fprintln(w, "-", note)
	}
	for _, c := range r.contests {
		fmt.Fprintf(w, "\n## %s\n\n", c.title)
		contestTable(r.outcomes[c.name]).write(w)
	}
	for _, c := range r.contests {
		if differences := r.differences[c.name]; len(differences) > 0 {
			fmt.Fprintf(w, "\n## Differences from %s: %s, %d files\n\n", reference, c.name, min(samples, len(c.files)))
			differenceTable(differences).write(w)
		}
	}
	fmt.Fprint(w, "\n## Footprint\n\n", r.footprint, "\n\n## Bars\n\n")
	r.barTable().write(w)
}

// A table is rows of cells, the first one being the head.
type table [][]string

// write aligns the columns, so that the table can be read without rendering it.
func (t table) write(w io.Writer) {
	widths := make([]int, len(t[0]))
	for _, row := range t {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for r, row := range t {
		for i, cell := range row {
			fmt.Fprint(w, "| ", cell, strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+1))
		}
		fmt.Fprintln(w, "|")
		if r == 0 {
			for _, width := range widths {
				fmt.Fprint(w, "|", strings.Repeat("-", width+2))
			}
			fmt.Fprintln(w, "|")
		}
	}
}

func contestTable(outcomes []outcome) table {
	t := table{{"contestant", "class", "cores", "ms per image", "times ours", "version"}}
	for i := range outcomes {
		o := &outcomes[i]
		row := []string{o.name, string(o.class), fmt.Sprint(o.cores)}
		switch {
		case errors.Is(o.absent, errAbsent):
			row = append(row, "absent", "", strings.TrimPrefix(o.absent.Error(), errAbsent.Error()+": "))
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

func differenceTable(differences []difference) table {
	t := table{{"contestant", "class", "mean, grey levels", "largest"}}
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

func (r *results) barTable() table {
	t := table{{"bar", "what", "value", "limit", "verdict"}}
	for i := range bars {
		b := &bars[i]
		fields := strings.Fields(b.line(r))
		sense := "≥ "
		if b.most {
			sense = "≤ "
		}
		t = append(t, []string{b.name, b.what, fields[2], sense + fields[3], fields[4]})
	}
	return t
}
