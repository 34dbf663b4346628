package classifier

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// An Interval says between which bounds a figure may be believed to be.
type Interval struct {
	Lower float64 `json:"lower"`
	Upper float64 `json:"upper"`
}

// Wilson returns the interval for the part of all cases that are right when right of n were, which has the given confidence,
// above 0 and below 1: 0.95 is usual. Such are an accuracy, and a class's recall. With z = Φ⁻¹((1+confidence)/2) and p = right/n
// its bounds are
//
//	(p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)
//
// (Wilson 1927), without correction for continuity. They are in 0..1 and mean something for small n, and for p = 0 and 1, too.
func Wilson(right, n int, confidence float64) (Interval, error) {
	const op = "wilson interval"
	if n < 1 {
		return Interval{}, errNoSamples(op)
	}
	if right < 0 || right > n {
		return Interval{}, &DataError{Op: op, Row: -1, Want: fmt.Sprintf("a number in 0..%d", n), Got: fmt.Sprint(right)}
	}
	if err := checkConfidence(op, confidence); err != nil {
		return Interval{}, err
	}
	return wilson(right, n, confidence), nil
}

func checkConfidence(op string, confidence float64) error {
	if !(confidence > 0 && confidence < 1) {
		return &tensor.ParamError{Op: op, Param: "confidence", Want: "a number above 0 and below 1", Got: confidence}
	}
	return nil
}

func wilson(right, n int, confidence float64) Interval {
	z := math.Sqrt2 * math.Erfinv(confidence)
	size, p := float64(n), float64(right)/float64(n)
	middle := p + z*z/(2*size)
	half := z * math.Sqrt(p*(1-p)/size+z*z/(4*size*size))
	i := Interval{max(0, (middle-half)/(1+z*z/size)), min(1, (middle+half)/(1+z*z/size))}
	if right == 0 { // exactly, which rounding would miss
		i.Lower = 0
	}
	if right == n {
		i.Upper = 1
	}
	return i
}

// A Bootstrap makes intervals for any figure by drawing samples again (Efron 1979). The zero value is the default.
type Bootstrap struct {
	Resamples  int     // how often; 0 means 1000
	Confidence float64 // of the interval, above 0 and below 1; 0 means 0.95
	Seed       uint64  // decides on what is drawn
	Workers    int     // bounds the parallel work; 0 means one for each processor. Results don't depend on it.
}

// maxResamples bounds the memory for a wrong number.
const maxResamples = 1 << 24

// Interval returns the percentile interval of a figure of n samples: n of their numbers 0..n−1 are drawn with replacement,
// metric computes the figure of these rows, and so on Resamples times; the bounds are the quantiles (1−Confidence)/2 and
// (1+Confidence)/2 of what it returned, interpolated linearly as numpy.quantile does. NaN, where a figure isn't defined for what
// was drawn, is left out; nothing but NaN is an error.
//
// metric is called by several goroutines at once and must not keep rows. The same seed draws the same rows.
func (b Bootstrap) Interval(n int, metric func(rows []int) float64) (Interval, error) {
	const op = "bootstrap"
	b = b.orDefault()
	if n < 1 {
		return Interval{}, errNoSamples(op)
	}
	if b.Resamples < 1 || b.Resamples > maxResamples {
		return Interval{}, &tensor.ParamError{Op: op, Param: "resamples", Want: fmt.Sprintf("a number in 1..%d", maxResamples), Got: b.Resamples}
	}
	if err := checkConfidence(op, b.Confidence); err != nil {
		return Interval{}, err
	}
	if b.Workers < 0 {
		return Interval{}, &tensor.ParamError{Op: op, Param: "workers", Want: "at least 0", Got: b.Workers}
	}
	values := slices.DeleteFunc(b.values(n, metric), math.IsNaN)
	if len(values) == 0 {
		return Interval{}, &DataError{Op: op, Row: -1, Want: "a figure that is defined", Got: "NaN each time"}
	}
	slices.Sort(values)
	return Interval{quantile(values, (1-b.Confidence)/2), quantile(values, (1+b.Confidence)/2)}, nil
}

func (b Bootstrap) orDefault() Bootstrap {
	if b.Resamples == 0 {
		b.Resamples = 1000
	}
	if b.Confidence == 0 {
		b.Confidence = 0.95
	}
	if b.Workers == 0 {
		b.Workers = runtime.GOMAXPROCS(0)
	}
	return b
}

// values returns the figure of each set of drawn samples. The random numbers are those of the set, not of a worker.
func (b Bootstrap) values(n int, metric func(rows []int) float64) []float64 {
	values := make([]float64, b.Resamples)
	kernel.Parallel(b.Resamples, b.Workers, func(k int) {
		r := rand.New(rand.NewPCG(b.Seed, uint64(k)))
		rows := make([]int, n)
		for i := range rows {
			rows[i] = r.IntN(n)
		}
		values[k] = metric(rows)
	})
	return values
}

// quantile returns the q-quantile, q in 0..1, of rising numbers: at q·(n−1), between two by a straight line.
func quantile(rising []float64, q float64) float64 {
	at := q * float64(len(rising)-1)
	i := int(at)
	if i+1 >= len(rising) {
		return rising[len(rising)-1]
	}
	return rising[i] + (at-float64(i))*(rising[i+1]-rising[i])
}
