package classifier

import (
	"runtime"

	"github.com/saccade-go/saccade/internal/kernel"
)

// An AveragePrecision sums up precision-recall curves, each figure in 0..1.
//
// With the samples sorted by falling score for a class, it is Σ (Rₙ − Rₙ₋₁)·Pₙ over the thresholds n, which are the different
// scores, with the recall R and the precision P of the samples that have at least that score: those with equal scores come
// together, and nothing is interpolated. A class without samples has none: it is undefined and left out of the means.
// (scikit-learn gives it 0, with a warning.)
type AveragePrecision struct {
	Macro    Figure   `json:"macro"`    // the mean over the classes
	Weighted Figure   `json:"weighted"` // the mean weighted by the classes' numbers of samples
	PerClass []Figure `json:"-"`
}

// AveragePrecisions returns the average precision of each class against the rest for scores (N×C, N at least 1), which are as
// for [ROCAUC]. The figures are those of scikit-learn's average_precision_score on one-hot labels.
func AveragePrecisions(scores Matrix, labels []int) (AveragePrecision, error) {
	if err := checkScores("average precision", scores, labels); err != nil {
		return AveragePrecision{}, err
	}
	return averagePrecisions(scores, labels), nil
}

func averagePrecisions(scores Matrix, labels []int) AveragePrecision {
	support := supports(labels, scores.Cols)
	a := AveragePrecision{PerClass: make([]Figure, scores.Cols)}
	kernel.Parallel(scores.Cols, runtime.GOMAXPROCS(0), func(class int) {
		a.PerClass[class] = averagePrecision(scores, labels, class, support[class])
	})
	a.Macro = mean(a.PerClass, alike)
	a.Weighted = mean(a.PerClass, func(c int) float64 { return float64(support[c]) })
	return a
}

func averagePrecision(scores Matrix, labels []int, class, support int) Figure {
	if support == 0 {
		return undefined()
	}
	own := ownScores(scores, labels, class, support)
	others := make([]int, support+1) // [k]: samples of other classes not below k of the own
	for i, y := range labels {
		if y != class {
			_, k := around(own, scores.Data[i*scores.Cols+class])
			others[k]++
		}
	}
	sum, wrong := 0.0, 0 // Σ precision over the own, and others at or above the threshold
	for from, to := support, support; from > 0; to = from {
		for from > 0 && own[from-1] == own[to-1] {
			wrong += others[from]
			from--
		}
		right := support - from
		sum += float64(to-from) * float64(right) / float64(right+wrong)
	}
	return Figure(sum / float64(support))
}
