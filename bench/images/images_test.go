package main

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestMedian(t *testing.T) {
	for _, tc := range []struct {
		values []float64
		want   float64
	}{
		{[]float64{3}, 3},
		{[]float64{9, 1, 2}, 2},
		{[]float64{9, 1, 2, 4}, 3},
	} {
		if got := median(tc.values); got != tc.want {
			t.Errorf("median of %v: wanted %v, found %v", tc.values, tc.want, got)
		}
	}
	if got := median(nil); !math.IsNaN(got) {
		t.Errorf("median of nothing: wanted NaN, found %v", got)
	}
}

// made returns an outcome on one core with the given times.
func made(name string, c class, times ...float64) outcome {
	return outcome{entrant: entrant{contestant{name: name, class: c}, 1}, times: times}
}

// A round in which the machine was busy changes no ratio.
func TestRatioIsTakenRoundByRound(t *testing.T) {
	a, b := made("a", exact, 2, 20, 200), made("b", exact, 1, 10, 100)
	if got := ratio(&a, &b); got != 2 {
		t.Errorf("wanted 2, found %v", got)
	}
}

func TestBarLine(t *testing.T) {
	r := &results{outcomes: map[string][]outcome{
		"small":        {made(ours, exact, 1), made(reference, exact, 2.6)},
		"decode-small": {made(ours, exact, 0.9), made("simplejpeg", exact, 1), made("slow", exact, 9)},
	}}
	for _, want := range []string{
		"BAR small-exact 2.6 2.5 ok",
		"BAR small-draft absent 3 short",
		"BAR decode-small 0.9 0.85 short",
	} {
		i := slices.IndexFunc(bars, func(b bar) bool { return b.name == strings.Fields(want)[1] })
		if got := bars[i].line(r); got != want {
			t.Errorf("wanted %q, found %q", want, got)
		}
	}
}

// Every contest and contestant that a bar names is there, so that absent never means misspelt.
func TestBarsHaveContests(t *testing.T) {
	r := &results{outcomes: map[string][]outcome{}}
	groups := map[string][]contestant{
		"small": makers, "large": makers, "progressive": makers, "decode-small": decoders,
		"decode-large": decoders, "resize": resizers, "alone": alone,
	}
	for name, contestants := range groups {
		for _, e := range on(contestants, 1, 2) {
			r.outcomes[name] = append(r.outcomes[name], outcome{entrant: e, times: []float64{1}})
		}
	}
	for _, b := range bars {
		if _, ok := b.value(r); !ok {
			t.Errorf("bar %s has no value although everybody took part", b.name)
		}
	}
}

func TestBestPeer(t *testing.T) {
	quick := made("quick", exact, 0.1, 0.1, 0.1)
	quick.absent = errors.New("not installed")
	r := &results{outcomes: map[string][]outcome{"small": {
		made(ours, exact, 1, 10, 10), quick, made("best", exact, 2, 20, 20), made("lucky", exact, 3, 3, 30),
	}}}
	if got, ok := versus("small", ours, others(exact))(r); !ok || got != 2 {
		t.Errorf("wanted 2, found %v, %v", got, ok)
	}
}

func TestTableIsAligned(t *testing.T) {
	var b strings.Builder
	table{{"a", "long head"}, {"größer", "1"}}.write(&b)
	want := "| a      | long head |\n|--------|-----------|\n| größer | 1         |\n"
	if b.String() != want {
		t.Errorf("wanted\n%s\nfound\n%s", want, b.String())
	}
}

func TestSpread(t *testing.T) {
	files := []string{"a", "b", "c", "d", "e", "f"}
	if got := spread(files, 3); !slices.Equal(got, []string{"a", "c", "e"}) {
		t.Errorf("wanted a c e, found %v", got)
	}
	if got := spread(files[:1], 3); !slices.Equal(got, []string{"a"}) {
		t.Errorf("wanted a, found %v", got)
	}
}
