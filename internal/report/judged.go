package report

import (
	"math"

	"github.com/saccade-go/saccade/classifier"
)

// A Judged is what intervals and curves need of one answer.
type Judged struct {
	Truth, Class int32   // numbers of the true class and of the most probable one
	Confidence   float32 // the probability of Class
	OfTruth      float32 // that of Truth
	Squares      float32 // the sum of the squares of all probabilities
}

// Judge keeps what is needed of an answer: the probabilities of all classes, of which class is the most probable one.
func Judge(truth, class int, probabilities []float32) Judged {
	squares := 0.0
	for _, v := range probabilities {
		squares += float64(v) * float64(v)
	}
	return Judged{int32(truth), int32(class), probabilities[class], probabilities[truth], float32(squares)}
}

// loss is −log p[truth], bounded as in [classifier.LogLoss].
func (j Judged) loss() float64 {
	const eps = 1.0 / (1 << 52)
	return -math.Log(min(max(float64(j.OfTruth), eps), 1-eps))
}

// brier is Σ (p[c] − [c = truth])².
func (j Judged) brier() float64 { return float64(j.Squares) - 2*float64(j.OfTruth) + 1 }

// Resampling costs resamples × samples for each figure. The more samples, the less resamples matter.
const (
	mostResamples  = 1000
	leastResamples = 200
	mostDraws      = 20_000_000
)

// interval is the bootstrap interval, 95 %, of a figure of the answers, or nil without answers.
func interval(all []Judged, metric func(rows []int) float64) *classifier.Interval {
	if len(all) == 0 {
		return nil
	}
	b := classifier.Bootstrap{Resamples: min(mostResamples, max(leastResamples, mostDraws/len(all)))}
	i, err := b.Interval(len(all), metric)
	if err != nil {
		return nil
	}
	return &i
}

// meanOf is the metric that is a mean over samples.
func meanOf(all []Judged, of func(Judged) float64) func(rows []int) float64 {
	values := make([]float64, len(all))
	for i, j := range all {
		values[i] = of(j)
	}
	return func(rows []int) float64 {
		sum := 0.0
		for _, i := range rows {
			sum += values[i]
		}
		return sum / float64(len(rows))
	}
}

// overClasses is a metric that is a mean over classes. of says what a class with so many samples, of which so many are right, and
// so many answers brings, and whether it counts.
func overClasses(all []Judged, classes int, of func(right, support, answers float64) (float64, bool)) func(rows []int) float64 {
	return func(rows []int) float64 {
		type count struct{ right, support, answers float64 }
		counts := make([]count, classes)
		for _, i := range rows {
			j := all[i]
			counts[j.Truth].support++
			counts[j.Class].answers++
			if j.Truth == j.Class {
				counts[j.Class].right++
			}
		}
		sum, n := 0.0, 0.0
		for _, c := range counts {
			if v, counts := of(c.right, c.support, c.answers); counts {
				sum, n = sum+v, n+1
			}
		}
		return sum / n
	}
}

func balanced(right, support, _ float64) (float64, bool) { return right / support, support > 0 }

func f1(right, support, answers float64) (float64, bool) {
	return 2 * right / (support + answers), support+answers > 0
}
