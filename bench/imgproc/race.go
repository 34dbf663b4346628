package main

import (
	"fmt"
	"math"
	"os"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// A contest is what came of an operation. Rates are operations per second, one for each round, ours first.
type contest struct {
	operation
	absent    error
	rates     [2][]float64
	results   [2][]float32
	different float64    // the largest difference of the results
	labErrors [2]float64 // from the formula, in Lab
}

// race lets both work by turns, so that whatever else the machine does meets both alike.
func race(o operation, ours, theirs *harness.Worker, p pictures, rounds int) contest {
	c := contest{operation: o}
	workers := [2]*harness.Worker{ours, theirs}
	fmt.Fprintf(os.Stderr, "%s, %s\n", o.title, o.dtype)
	var repeat [2]int
	for i, w := range workers {
		if c.absent == nil {
			c.results[i], repeat[i], c.absent = w.Prepare(append([]string{o.name, o.dtype}, p.args()...), p.gray+".result")
		}
	}
	if c.absent == nil {
		c.absent = c.compare()
	}
	for round := range rounds {
		for _, i := range harness.Turns(round, 2) {
			if c.absent != nil {
				return c
			}
			took, err := workers[i].Pass(repeat[i])
			c.absent = err
			c.rates[i] = append(c.rates[i], float64(repeat[i])/took.Seconds())
		}
	}
	return c
}

// compare refuses a contest in which the two don't do the same.
func (c *contest) compare() error {
	a, b := c.results[0], c.results[1]
	if len(a) != len(b) {
		return fmt.Errorf("wanted as many values as OpenCV has, %d, found %d", len(b), len(a))
	}
	for i, v := range a {
		d := math.Abs(float64(v) - float64(b[i]))
		if c.name == "hsv" && i < len(a)/3 {
			d = min(d, 360-d)
		}
		c.different = max(c.different, d)
	}
	if c.name == "lab" {
		c.labErrors = [2]float64{labError(a), labError(b)}
	}
	if c.different > c.near {
		return fmt.Errorf("wanted results that differ by %g at most, found %g", c.near, c.different)
	}
	return nil
}

// ratio returns how many times as fast as OpenCV ours is.
func (c *contest) ratio() (float64, bool) {
	if c.absent != nil {
		return 0, false
	}
	return harness.Ratio(c.rates[0], c.rates[1]), true
}
