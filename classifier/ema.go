package classifier

import (
	"fmt"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// An average is the exponential moving average of weights w over the steps: a = w after the first step, and after
// step t+1
//
//	a = d·a + (1−d)·w  with  d = min(decay, (1+t) / (10+t))
//
// so that it begins as an average of the last few steps, and the weights that training began with are no part of it. It
// is torch.optim.swa_utils.AveragedModel's, but for the growing decay, which is that of TensorFlow's
// ExponentialMovingAverage with num_updates.
type average struct {
	decay   float64
	workers int
	steps   int
	weights []float32

	from []float32 // the weights of the update under way
	take float32   // 1 − d
	part func(part int)
}

// newAverage returns the average of so many weights, none seen so far. decay is from 0 to below 1.
func newAverage(decay float64, params, workers int) *average {
	a := &average{decay: decay, workers: workers, weights: make([]float32, params)}
	a.part = a.updatePart
	return a
}

// update takes the weights after a step. The bytes don't depend on the number of workers; nothing is allocated.
func (a *average) update(params []float32) {
	t := float64(a.steps)
	a.steps++
	if t == 0 {
		copy(a.weights, params)
		return
	}
	a.from, a.take = params, float32(1-min(a.decay, (1+t)/(10+t)))
	kernel.Parallel((len(params)+stepPart-1)/stepPart, a.workers, a.part)
	a.from = nil
}

func (a *average) updatePart(part int) {
	from, to := part*stepPart, min((part+1)*stepPart, len(a.weights))
	kernel.Lerp(a.weights[from:to], a.from[from:to], a.take)
}

// state returns the number of steps seen and the average, which shares a's memory.
func (a *average) state() (steps int, weights []float32) { return a.steps, a.weights }

// restore makes the average go on where the one was whose state is given. It copies the weights. If they are of another
// number or not finite, nothing changes, and it is a *tensor.ParamError.
func (a *average) restore(steps int, weights []float32) error {
	refuse := func(param, want string, got any) error {
		return &tensor.ParamError{Op: "ema", Param: param, Want: want, Got: got}
	}
	if steps < 0 {
		return refuse("steps", "at least 0", steps)
	}
	if len(weights) != len(a.weights) {
		return refuse("weights", fmt.Sprintf("%d values", len(a.weights)), len(weights))
	}
	if i := kernel.NotFinite(weights); i >= 0 {
		return refuse("weights", "finite values", fmt.Sprintf("%v at %d", weights[i], i))
	}
	copy(a.weights, weights)
	a.steps = steps
	return nil
}
