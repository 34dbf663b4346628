package classifier

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
)

// A Report has the figures of a classifier on a set of samples. Its JSON is what "saccade evaluate" writes. Each figure is
// defined where the function of its name is; what isn't defined is null.
type Report struct {
	N                int              `json:"n"`
	Accuracy         float64          `json:"accuracy"`
	AccuracyInterval Interval         `json:"accuracy_interval"` // Wilson's, 95 %
	Top5             float64          `json:"top_5"`             // 1 if there are at most 5 classes
	BalancedAccuracy float64          `json:"balanced_accuracy"`
	MacroF1          float64          `json:"macro_f1"`
	Macro            Scores           `json:"macro"`
	Micro            Scores           `json:"micro"`
	Weighted         Scores           `json:"weighted"`
	Kappa            float64          `json:"kappa"`
	MCC              float64          `json:"mcc"`
	AUC              AUC              `json:"roc_auc"`
	AveragePrecision AveragePrecision `json:"average_precision"`
	LogLoss          float64          `json:"log_loss"`
	Brier            float64          `json:"brier"`
	ECE              float64          `json:"ece"`         // 15 bins
	MCE              float64          `json:"mce"`         // 15 bins
	Reliability      []Bin            `json:"reliability"` // 15 bins
	// What a threshold would do. All other figures are of all samples.
	Selection
	Classes []string `json:"classes"`
	// Of the confusion matrix, whose rows are the true class, there is one or the other: up to 1000 classes all of it, and
	// above only the cells that aren't 0, row by row.
	Confusion Confusion     `json:"confusion,omitempty"`
	Cells     []Cell        `json:"confusion_cells,omitempty"`
	PerClass  []ClassReport `json:"per_class"`
	Failed    int           `json:"failed"` // samples that gave no answer; the caller counts them
}

// A Cell of a confusion matrix counts samples by the numbers of their true and their predicted class, from 0.
type Cell struct {
	Truth     int `json:"truth"`
	Predicted int `json:"predicted"`
	Count     int `json:"count"`
}

// A ClassReport has the figures of one class.
type ClassReport struct {
	Class string `json:"class"`
	Scores
	Support          int       `json:"support"`         // samples of the class
	RecallInterval   *Interval `json:"recall_interval"` // Wilson's, 95 %; nil without samples
	AUC              Figure    `json:"roc_auc"`         // against the rest
	AveragePrecision Figure    `json:"average_precision"`
}

const (
	reportBins       = 15
	reportConfidence = 0.95
	maxDense         = 1000 // classes of a confusion matrix that is written with its zeros
)

// NewReport measures the probabilities p (N×C, N at least 1) of samples with N labels in 0..C−1, where C is
// the number of class names.
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
	r := &Report{N: p.Rows, Top5: topK(p, labels, 5), Classes: slices.Clone(classes)}
	r.measureProbabilities(p, labels)
	r.measureAnswers(countsOf(p.Cols, labels, predicted))
	if p.Cols > maxDense {
		r.Cells = cells(labels, predicted)
		return r, nil
	}
	var err error
	r.Confusion, err = NewConfusion(p.Cols, labels, predicted)
	return r, err
}

func (r *Report) measureProbabilities(p Matrix, labels []int) {
	r.AUC, r.AveragePrecision = rocAUC(p, labels), averagePrecisions(p, labels)
	r.LogLoss, r.Brier = logLoss(p, labels), brier(p, labels)
	r.Reliability = reliability(p, labels, reportBins)
	r.ECE, r.MCE = ece(r.Reliability, p.Rows), mce(r.Reliability)
	r.Selection = selectAnswers(p, labels, 0)
}

// measureAnswers comes after measureProbabilities, whose figures by class it hands on.
func (r *Report) measureAnswers(t counts) {
	n, right := t.total()
	r.Accuracy, r.AccuracyInterval = t.accuracy(), wilson(right, n, reportConfidence)
	r.BalancedAccuracy, r.Kappa, r.MCC = t.balanced(), t.kappa(), t.mcc()
	r.Macro, r.Micro, r.Weighted = t.macro(), t.micro(), t.weighted()
	r.MacroF1 = r.Macro.F1
	for k, class := range t {
		c := ClassReport{Class: r.Classes[k], Scores: class.scores(), Support: class.support}
		c.AUC, c.AveragePrecision = r.AUC.PerClass[k], r.AveragePrecision.PerClass[k]
		if class.support > 0 {
			i := wilson(class.right, class.support, reportConfidence)
			c.RecallInterval = &i
		}
		r.PerClass = append(r.PerClass, c)
	}
}

// cells counts by label and prediction, sorted by both.
func cells(truth, predicted []int) []Cell {
	counts := map[Cell]int{} // the keys have no count
	for i, y := range truth {
		counts[Cell{Truth: y, Predicted: predicted[i]}]++
	}
	all := make([]Cell, 0, len(counts))
	for c, n := range counts {
		c.Count = n
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b Cell) int {
		return cmp.Or(cmp.Compare(a.Truth, b.Truth), cmp.Compare(a.Predicted, b.Predicted))
	})
	return all
}

// Answers yields the classes that samples of a class were taken for, each with how many there were, from whichever form of the
// confusion matrix there is.
func (r *Report) Answers(class int) iter.Seq2[int, int] {
	return func(yield func(predicted, count int) bool) {
		if r.Confusion != nil {
			for k, n := range r.Confusion[class] {
				if n > 0 && !yield(k, n) {
					return
				}
			}
			return
		}
		first, _ := slices.BinarySearchFunc(r.Cells, class, func(c Cell, class int) int { return cmp.Compare(c.Truth, class) })
		for _, c := range r.Cells[first:] {
			if c.Truth != class || !yield(c.Predicted, c.Count) {
				return
			}
		}
	}
}
