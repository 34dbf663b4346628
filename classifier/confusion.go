package classifier

import (
	"fmt"
	"math"

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

// counts returns, for a class, how many samples are right, predicted as it, and of it.
func (c Confusion) counts(class int) (right, predicted, support int) {
	for k := range c {
		predicted += c[k][class]
		support += c[class][k]
	}
	return c[class][class], predicted, support
}

// ratio is a/b, and 0 if b is 0.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// Total returns the number of samples and how many of them are predicted right.
func (c Confusion) Total() (n, right int) {
	for k := range c {
		hits, _, support := c.counts(k)
		n, right = n+support, right+hits
	}
	return n, right
}

// Accuracy returns the part of the samples that are predicted right.
func (c Confusion) Accuracy() float64 {
	n, right := c.Total()
	return ratio(float64(right), float64(n))
}

// Class returns the scores of a class and its support, the number of samples that are of it.
func (c Confusion) Class(class int) (s Scores, support int) {
	right, predicted, support := c.counts(class)
	s.Precision = ratio(float64(right), float64(predicted))
	s.Recall = ratio(float64(right), float64(support))
	s.F1 = ratio(2*float64(right), float64(predicted+support))
	return s, support
}

// average is the weighted mean of the classes' scores.
func (c Confusion) average(weight func(predicted, support int) float64) Scores {
	sum, total := Scores{}, 0.0
	for k := range c {
		_, predicted, support := c.counts(k)
		w := weight(predicted, support)
		s, _ := c.Class(k)
		sum.Precision += w * s.Precision
		sum.Recall += w * s.Recall
		sum.F1 += w * s.F1
		total += w
	}
	return Scores{ratio(sum.Precision, total), ratio(sum.Recall, total), ratio(sum.F1, total)}
}

// Macro returns the mean of the classes' scores. As with scikit-learn, classes that neither occur nor are
// predicted are left out.
func (c Confusion) Macro() Scores {
	return c.average(func(predicted, support int) float64 {
		if predicted+support == 0 {
			return 0
		}
		return 1
	})
}

// Weighted returns the mean of the classes' scores, weighted by their support.
func (c Confusion) Weighted() Scores {
	return c.average(func(_, support int) float64 { return float64(support) })
}

// Micro returns the scores of all samples counted together. Each is the accuracy, since every sample has one
// class and one prediction.
func (c Confusion) Micro() Scores {
	a := c.Accuracy()
	return Scores{a, a, a}
}

// BalancedAccuracy returns the mean recall of the classes that occur.
func (c Confusion) BalancedAccuracy() float64 {
	return c.average(func(_, support int) float64 { return math.Min(1, float64(support)) }).Recall
}

// MCC returns Matthews' correlation coefficient for any number of classes (Gorodkin 2004), in −1..1; 0 if all
// samples are of one class or predicted as one.
func (c Confusion) MCC() float64 {
	n, right := c.Total()
	both, predicted2, true2 := 0.0, 0.0, 0.0
	for k := range c {
		_, p, t := c.counts(k)
		both += float64(p) * float64(t)
		predicted2 += float64(p) * float64(p)
		true2 += float64(t) * float64(t)
	}
	n2 := float64(n) * float64(n)
	return ratio(float64(right)*float64(n)-both, math.Sqrt((n2-predicted2)*(n2-true2)))
}

// Kappa returns Cohen's κ: how much of the agreement that chance doesn't explain is there, at most 1.
func (c Confusion) Kappa() float64 {
	n, right := c.Total()
	chance := 0.0
	for k := range c {
		_, p, t := c.counts(k)
		chance += float64(p) * float64(t)
	}
	n2 := float64(n) * float64(n)
	return ratio(float64(right)*float64(n)-chance, n2-chance)
}
