package classifier

import (
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// An LRFinder is the range test for learning rates (Smith 2017, "Cyclical Learning Rates for Training Neural Networks",
// section 3.3), as fast.ai and Lightning have it: the rate grows from step to step, and where the loss falls fastest is
// a good rate to train with. Step i of n, which counts from 0, has the rate
//
//	From · (To/From)^(i/(n−1))
type LRFinder struct {
	From, To float64 // above 0; To is above From
	Steps    int     // at least 10
}

// DefaultLRFinder returns Lightning's: 100 steps, here from 1e-7 to 10.
func DefaultLRFinder() LRFinder { return LRFinder{From: 1e-7, To: 10, Steps: 100} }

// An LRPoint is a step of the range test.
type LRPoint struct {
	LR   float64 `json:"lr"`
	Loss float64 `json:"loss"`
	// Smoothed is the exponential moving average of the losses, with factor 0.98, over what it would be if each were 1.
	Smoothed float64 `json:"smoothed"`
}

// An LRCurve is what the range test found.
type LRCurve struct {
	// Points has a point for each step, up to the one that diverged, which it has if its loss is finite.
	Points []LRPoint `json:"points"`
	// Suggestion is the rate at which the smoothed loss falls fastest, the first of equals, or 0 if it falls nowhere. The
	// first tenth of the steps, whose average has seen few losses, and the last one aren't considered.
	Suggestion float64 `json:"suggestion"`
	// Diverged says that the test ended early: a loss wasn't finite, or the smoothed one was above four times the lowest
	// one.
	Diverged bool `json:"diverged"`
}

// What fast.ai and Lightning have.
const (
	finderSmoothing = 0.98
	finderDiverged  = 4
)

// Find trains with growing rates. step makes a step with the given rate and returns the loss before it; an error ends
// the test and is returned with the points so far. The weights are the caller's to put back. A bad parameter is a
// *tensor.ParamError.
func (f LRFinder) Find(step func(lr float64) (loss float64, err error)) (LRCurve, error) {
	if err := f.check(); err != nil {
		return LRCurve{}, err
	}
	curve, smoothed, best := LRCurve{}, 0.0, math.Inf(1)
	for i := 0; i < f.Steps && !curve.Diverged; i++ {
		lr := f.rate(i)
		loss, err := step(lr)
		if err != nil {
			return curve, err
		}
		if curve.Diverged = !finite(loss); curve.Diverged {
			break
		}
		smoothed += (loss - smoothed) * (1 - finderSmoothing) / (1 - math.Pow(finderSmoothing, float64(i+1)))
		curve.Points = append(curve.Points, LRPoint{lr, loss, smoothed})
		best = min(best, smoothed)
		curve.Diverged = smoothed > finderDiverged*best
	}
	curve.Suggestion = steepest(curve.Points, f.Steps/10)
	return curve, nil
}

func (f LRFinder) rate(i int) float64 {
	return f.From * math.Pow(f.To/f.From, float64(i)/float64(f.Steps-1))
}

// steepest returns the rate with the lowest slope of the smoothed loss, by central differences, which are one-sided at
// the ends. It leaves out the first skip points and the last one. The rates are equally far apart in their logarithm.
func steepest(points []LRPoint, skip int) float64 {
	lowest, at := 0.0, 0.0
	for i := skip; i < len(points)-1; i++ {
		before, after := max(i-1, skip), min(i+1, len(points)-2)
		if before == after {
			break
		}
		slope := (points[after].Smoothed - points[before].Smoothed) / float64(after-before)
		if slope < lowest {
			lowest, at = slope, points[i].LR
		}
	}
	return at
}

func (f LRFinder) check() error {
	refuse := func(param, want string, got any) error {
		return &tensor.ParamError{Op: "lr_finder", Param: param, Want: want, Got: got}
	}
	switch {
	case !positive(f.From):
		return refuse("from", "a finite number above 0", f.From)
	case !(f.To > f.From && f.To <= math.MaxFloat32):
		return refuse("to", "a finite number above from", f.To)
	case f.Steps < 10:
		return refuse("steps", "at least 10", f.Steps)
	}
	return nil
}
