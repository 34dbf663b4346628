package main

import (
	"math"
	"testing"
)

// Red, white and black as the tables of Lab have them.
func TestLab(t *testing.T) {
	for _, c := range [][6]float64{{1, 0, 0, 53.24, 80.09, 67.20}, {1, 1, 1, 100, 0, 0}, {0, 0, 0, 0, 0, 0}} {
		l, a, b := lab(c[0], c[1], c[2])
		for i, v := range [3]float64{l, a, b} {
			if math.Abs(v-c[3+i]) > 0.01 {
				t.Errorf("%v: %v %v %v", c, l, a, b)
			}
		}
	}
}

func TestContestsThatDifferAreRefused(t *testing.T) {
	c := contest{operation: operation{name: "median", near: 0.5}, results: [2][]float32{{1, 2}, {1, 3}}}
	if err := c.compare(); err == nil || c.different != 1 {
		t.Errorf("difference %v, error %v", c.different, err)
	}
	hue := contest{operation: operation{name: "hsv", near: 1}, results: [2][]float32{{359.9, 0, 0}, {0.1, 0, 0}}}
	if err := hue.compare(); err != nil {
		t.Errorf("hues that are next to each other: %v", err)
	}
}
