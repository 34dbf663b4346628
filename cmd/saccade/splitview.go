package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/saccade-go/saccade/dataset"
)

// print writes a row for each class and a column for each part.
func (d *division) print(w io.Writer) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(name string, cells ...string) {
		fmt.Fprintf(t, "%s\t%s\t\n", name, strings.Join(cells, "\t"))
	}
	row("", append(shortAll(d.names), "all")...)
	sums := make([]int, len(d.names)+1)
	for k, counts := range d.counts() {
		all := 0
		cells := make([]string, len(sums))
		for part, n := range counts {
			all += n
			sums[part] += n
			cells[part] = fmt.Sprint(n)
		}
		cells[len(counts)] = fmt.Sprint(all)
		switch {
		case k < len(d.data.Classes):
			row(short(d.data.Classes[k]), cells...)
		case all > 0:
			row("(no class)", cells...)
		}
		sums[len(counts)] += all
	}
	var totals, shares []string
	for _, n := range sums {
		totals = append(totals, fmt.Sprint(n))
		shares = append(shares, fmt.Sprintf("%.1f%%", 100*float64(n)/float64(max(sums[len(sums)-1], 1))))
	}
	row("all", totals...)
	row("share", shares...)
	t.Flush()
}

func shortAll(names []string) (out []string) {
	for _, name := range names {
		out = append(out, short(name))
	}
	return out
}

// counts has how many samples of each class are in each part, those without a class last.
func (d *division) counts() [][]int {
	counts := make([][]int, len(d.data.Classes)+1)
	for k := range counts {
		counts[k] = make([]int, len(d.names))
	}
	for i, s := range d.data.Samples {
		k := len(d.data.Classes)
		if s.Label >= 0 && s.Label < k {
			k = s.Label
		}
		counts[k][d.parts.Of[i]]++
	}
	return counts
}

// note says what was kept together, and what couldn't be done.
func (d *division) note(w io.Writer, p dataset.Partition) {
	say := func(format string, args ...any) { fmt.Fprintln(w, visible(fmt.Sprintf(format, args...))) }
	if d.duplicates > 0 {
		say("duplicates: %d images in %s, each kept together", d.copies, count(d.duplicates, "group"))
	}
	if d.alone > 0 {
		say("--group: matches nothing in the paths of %s, such as %s: each stays by itself", count(d.alone, "image"), d.firstAlone)
	}
	if p.Fixed != nil {
		say("--keep: %s in the part where they were, %d new; %s of the earlier parts not in DATA", count(d.kept, "image"), len(d.keys)-d.kept, count(d.gone, "image"))
	}
	if torn := d.torn(p.Fixed); torn > 0 {
		say("--keep: %s had images in several parts: each is now where most of it was", count(torn, "group"))
	}
	d.noteLarge(say, p.Ratios)
	d.noteAbsent(say)
}

// torn counts the groups that an earlier division has in several parts.
func (d *division) torn(fixed []int) (n int) {
	for _, g := range d.parts.Groups {
		for _, i := range g {
			if fixed != nil && fixed[i] >= 0 && fixed[i] != d.parts.Of[i] {
				n++
				break
			}
		}
	}
	return n
}

// noteLarge names groups that are larger than the share of the smallest part.
func (d *division) noteLarge(say func(string, ...any), ratios []float64) {
	sum := 0.
	for _, r := range ratios {
		sum += r
	}
	share := slices.Min(ratios) / sum * float64(len(d.keys))
	var large [][]int
	for _, g := range d.parts.Groups {
		if len(g) > 1 && float64(len(g)) > share {
			large = append(large, g)
		}
	}
	slices.SortStableFunc(large, func(a, b []int) int { return len(b) - len(a) })
	for i, g := range large {
		if i == mostNamed {
			say("and %s more", count(len(large)-i, "group"))
			break
		}
		say("a group of %d images, %s among them, is larger than the smallest part's share of %.0f: it is in %s",
			len(g), d.data.Samples[g[0]].Name, share, d.names[d.parts.Of[g[0]]])
	}
}

// mostNamed is how many groups or classes messages name.
const mostNamed = 5

// noteAbsent names classes that a part has nothing of, and says why.
func (d *division) noteAbsent(say func(string, ...any)) {
	groups := make([]int, len(d.data.Classes))
	for _, g := range d.parts.Groups {
		seen := map[int]bool{}
		for _, i := range g {
			if k := d.data.Samples[i].Label; k >= 0 && k < len(groups) && !seen[k] {
				seen[k] = true
				groups[k]++
			}
		}
	}
	named := 0
	counts := d.counts()
	for k, class := range d.data.Classes {
		var absent []string
		for part, n := range counts[k] {
			if n == 0 {
				absent = append(absent, d.names[part])
			}
		}
		if len(absent) == 0 || groups[k] == 0 {
			continue
		}
		if named++; named <= mostNamed {
			all := 0
			for _, n := range counts[k] {
				all += n
			}
			why := count(all, "image")
			if groups[k] < all {
				why += " in " + count(groups[k], "group")
			}
			say("no image of class %s in %s: it has %s", short(class), strings.Join(absent, ", "), why)
		}
	}
	if named > mostNamed {
		say("and %s more", count(named-mostNamed, "class"))
	}
}
