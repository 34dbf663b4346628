package main

import (
	"math"
	"testing"
)

func TestEntrantsThatDifferAreRefused(t *testing.T) {
	us := &entrant{name: ours, values: []float32{1, 2}}
	r := result{contest: contest{near: map[string]float64{"numpy": 0.5}}, entrants: []*entrant{us}}
	for _, tc := range []struct {
		name   string
		values []float32
		ok     bool
	}{
		{"numpy", []float32{1, 2.25}, true},
		{"numpy", []float32{1, 3}, false},
		{"numpy", []float32{1, float32(math.NaN())}, false},
		{"numpy", []float32{1}, false},
		{"opencv", []float32{7}, true},
	} {
		if err := r.compare(&entrant{name: tc.name, values: tc.values}); (err == nil) != tc.ok {
			t.Errorf("%s %v: %v", tc.name, tc.values, err)
		}
	}
}
