package classifier

import (
	"fmt"
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
)

// stepPart is how many weights are stepped at a time. The parts are the same for any number of workers.
const stepPart = 1 << 14

// An optimizer is an [Optimizer] under way. It knows all weights as one slice.
type optimizer struct {
	rule     rule
	clipNorm float64
	workers  int
	steps    int       // taken so far
	squares  []float64 // of each part's gradients, summed

	params, grads []float32 // those of the step being taken
	square, part  func(part int)
}

// A rule is what a method does to weights.
type rule interface {
	// begin prepares step t, which counts from 1, whose gradients are multiplied by scale first.
	begin(t int, lr float64, scale float32)
	// step changes params by grads of the same length; from is the index of the first one among all weights.
	step(params, grads []float32, from int)
	// memory returns what the method keeps for each weight from step to step, by name. It shares the memory.
	memory() map[string][]float32
}

// start returns an optimizer for so many weights.
func (o Optimizer) start(params, workers int) *optimizer {
	s := &optimizer{clipNorm: o.ClipNorm, workers: workers, squares: make([]float64, (params+stepPart-1)/stepPart)}
	switch o.Method {
	case AdamW:
		s.rule = newAdamW(o, params)
	default:
		s.rule = newSGD(o, params)
	}
	s.square, s.part = s.squareOf, s.stepOf // function values are made once, for each takes memory
	return s
}

// step changes params by grads, both of the length that the optimizer was started for, with the learning rate lr.
// The bytes don't depend on the number of workers; nothing is allocated.
func (o *optimizer) step(params, grads []float32, lr float64) {
	o.params, o.grads = params, grads
	scale := float32(1)
	if o.clipNorm > 0 {
		scale = float32(min(1, o.clipNorm/(o.norm()+1e-6)))
	}
	o.steps++
	o.rule.begin(o.steps, lr, scale)
	kernel.Parallel(len(o.squares), o.workers, o.part)
	o.params, o.grads = nil, nil
}

// norm is the Euclidean norm of the gradients.
func (o *optimizer) norm() float64 {
	kernel.Parallel(len(o.squares), o.workers, o.square)
	sum := 0.0
	for _, s := range o.squares {
		sum += s
	}
	return math.Sqrt(sum)
}

func (o *optimizer) squareOf(part int) {
	from, to := o.bounds(part)
	o.squares[part] = kernel.SumSquares(o.grads[from:to])
}

func (o *optimizer) stepOf(part int) {
	from, to := o.bounds(part)
	o.rule.step(o.params[from:to], o.grads[from:to], from)
}

func (o *optimizer) bounds(part int) (from, to int) {
	return part * stepPart, min((part+1)*stepPart, len(o.params))
}

// state returns the number of steps taken and what the method keeps for each weight, by name: "velocity" of sgd with
// momentum, "first" and "second" of adamw. The arrays share the optimizer's memory.
func (o *optimizer) state() (steps int, arrays map[string][]float32) { return o.steps, o.rule.memory() }

// restore makes the optimizer go on where the one went whose state is given. It copies the arrays. If they aren't those
// that [optimizer.state] returns, in name and length, or not finite, nothing changes, and it is a *tensor.ParamError.
func (o *optimizer) restore(steps int, arrays map[string][]float32) error {
	if steps < 0 {
		return refuseOptimizer("steps", "at least 0", steps)
	}
	memory := o.rule.memory()
	for name := range arrays {
		if _, known := memory[name]; !known {
			return refuseOptimizer(name, "no such array", fmt.Sprintf("%d values", len(arrays[name])))
		}
	}
	for name, mine := range memory {
		found, ok := arrays[name]
		if !ok {
			return refuseOptimizer(name, "the array", "none")
		}
		if len(found) != len(mine) {
			return refuseOptimizer(name, fmt.Sprintf("%d values", len(mine)), len(found))
		}
		if i := kernel.NotFinite(found); i >= 0 {
			return refuseOptimizer(name, "finite values", fmt.Sprintf("%v at %d", found[i], i))
		}
	}
	for name, mine := range memory {
		copy(mine, arrays[name])
	}
	o.steps = steps
	return nil
}
