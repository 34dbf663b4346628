package classifier

import (
	"errors"
	"math"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

func TestAverageWorkersAndRestore(t *testing.T) {
	const n = 2*stepPart + 9
	params := func(step int) []float32 {
		s := ramp(n)
		for i := range s {
			s[i] += float32(math.Sin(float64(i * step)))
		}
		return s
	}
	one := newAverage(0.9, n, 1)
	for step := range 5 {
		one.update(params(step))
	}
	for _, workers := range []int{2, 8} {
		first, second := newAverage(0.9, n, workers), newAverage(0.9, n, workers)
		first.update(params(0))
		first.update(params(1))
		second.update(params(7)) // is forgotten
		if err := second.restore(first.state()); err != nil {
			t.Fatal(err)
		}
		first.update(params(9)) // the weights were copied
		for step := 2; step < 5; step++ {
			second.update(params(step))
		}
		if !sameBits(one.weights, second.weights) {
			t.Errorf("%d workers, restored after two steps: other bytes", workers)
		}
	}
}

// The average begins with the first weights it sees, weights that stay the same are their own average, and of 1000 steps
// the last ones count most.
func TestAverageBeginning(t *testing.T) {
	a := newAverage(0.999, 2, 1)
	for range 20 {
		a.update([]float32{3, -0.1})
		if a.weights[0] != 3 || a.weights[1] != -0.1 {
			t.Fatalf("the average of 3 and −0.1 is %v", a.weights)
		}
	}
	a = newAverage(0.99, 1, 1)
	for step := range 1000 {
		a.update([]float32{float32(step)})
	}
	near(t, "average", float64(a.weights[0]), 900, 5) // 999 − 0.99/0.01, but for the growing decay
}

func TestAverageRestoreRefuses(t *testing.T) {
	a := newAverage(0.9, 2, 1)
	a.update([]float32{1, 2})
	for param, err := range map[string]error{
		"steps":   a.restore(-1, []float32{3, 4}),
		"weights": errors.Join(a.restore(1, []float32{3}), a.restore(1, []float32{3, float32(math.NaN())})),
	} {
		var e *tensor.ParamError
		if !errors.As(err, &e) || e.Param != param || a.weights[0] != 1 || a.steps != 1 {
			t.Errorf("error %v, want a *tensor.ParamError about %s", err, param)
		}
	}
	if a.restore(1, []float32{3}) == nil || a.restore(1, []float32{3, float32(math.NaN())}) == nil {
		t.Error("restored weights that can't be")
	}
}

func TestAverageAllocatesNothing(t *testing.T) {
	a, params := newAverage(0.9, 2*stepPart, 2), ramp(2*stepPart)
	allocatesNothing(t, func() { a.update(params) })
}
