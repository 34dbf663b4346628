package main

import (
	"fmt"
	"math"
	"os"
	"time"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// shortest is how long a pass takes at least: short work is repeated.
const shortest = 150 * time.Millisecond

// An outcome is what an entrant did in a contest.
type outcome struct {
	entrant
	version string
	absent  error     // it didn't take part, and this is why
	times   []float64 // milliseconds per image, one for each round
}

// A runner is an entrant that is ready to run.
type runner struct {
	outcome *outcome
	team    *team
	repeat  int
}

// race lets the entrants of a contest run by turns, so that whatever else the machine does meets all of them alike.
func race(c contest, s *stable, rounds int) []outcome {
	outcomes := make([]outcome, len(c.entrants))
	var runners []*runner
	for i, e := range c.entrants {
		outcomes[i].entrant = e
		r, err := prepare(&outcomes[i], c, s)
		if err != nil {
			outcomes[i].absent = err
			continue
		}
		runners = append(runners, r)
	}
	fmt.Fprintf(os.Stderr, "%s: %d entrants, %d rounds\n", c.name, len(runners), rounds)
	for round := range rounds {
		for _, i := range harness.Turns(round, len(runners)) {
			runners[i].run(c.images())
		}
	}
	return outcomes
}

// prepare loads the files, warms up and finds out how often to repeat the work in a pass.
func prepare(o *outcome, c contest, s *stable) (*runner, error) {
	t, err := s.team(o.entrant)
	if err != nil {
		return nil, err
	}
	o.version = t.version
	if err := t.load(o.job, c.files); err != nil {
		return nil, err
	}
	took, err := t.pass(o.job, 1)
	repeat := math.Ceil(float64(shortest) / float64(took))
	return &runner{o, t, int(repeat)}, err
}

func (r *runner) run(images int) {
	if r.outcome.absent != nil {
		return
	}
	took, err := r.team.pass(r.outcome.job, r.repeat)
	if err != nil {
		r.outcome.absent = err
		return
	}
	perImage := took.Seconds() * 1000 / float64(images*r.repeat)
	r.outcome.times = append(r.outcome.times, perImage)
}

func (o *outcome) median() float64 { return harness.Median(o.times) }

// ratio returns the median of the per-round ratios a/b.
func ratio(a, b *outcome) float64 { return harness.Ratio(a.times, b.times) }

// find returns the outcome of a contestant on so many cores, or nil if it is absent.
func find(outcomes []outcome, name string, cores int) *outcome {
	for i := range outcomes {
		if o := &outcomes[i]; o.absent == nil && o.name == name && o.cores == cores {
			return o
		}
	}
	return nil
}
