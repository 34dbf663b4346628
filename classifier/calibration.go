package classifier

import (
	"fmt"
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// A Bin has the samples whose confidence, the largest of their probabilities, is in (Lower, Upper]; 0 is in the first bin.
// A model is well calibrated if in each bin the accuracy is the confidence.
type Bin struct {
	Lower      float64 `json:"lower"`
	Upper      float64 `json:"upper"`
	Count      int     `json:"count"`
	Confidence Figure  `json:"confidence"` // the mean; undefined without samples
	Accuracy   Figure  `json:"accuracy"`   // the part that is right; undefined without samples
}

// Reliability puts the samples, of which p (N×C, N at least 1) has the probabilities, into bins of equal width by their
// confidence: the table of a reliability diagram (DeGroot & Fienberg 1983). The class of a sample is the first of those with
// the largest probability. The bins that aren't empty are those of scikit-learn's calibration_curve.
func Reliability(p Matrix, labels []int, bins int) ([]Bin, error) {
	const op = "reliability"
	if err := checkProbabilities(op, p, labels); err != nil {
		return nil, err
	}
	if err := checkBins(op, bins); err != nil {
		return nil, err
	}
	return reliability(p, labels, bins), nil
}

const maxBins = 1 << 20

func checkBins(op string, bins int) error {
	if bins < 1 || bins > maxBins {
		return &tensor.ParamError{Op: op, Param: "bins", Want: fmt.Sprintf("a number in 1..%d", maxBins), Got: bins}
	}
	return nil
}

func reliability(p Matrix, labels []int, bins int) []Bin {
	table := make([]Bin, bins)
	for b := range table {
		table[b].Lower, table[b].Upper = float64(b)/float64(bins), float64(b+1)/float64(bins)
	}
	for i, y := range labels {
		c := argmax(p.Row(i))
		confidence := p.Row(i)[c]
		b := &table[binOf(float64(confidence), bins)]
		b.Count++
		b.Confidence += Figure(confidence)
		if c == y {
			b.Accuracy++
		}
	}
	for b := range table { // sums become means; 0/0 is NaN, undefined
		table[b].Confidence /= Figure(table[b].Count)
		table[b].Accuracy /= Figure(table[b].Count)
	}
	return table
}

// binOf returns the bin of v in 0..1: the b with b/bins < v ≤ (b+1)/bins, and 0 for v = 0.
func binOf(v float64, bins int) int {
	return max(0, int(math.Ceil(v*float64(bins)))-1)
}

// gap is how far confidence and accuracy are apart, 0 in an empty bin.
func (b Bin) gap() float64 {
	if b.Count == 0 {
		return 0
	}
	return math.Abs(float64(b.Confidence - b.Accuracy))
}

// ECE returns the expected calibration error (Guo et al. 2017), in 0..1: the mean over the samples of the difference between
// the mean confidence and the accuracy of their bin. Samples and bins are those of [Reliability].
func ECE(p Matrix, labels []int, bins int) (float64, error) {
	table, err := Reliability(p, labels, bins)
	return ece(table, len(labels)), err
}

func ece(table []Bin, n int) float64 {
	sum := 0.0
	for _, b := range table {
		sum += float64(b.Count) * b.gap()
	}
	return ratio(sum, float64(n))
}

// MCE returns the maximum calibration error (Guo et al. 2017), in 0..1: the largest difference between the mean confidence and
// the accuracy of a bin. Samples and bins are those of [Reliability].
func MCE(p Matrix, labels []int, bins int) (float64, error) {
	table, err := Reliability(p, labels, bins)
	return mce(table), err
}

func mce(table []Bin) float64 {
	most := 0.0
	for _, b := range table {
		most = max(most, b.gap())
	}
	return most
}
