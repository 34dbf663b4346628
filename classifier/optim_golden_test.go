package classifier

import (
	"encoding/json"
	"math"
	"path/filepath"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
)

// optimGoldens is testdata/optim.json.
type optimGoldens struct {
	Optimizers map[string]struct {
		Optimizer     json.RawMessage
		Start         []float64
		Grads, Params [][]float64
	}
	Schedules []struct {
		Schedule      Schedule
		Steps         int
		PerEpoch      int `json:"per_epoch"`
		Rates, Losses []float64
	}
	Averages []struct {
		Decay            float64
		Params, Averages [][]float64
	}
	Finders []struct {
		From, To, Suggestion float64
		Losses, Smoothed     []float64
	}
}

func readOptim(t *testing.T) (g optimGoldens) {
	t.Helper()
	readJSON(t, filepath.Join("testdata", "optim.json"), &g)
	return g
}

func TestOptimizersMatchTorch(t *testing.T) {
	cases := readOptim(t).Optimizers
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			o := parseOptimizer(t, string(c.Optimizer))
			if err := o.check(); err != nil {
				t.Fatal(err)
			}
			params, run := floats(c.Start), o.start(len(c.Start), 1)
			for step, grads := range c.Grads {
				run.step(params, floats(grads), o.LR)
				relative(t, "weights", params, c.Params[step], 1e-6)
			}
		})
	}
	if len(cases) != 9 {
		t.Errorf("%d cases, want 9", len(cases))
	}
}

func TestSchedulesMatchTorch(t *testing.T) {
	cases := readOptim(t).Schedules
	for _, c := range cases {
		if err := c.Schedule.check(0.1, true); err != nil {
			t.Fatal(err)
		}
		run := c.Schedule.start(0.1, c.Steps/c.PerEpoch, c.PerEpoch)
		for step, want := range c.Rates {
			got := run.rate(step)
			if !(math.Abs(got-want) <= 1e-12*want+1e-17) {
				t.Fatalf("%+v of %d steps: step %d has rate %v, want %v", c.Schedule, c.Steps, step, got, want)
			}
			if c.Losses != nil {
				run.observe(c.Losses[step])
			}
		}
	}
	if len(cases) != 18 {
		t.Errorf("%d cases, want 18", len(cases))
	}
}

func TestAverageMatchesTorch(t *testing.T) {
	cases := readOptim(t).Averages
	for _, c := range cases {
		a := newAverage(c.Decay, len(c.Params[0]), 1)
		for step, params := range c.Params {
			a.update(floats(params))
			_, weights := a.state()
			testdata.Near(t, "average", weights, c.Averages[step], 5e-7)
		}
	}
	if len(cases) != 2 {
		t.Errorf("%d cases, want 2", len(cases))
	}
}

func TestLRFinderMatchesLightning(t *testing.T) {
	cases := readOptim(t).Finders
	for _, c := range cases {
		f, i := LRFinder{From: c.From, To: c.To, Steps: len(c.Losses)}, 0
		curve, err := f.Find(func(float64) (float64, error) { i++; return c.Losses[i-1], nil })
		if err != nil || len(curve.Points) != len(c.Smoothed) {
			t.Fatalf("%d points, error %v, want %d points", len(curve.Points), err, len(c.Smoothed))
		}
		for i, p := range curve.Points {
			near(t, "smoothed", p.Smoothed, c.Smoothed[i], 1e-12)
		}
		near(t, "suggestion", curve.Suggestion, c.Suggestion, 1e-12*c.Suggestion)
	}
	if len(cases) != 2 {
		t.Errorf("%d cases, want 2", len(cases))
	}
}
