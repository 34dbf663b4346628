package classifier

import (
	"math"
	"runtime"

	"github.com/saccade-go/saccade/internal/kernel"
)

// The bounds of a temperature. Logits that tell the classes apart without a mistake are best divided by 0, and those that know
// less than chance by ∞.
const (
	MinTemperature = 1e-3
	MaxTemperature = 1e3
)

// FitTemperature returns the T in MinTemperature..MaxTemperature for which softmax(logits/T) has the lowest log loss on samples
// with logits (N×C, N at least 1) and N labels: temperature scaling (Guo et al. 2017). T above 1 makes a model less sure of
// itself and T below 1 surer; the order of the classes stays. The samples should be others than those trained on.
//
// The loss is convex in β = 1/T. Its derivative there, the mean of Σ pᵢ·zᵢ − z[label] with p = softmax(β·z), rises; its root
// is found by Newton's method within a shrinking bracket, to about 15 digits. If no T is better
// than another, as with logits that are all equal, it is 1. All processors are used; the result doesn't depend on them.
func FitTemperature(logits Matrix, labels []int) (float64, error) {
	if err := checkScores("temperature", logits, labels); err != nil {
		return 0, err
	}
	slope := func(beta float64) (d, dd float64) { return slopes(logits, labels, beta) }
	return 1 / risingRoot(slope, 1/MaxTemperature, 1/MinTemperature), nil
}

// rowsAtOnce is how many samples are summed by one worker.
const rowsAtOnce = 128

// slopes returns the first and second derivative by β of the log loss of softmax(β·logits).
func slopes(logits Matrix, labels []int, beta float64) (d, dd float64) {
	tasks := (logits.Rows + rowsAtOnce - 1) / rowsAtOnce
	parts := make([][2]float64, tasks)
	kernel.Parallel(tasks, runtime.GOMAXPROCS(0), func(task int) {
		p := &parts[task]
		for i := task * rowsAtOnce; i < min((task+1)*rowsAtOnce, logits.Rows); i++ {
			mean, variance := moments(logits.Row(i), labels[i], beta)
			p[0] += mean
			p[1] += variance
		}
	})
	for _, p := range parts {
		d += p[0]
		dd += p[1]
	}
	return d / float64(logits.Rows), dd / float64(logits.Rows)
}

// moments returns Σ pᵢ·zᵢ − z[y], and the variance of z, with p = softmax(β·z).
func moments(z []float32, y int, beta float64) (mean, variance float64) {
	top := float64(z[argmax(z)])
	sum, first, second := 0.0, 0.0, 0.0
	for _, v := range z {
		below := float64(v) - top
		e := math.Exp(beta * below)
		sum += e
		first += e * below
		second += e * below * below
	}
	first /= sum
	return first - (float64(z[y]) - top), max(0, second/sum-first*first)
}

// risingRoot returns the root in lo..hi, which has 1, of a function that never falls and of which f gives value and slope: lo if
// it is positive everywhere, hi if it is negative, and 1 if it is 0.
func risingRoot(f func(x float64) (v, slope float64), lo, hi float64) float64 {
	atLo, _ := f(lo)
	atHi, _ := f(hi)
	switch {
	case atLo == 0 && atHi == 0:
		return 1
	case atLo >= 0:
		return lo
	case atHi <= 0:
		return hi
	}
	x, last := 1.0, math.Inf(1)
	for range 200 {
		v, slope := f(x)
		switch {
		case v == 0:
			return x
		case v < 0:
			lo = x
		default:
			hi = x
		}
		step := v / slope
		if !(x-step > lo && x-step < hi && math.Abs(step) < last/2) {
			x, last = math.Sqrt(lo*hi), math.Inf(1) // Newton leaves the bracket or is slow
			continue
		}
		x, last = x-step, math.Abs(step)
		if last <= 1e-9*x {
			return x // what is left is of the order of the step's square
		}
	}
	return x
}
