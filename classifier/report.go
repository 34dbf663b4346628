package classifier

import (
	"fmt"
)

// A Report has the figures of a classifier on a set of samples. Its JSON is what "saccade evaluate" writes.
type Report struct {
	N         int           `json:"n"`
	Accuracy  float64       `json:"accuracy"`
	Top5      float64       `json:"top_5"` // 1 if there are at most 5 classes
	MacroF1   float64       `json:"macro_f1"`
	LogLoss   float64       `json:"log_loss"`
	ECE       float64       `json:"ece"` // 15 bins
	Classes   []string      `json:"classes"`
	Confusion Confusion     `json:"confusion"` // rows are the true class
	PerClass  []ClassReport `json:"per_class"`
	Failed    int           `json:"failed"` // samples that gave no answer; the caller counts them
}

// A ClassReport has the figures of one class.
type ClassReport struct {
	Class string `json:"class"`
	Scores
	Support int `json:"support"` // samples of the class
}

// NewReport measures the probabilities p (N×C, N at least 1) of samples with N labels in 0..C−1, where C is
// the number of class names. Each figure is defined where the function of its name is.
func NewReport(p Matrix, labels []int, classes []string) (*Report, error) {
	const op = "report"
	if len(classes) != p.Cols {
		return nil, &DataError{Op: op, Row: -1, Want: fmt.Sprintf("%d class names", p.Cols), Got: fmt.Sprint(len(classes))}
	}
	if err := checkProbabilities(op, p, labels); err != nil {
		return nil, err
	}
	predicted := make([]int, p.Rows)
	for i := range predicted {
		predicted[i] = argmax(p.Row(i))
	}
	c, err := NewConfusion(p.Cols, labels, predicted)
	if err != nil {
		return nil, err
	}
	r := &Report{
		N: p.Rows, Accuracy: c.Accuracy(), Top5: topK(p, labels, 5), MacroF1: c.Macro().F1,
		LogLoss: logLoss(p, labels), ECE: ece(reliability(p, labels, 15), p.Rows),
		Classes: append([]string{}, classes...), Confusion: c,
	}
	for k, name := range classes {
		s, support := c.Class(k)
		r.PerClass = append(r.PerClass, ClassReport{name, s, support})
	}
	return r, nil
}
