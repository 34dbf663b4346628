package report

import (
	"fmt"
	"math"

	"github.com/saccade-go/saccade/classifier"
)

// A Summarized is one of the figures at the top of the page.
type Summarized struct {
	Name, Value, Interval, Means string
}

// summary has the figures of all samples. Intervals of parts of samples are Wilson's, the others come from drawing samples again.
func (e Evaluation) summary() []Summarized {
	r := e.Report
	all := []Summarized{
		{"Accuracy", percent(r.Accuracy), between(&r.AccuracyInterval, percent), "the part of the images whose answer is right"},
	}
	if len(r.Classes) > 5 {
		all = append(all, Summarized{"Top 5", percent(r.Top5), between(wilson(r.Top5, r.N), percent), "the true class is among the five most probable ones"})
	}
	n := len(r.Classes)
	all = append(all,
		Summarized{"Balanced accuracy", percent(r.BalancedAccuracy), between(interval(e.Judged, overClasses(e.Judged, n, balanced)), percent),
			"the mean of the classes’ recalls, so that rare classes count as much as common ones"},
		Summarized{"Macro F1", fourDigits(r.MacroF1), between(interval(e.Judged, overClasses(e.Judged, n, f1)), fourDigits),
			"the mean of the classes’ F1, each the harmonic mean of precision and recall; 1 is best"},
		Summarized{"Log loss", fourDigits(r.LogLoss), between(interval(e.Judged, meanOf(e.Judged, Judged.loss)), fourDigits),
			"the mean of −ln p of the true class; 0 is best, and being sure of what is wrong costs most" + guessing(n)},
		Summarized{"Brier score", fourDigits(r.Brier), between(interval(e.Judged, meanOf(e.Judged, Judged.brier)), fourDigits),
			"the squared distance of the probabilities from the truth; 0 is best, 2 worst"},
		Summarized{"Calibration error", fourDigits(r.ECE), "", "ECE: how far confidence and accuracy are apart, in 15 bins; 0 is best"},
		Summarized{"ROC AUC", figure(float64(r.AUC.OvRMacro), "%.4f"), "",
			"how often an image of a class has more probability for it than one of another class; 0.5 is chance, 1 best"},
		Summarized{"Average precision", figure(float64(r.AveragePrecision.Macro), "%.4f"), "",
			"the area under precision over recall, the mean over classes; 1 is best"},
		Summarized{"MCC", fourDigits(r.MCC), "", "Matthews’ correlation of answers and truth; 0 is chance, 1 best"},
	)
	return append(all, e.selected()...)
}

// selected says what a threshold does and how many images gave no answer.
func (e Evaluation) selected() []Summarized {
	r := e.Report
	var all []Summarized
	if r.MinConfidence > 0 {
		all = append(all,
			Summarized{"Coverage", percent(r.Coverage), between(wilson(r.Coverage, r.N), percent),
				fmt.Sprintf("the part of the images that get an answer: a probability reaches %v", float64(r.MinConfidence))},
			Summarized{"Accuracy of the answered", figure(100*float64(r.AccuracyAnswered), "%.2f %%"),
				between(wilson(float64(r.AccuracyAnswered), r.N-r.Rejected), percent), fmt.Sprintf("the part that is right of those; %d got no answer", r.Rejected)})
	}
	if r.Failed > 0 {
		all = append(all, Summarized{"Failed", fmt.Sprint(r.Failed), "", "images that couldn’t be read; no figure has them"})
	}
	return all
}

func percent(v float64) string    { return figure(100*v, "%.2f %%") }
func fourDigits(v float64) string { return figure(v, "%.4f") }

// between writes an interval, or nothing for nil.
func between(i *classifier.Interval, write func(float64) string) string {
	if i == nil {
		return ""
	}
	return write(i.Lower) + " to " + write(i.Upper)
}

// wilson is the interval of a part of n samples, or nil without any.
func wilson(part float64, n int) *classifier.Interval {
	if n < 1 || math.IsNaN(part) {
		return nil
	}
	i, err := classifier.Wilson(int(math.Round(part*float64(n))), n, 0.95)
	if err != nil {
		return nil
	}
	return &i
}

// guessing is what equal probabilities for all classes have.
func guessing(classes int) string {
	if classes < 2 {
		return ""
	}
	return fmt.Sprintf("; the same p for all classes has %.2f", math.Log(float64(classes)))
}
