package colorspace

import (
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

func TestRoutes(t *testing.T) {
	for _, tc := range []struct {
		from, to tensor.Space
		via      []tensor.Space
	}{
		{RGB, RGB, nil},
		{RGB, Lab, []tensor.Space{Lab}},
		{Gray, RGB, []tensor.Space{RGB}},
		{HSV, Lab, []tensor.Space{RGB, Lab}},
		{Lab, Gray, []tensor.Space{RGB, Gray}},
		{RGB, XYZ, []tensor.Space{LinearRGB, XYZ}},
		{XYZ, RGB, []tensor.Space{LinearRGB, RGB}},
		{RGB, Luv, []tensor.Space{LinearRGB, XYZ, Luv}},
		{RGB, LCh, []tensor.Space{Lab, LCh}},
		{RGB, Oklch, []tensor.Space{LinearRGB, Oklab, Oklch}},
		{RGB, LabD50, []tensor.Space{LinearRGB, XYZD50, LabD50}},
		{LabD50, RGB, []tensor.Space{XYZD50, LinearRGB, RGB}},
		{Lab, LabD50, []tensor.Space{XYZ, XYZD50, LabD50}},
		{LabD50, Lab, []tensor.Space{XYZD50, XYZ, Lab}},
		{Lab, Luv, []tensor.Space{XYZ, Luv}},
		{LinearRGB, Lab, []tensor.Space{XYZ, Lab}},
		{Lab, LinearRGB, []tensor.Space{LinearRGB}},
		{LCh, Oklch, []tensor.Space{Lab, LinearRGB, Oklab, Oklch}},
		{Oklab, Lab, []tensor.Space{LinearRGB, XYZ, Lab}},
		{HSV, CMYK, []tensor.Space{RGB, CMYK}},
	} {
		r := routes[ends{tc.from, tc.to}]
		if len(r) != len(tc.via) {
			t.Errorf("%v to %v takes %d steps, want %d", tc.from, tc.to, len(r), len(tc.via))
			continue
		}
		for i, step := range r {
			if step.to != tc.via[i] {
				t.Errorf("%v to %v: step %d goes to %v, want %v", tc.from, tc.to, i, step.to, tc.via[i])
			}
		}
	}
}

// TestFindRoutesTakesTheShortest in a made-up set of spaces: a ring of 1, 2, 3, 4 with a bridge from 1 to 3.
func TestFindRoutesTakesTheShortest(t *testing.T) {
	step := func(from, to tensor.Space) conversion { return conversion{from: from, to: to} }
	found := findRoutes([]family{
		{space: 1, conversions: []conversion{step(1, 2), step(1, 3)}},
		{space: 2, conversions: []conversion{step(2, 3)}},
		{space: 3, conversions: []conversion{step(3, 4)}},
		{space: 4, conversions: []conversion{step(4, 1)}},
	})
	for e, want := range map[ends]int{{1, 4}: 2, {2, 1}: 3, {4, 2}: 2, {3, 3}: 0} {
		if got := len(found[e]); got != want {
			t.Errorf("%d to %d takes %d steps, want %d", e.from, e.to, got, want)
		}
	}
}

// TestFamilies: what a file declares fits what package tensor says.
func TestFamilies(t *testing.T) {
	for _, f := range families {
		if len(f.ranges) != f.space.Channels() || len(f.ranges) > maxChannels {
			t.Errorf("%v has %d ranges, want %d", f.space, len(f.ranges), f.space.Channels())
		}
		for _, g := range families {
			if _, ok := routes[ends{f.space, g.space}]; !ok {
				t.Errorf("no route from %v to %v", f.space, g.space)
			}
		}
	}
}
