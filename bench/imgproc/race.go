package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"strconv"
	"time"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// shortest is how long a pass takes at least: operations are repeated.
const shortest = 100 * time.Millisecond

// A worker is a process that does operations, or why it isn't there.
type worker struct {
	name    string
	process *harness.Process
	version string
	absent  error
}

func startWorker(name string, cpus []int, program ...string) *worker {
	w := &worker{name: name}
	if w.process, w.absent = harness.Start(program, harness.Last(cpus, 1), "OMP_NUM_THREADS=1"); w.absent == nil {
		w.version, w.absent = w.process.Ask("hello")
	}
	return w
}

func (w *worker) stop() {
	if w.process != nil {
		w.process.Stop()
	}
}

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
func race(o operation, ours, theirs *worker, p pictures, rounds int) contest {
	c := contest{operation: o}
	workers := [2]*worker{ours, theirs}
	fmt.Fprintf(os.Stderr, "%s, %s\n", o.title, o.dtype)
	var repeat [2]int
	for i, w := range workers {
		if c.absent == nil {
			repeat[i], c.absent = c.prepare(i, w, p)
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
			took, err := pass(workers[i], repeat[i])
			c.absent = err
			c.rates[i] = append(c.rates[i], float64(repeat[i])/took.Seconds())
		}
	}
	return c
}

// prepare loads the operation, takes its result and finds out how often to repeat it.
func (c *contest) prepare(i int, w *worker, p pictures) (int, error) {
	if w.absent != nil {
		return 0, w.absent
	}
	if _, err := w.process.Ask(append([]string{"load", c.name, c.dtype}, p.args()...)...); err != nil {
		return 0, err
	}
	path := p.gray + ".result"
	if _, err := w.process.Ask("write", path); err != nil {
		return 0, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	c.results[i] = make([]float32, len(data)/4)
	for k := range c.results[i] {
		c.results[i][k] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*k:]))
	}
	for repeat := 1; ; repeat *= 4 {
		took, err := pass(w, repeat)
		if err != nil {
			return 0, err
		}
		if took >= shortest/8 {
			return int(math.Ceil(float64(repeat) * float64(shortest) / float64(took))), nil
		}
	}
}

func pass(w *worker, repeat int) (time.Duration, error) {
	begin := time.Now()
	_, err := w.process.Ask("run", strconv.Itoa(repeat))
	return time.Since(begin), err
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
