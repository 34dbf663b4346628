package main

import (
	"math"
	"slices"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// results has all figures: of a contest by its name, and those that aren't times.
type results struct {
	contests    []contest
	outcomes    map[string][]outcome
	differences map[string][]difference
	footprint   footprint
}

// A bar is a figure that is wanted: a value and the limit it is to keep.
type bar struct {
	name  string
	what  string // for people
	value measure
	most  bool // the limit is the most that is allowed; otherwise the least
	limit float64
}

// peers of the class exact that the bars mean; the Go libraries and Debian's are far behind.
var peers = []string{reference, "torchvision.io", "OpenCV, INTER_AREA"}

var bars = []bar{
	{"small-exact", "torchvision's default / ours", versus("small", ours, named(reference)), false, 2.5},
	{"small-draft", "torchvision's default / ours with draft", versus("small", oursDraft, named(reference)), false, 3},
	{"large-exact", "best of Pillow, OpenCV, torchvision / ours", versus("large", ours, named(peers...)), false, 3.5},
	{"large-draft", "best scaled peer / ours with draft", versus("large", oursDraft, others(draft)), false, 2.3},
	{"progressive-draft", "best peer / ours with draft", versus("progressive", oursDraft, others(exact, draft)), false, 20},
	{"progressive-exact", "best exact peer / ours", versus("progressive", ours, others(exact)), false, 1.3},
	{"decode-small", "ours / libjpeg-turbo", inverse(versus("decode-small", ours, others(exact))), true, 0.85},
	{"decode-large", "ours / libjpeg-turbo", inverse(versus("decode-large", ours, others(exact))), true, 0.70},
	{"resize-pillow", "Pillow / ours", versus("resize", ours, named("Pillow")), false, 4},
	{"resize-fast_image_resize", "fast_image_resize / ours", versus("resize", ours, named("fast_image_resize")), false, 1},
	{"alone-two-cores", "one core / two cores, one large file", twoCores("alone"), false, 1.6},
	{"folder-two-cores", "one core / two cores, small", twoCores("small"), false, 1.9},
	{"allocations", "per image, small", func(r *results) (float64, bool) {
		return math.Floor(r.footprint.allocs), r.footprint.err == nil // whole ones, as testing.AllocsPerRun
	}, true, 0},
	{"peak-memory", "MB, large on two cores", func(r *results) (float64, bool) {
		return r.footprint.megabytes, r.footprint.err == nil
	}, true, 200},
}

// bars returns all bars with their values.
func (r *results) bars() []harness.Bar {
	all := make([]harness.Bar, len(bars))
	for i, b := range bars {
		value, ok := b.value(r)
		all[i] = harness.Bar{Name: b.name, What: b.what, Value: value, Absent: !ok, Most: b.most, Limit: b.limit}
	}
	return all
}

type measure = func(*results) (float64, bool)

// versus is how many times as long the best of the peers takes as ours does, on one core. The best is the one with
// the smallest ratio, not the smallest median: a disturbed round must not choose a slower peer.
func versus(contest, name string, peer func(*outcome) bool) measure {
	return func(r *results) (float64, bool) {
		all := r.outcomes[contest]
		we := find(all, name, 1)
		if we == nil {
			return 0, false
		}
		best := math.Inf(1)
		for i := range all {
			if o := &all[i]; o.absent == nil && o.cores == 1 && peer(o) {
				best = min(best, ratio(o, we))
			}
		}
		return best, !math.IsInf(best, 1)
	}
}

func inverse(m measure) measure {
	return func(r *results) (float64, bool) {
		value, ok := m(r)
		return 1 / value, ok
	}
}

// twoCores is how many times as long one core takes as two.
func twoCores(contest string) measure {
	return func(r *results) (float64, bool) {
		one, two := find(r.outcomes[contest], ours, 1), find(r.outcomes[contest], ours, 2)
		if one == nil || two == nil {
			return 0, false
		}
		return ratio(one, two), true
	}
}

func named(names ...string) func(*outcome) bool {
	return func(o *outcome) bool { return slices.Contains(names, o.name) }
}

// others matches everybody else in the given classes.
func others(classes ...class) func(*outcome) bool {
	return func(o *outcome) bool {
		return o.name != ours && o.name != oursDraft && slices.Contains(classes, o.class)
	}
}
