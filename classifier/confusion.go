package classifier

import (
	"fmt"

	"github.com/saccade-go/saccade/tensor"
)

// A Confusion counts samples by their true class (row) and the class predicted for them (column).
type Confusion [][]int

// maxConfusion bounds the classes of a confusion matrix, which takes 8·classes² bytes.
const maxConfusion = 1 << 15

// NewConfusion counts samples with labels truth and predicted, both in 0..classes−1.
func NewConfusion(classes int, truth, predicted []int) (Confusion, error) {
	if classes < 1 || classes > maxConfusion {
		want := fmt.Sprintf("a number in 1..%d", maxConfusion)
		return nil, &tensor.ParamError{Op: "confusion", Param: "classes", Want: want, Got: classes}
	}
	if err := checkLabels("confusion", truth, len(predicted), classes); err != nil {
		return nil, err
	}
	if err := checkLabels("confusion", predicted, len(truth), classes); err != nil {
		return nil, err
	}
	c := make(Confusion, classes)
	for i := range c {
		c[i] = make([]int, classes)
	}
	for i, y := range truth {
		c[y][predicted[i]]++
	}
	return c, nil
}

// Scores are precision, recall and F1, as scikit-learn's precision_recall_fscore_support has them with
// zero_division=0: a quotient of nothing is 0.
type Scores struct {
	Precision float64 `json:"precision"` // of the samples predicted as the class, how many are of it
	Recall    float64 `json:"recall"`    // of the samples of the class, how many are predicted as it
	F1        float64 `json:"f1"`        // the harmonic mean of the two
}

// ratio is a/b, and 0 if b is 0.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// counts counts by class.
func (c Confusion) counts() counts {
	t := make(counts, len(c))
	for y, row := range c {
		t[y].right = row[y]
		for k, n := range row {
			t[y].support += n
			t[k].predicted += n
		}
	}
	return t
}

// Total returns the number of samples and how many of them are predicted right.
func (c Confusion) Total() (n, right int) { return c.counts().total() }

// Accuracy returns the part of the samples that are predicted right.
func (c Confusion) Accuracy() float64 { return c.counts().accuracy() }

// Class returns the scores of a class and its support, the number of samples that are of it.
func (c Confusion) Class(class int) (s Scores, support int) {
	k := count{right: c[class][class]}
	for other := range c {
		k.predicted += c[other][class]
		k.support += c[class][other]
	}
	return k.scores(), k.support
}

// Macro returns the mean of the classes' scores. As with scikit-learn, classes that neither occur nor are
// predicted are left out.
func (c Confusion) Macro() Scores { return c.counts().macro() }

// Weighted returns the mean of the classes' scores, weighted by their support.
func (c Confusion) Weighted() Scores { return c.counts().weighted() }

// Micro returns the scores of all samples counted together. Each is the accuracy, since every sample has one
// class and one prediction.
func (c Confusion) Micro() Scores { return c.counts().micro() }

// BalancedAccuracy returns the mean recall of the classes that occur.
func (c Confusion) BalancedAccuracy() float64 { return c.counts().balanced() }

// MCC returns Matthews' correlation coefficient for any number of classes (Gorodkin 2004), in −1..1; 0 if all
// samples are of one class or predicted as one.
func (c Confusion) MCC() float64 { return c.counts().mcc() }

// Kappa returns Cohen's κ: how much of the agreement that chance doesn't explain is there, at most 1.
func (c Confusion) Kappa() float64 { return c.counts().kappa() }
