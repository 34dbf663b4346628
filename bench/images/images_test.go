package main

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// made returns an outcome on one core with the given times.
func made(name string, c class, times ...float64) outcome {
	return outcome{entrant: entrant{contestant{name: name, class: c}, 1}, times: times}
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
		if got := r.bars()[i].Line(); got != want {
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

func TestSpread(t *testing.T) {
	files := []string{"a", "b", "c", "d", "e", "f"}
	if got := spread(files, 3); !slices.Equal(got, []string{"a", "c", "e"}) {
		t.Errorf("wanted a c e, found %v", got)
	}
	if got := spread(files[:1], 3); !slices.Equal(got, []string{"a"}) {
		t.Errorf("wanted a, found %v", got)
	}
}
