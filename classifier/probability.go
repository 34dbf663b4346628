package classifier

import (
	"fmt"
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// checkProbabilities reports if p isn't the probabilities, N×C and N at least 1, of samples with N labels.
func checkProbabilities(op string, p Matrix, labels []int) error {
	if p.Rows == 0 && len(labels) == 0 {
		return errNoSamples(op)
	}
	if err := checkMatrix(op, p, p.Cols); err != nil {
		return err
	}
	for i, v := range p.Data {
		if v < 0 || v > 1 {
			return &DataError{Op: op, Row: i / p.Cols, Want: "probabilities in 0..1", Got: fmt.Sprint(v)}
		}
	}
	return checkLabels(op, labels, p.Rows, p.Cols)
}

// LogLoss returns the mean of −log p[label] for probabilities p (N×C), which are first brought into ε..1−ε,
// where ε is 2⁻⁵², as scikit-learn's log_loss does with float64.
func LogLoss(p Matrix, labels []int) (float64, error) {
	if err := checkProbabilities("log loss", p, labels); err != nil {
		return 0, err
	}
	return logLoss(p, labels), nil
}

func logLoss(p Matrix, labels []int) float64 {
	const eps = 1.0 / (1 << 52)
	sum := 0.0
	for i, y := range labels {
		v := float64(p.Row(i)[y])
		sum -= math.Log(min(max(v, eps), 1-eps))
	}
	return sum / float64(len(labels))
}

// TopK returns the part of the samples whose label is among the k classes with the largest of the
// probabilities p (N×C). Of equal ones the first class comes first, so that TopK with k = 1 is the accuracy.
func TopK(p Matrix, labels []int, k int) (float64, error) {
	if err := checkProbabilities("top k", p, labels); err != nil {
		return 0, err
	}
	if k < 1 {
		return 0, &tensor.ParamError{Op: "top k", Param: "k", Want: "at least 1", Got: k}
	}
	return topK(p, labels, k), nil
}

func topK(p Matrix, labels []int, k int) float64 {
	hits := 0
	for i, y := range labels {
		if rank(p.Row(i), y) < k {
			hits++
		}
	}
	return float64(hits) / float64(len(labels))
}

// rank returns how many classes come before class y.
func rank(p []float32, y int) int {
	before := 0
	for c, v := range p {
		if v > p[y] || v == p[y] && c < y {
			before++
		}
	}
	return before
}

// Brier returns the mean over the samples of Σ (p[c] − [c = label])², in 0..2, for probabilities p (N×C).
func Brier(p Matrix, labels []int) (float64, error) {
	if err := checkProbabilities("brier", p, labels); err != nil {
		return 0, err
	}
	return brier(p, labels), nil
}

func brier(p Matrix, labels []int) float64 {
	sum := 0.0
	for i, y := range labels {
		for c, v := range p.Row(i) {
			d := float64(v)
			if c == y {
				d--
			}
			sum += d * d
		}
	}
	return sum / float64(len(labels))
}
