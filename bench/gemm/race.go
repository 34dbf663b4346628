package main

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"time"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// shortest is how long a pass takes at least: products are repeated.
const shortest = 100 * time.Millisecond

// An outcome is what a worker did with a product.
type outcome struct {
	*worker
	absent error     // it didn't take part, and this is why
	rates  []float64 // GFLOP/s, one for each round
	flops  float64
	repeat int
}

// A contest is the outcomes of all workers on so many cores with a product, in the contestants' order.
type contest struct {
	product  *product
	cores    int
	outcomes []*outcome
}

// race lets the workers multiply by turns, so that whatever else the machine does meets all of them alike.
func race(p *product, cores int, workers []*worker, rounds int) contest {
	c := contest{product: p, cores: cores}
	for _, w := range workers {
		if w.cores == cores {
			c.outcomes = append(c.outcomes, &outcome{worker: w})
		}
	}
	c.prepare()
	fmt.Fprintf(os.Stderr, "%s, %s, cores: %d\n", p.title, p.size(), cores)
	for round := range rounds {
		for _, i := range harness.Turns(round, len(c.outcomes)) {
			c.outcomes[i].run()
		}
	}
	return c
}

// prepare loads the product everywhere. Who finds another result than ours doesn't take part.
func (c *contest) prepare() {
	sums := make([]string, len(c.outcomes))
	for i, o := range c.outcomes {
		o.flops, sums[i], o.absent = o.load(c.product)
	}
	for i, o := range c.outcomes {
		if o.absent == nil && o.name != limit {
			o.absent = c.agrees(sums, i)
		}
		if o.absent == nil {
			o.absent = o.warmUp()
		}
	}
}

func (c *contest) agrees(sums []string, i int) error {
	for k, o := range c.outcomes {
		if o.name != ours || o.absent != nil {
			continue
		}
		if want, got := parse(sums[k]), parse(sums[i]); want != got {
			return fmt.Errorf("wanted the sum %v, found %v", want, got)
		}
	}
	return nil
}

// parse returns NaN, which equals nothing, for what isn't a number.
func parse(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return math.NaN()
	}
	return v
}

// warmUp finds out how often to repeat the product in a pass.
func (o *outcome) warmUp() error {
	for o.repeat = 1; ; o.repeat *= 4 {
		took, err := o.pass()
		if err != nil {
			return err
		}
		if took >= shortest/8 {
			o.repeat = int(math.Ceil(float64(o.repeat) * float64(shortest) / float64(took)))
			return nil
		}
	}
}

// pass returns how long the repetitions took. When it returns, the worker rests.
func (o *outcome) pass() (time.Duration, error) {
	begin := time.Now()
	if _, err := o.process.Ask("run", strconv.Itoa(o.repeat)); err != nil {
		return 0, err
	}
	took := time.Since(begin)
	return took, o.process.Rest()
}

func (o *outcome) run() {
	if o.absent != nil {
		return
	}
	took, err := o.pass()
	if err != nil {
		o.absent = err
		return
	}
	o.rates = append(o.rates, o.flops*float64(o.repeat)/took.Seconds()/1e9)
}

// find returns the outcome of a contestant, or nil if it is absent.
func (c *contest) find(name string) *outcome {
	for _, o := range c.outcomes {
		if o.name == name && o.absent == nil {
			return o
		}
	}
	return nil
}

// ratio returns how many times as fast as the contestant of that name ours is; false if one is absent.
func (c *contest) ratio(name string) (float64, bool) {
	we, they := c.find(ours), c.find(name)
	if we == nil || they == nil {
		return 0, false
	}
	return harness.Ratio(we.rates, they.rates), true
}
