package classifier

import (
	"runtime"
	"slices"

	"github.com/saccade-go/saccade/internal/kernel"
)

// An AUC has areas under the ROC curve, each in 0..1: 1 if all scores are in the right order, ½ by chance.
//
// A class's area against the rest is the part of the pairs of a sample of the class and one of another in which the first has
// the larger score for the class; a pair with equal scores counts half (Mann & Whitney 1947). A class without samples, or
// with all of them, has none: it is undefined and left out of the means. (scikit-learn gives NaN for all, or an error.)
type AUC struct {
	// One class against the rest: the mean over the classes, and the one weighted by their numbers of samples.
	OvRMacro    Figure `json:"ovr_macro"`
	OvRWeighted Figure `json:"ovr_weighted"`
	// One class against another (Hand & Till 2001): the mean over all ordered pairs (a, b) of classes with samples of the area
	// for the scores of a among the samples of a and b, and the one weighted by the numbers of samples of both.
	OvOMacro    Figure `json:"ovo_macro"`
	OvOWeighted Figure `json:"ovo_weighted"`
	// Against the rest, by class.
	PerClass []Figure `json:"-"`
}

// ROCAUC returns areas under the ROC curves of scores (N×C, N at least 1): probabilities or any finite numbers that are larger
// for a more probable class. The figures are those of scikit-learn's roc_auc_score with multi_class "ovr" and "ovo". With two
// classes, each has its area, and they are the same if the scores are p and 1−p.
//
// It takes O(N·C·log(N/C)) and uses all processors; the result doesn't depend on them.
func ROCAUC(scores Matrix, labels []int) (AUC, error) {
	if err := checkScores("roc auc", scores, labels); err != nil {
		return AUC{}, err
	}
	return rocAUC(scores, labels), nil
}

// checkScores reports if scores aren't those, N×C and N at least 1, of samples with N labels.
func checkScores(op string, scores Matrix, labels []int) error {
	if scores.Rows == 0 && len(labels) == 0 {
		return errNoSamples(op)
	}
	if err := checkMatrix(op, scores, scores.Cols); err != nil {
		return err
	}
	return checkLabels(op, labels, scores.Rows, scores.Cols)
}

// supports returns how many samples each class has.
func supports(labels []int, classes int) []int {
	n := make([]int, classes)
	for _, y := range labels {
		n[y]++
	}
	return n
}

// classesAtOnce is how many classes share one buffer.
const classesAtOnce = 64

func rocAUC(scores Matrix, labels []int) AUC {
	classes := scores.Cols
	support := supports(labels, classes)
	a := AUC{PerClass: make([]Figure, classes)}
	macro, weighted := make([]float64, classes), make([]float64, classes)
	kernel.Parallel((classes+classesAtOnce-1)/classesAtOnce, runtime.GOMAXPROCS(0), func(task int) {
		wins := make([]int, classes)
		for c := task * classesAtOnce; c < min((task+1)*classesAtOnce, classes); c++ {
			countWins(wins, scores, labels, c, support[c])
			a.PerClass[c] = againstRest(wins, support[c], len(labels))
			macro[c], weighted[c] = againstEach(wins, support, c)
		}
	})
	a.OvRMacro = mean(a.PerClass, alike)
	a.OvRWeighted = mean(a.PerClass, func(c int) float64 { return float64(support[c]) })
	a.OvOMacro, a.OvOWeighted = overPairs(macro, weighted, support)
	return a
}

// countWins sets wins[b] to twice the number of pairs of a sample of the class and one of b in which the first has the larger
// score for the class; one with equal scores counts once.
func countWins(wins []int, scores Matrix, labels []int, class, support int) {
	clear(wins)
	if support == 0 {
		return
	}
	own := ownScores(scores, labels, class, support)
	for i, y := range labels {
		if y == class {
			continue
		}
		below, notAbove := around(own, scores.Data[i*scores.Cols+class])
		wins[y] += 2*(support-notAbove) + notAbove - below
	}
}

// ownScores returns the scores for the class of its own samples, rising.
func ownScores(scores Matrix, labels []int, class, support int) []float32 {
	own := make([]float32, 0, support)
	for i, y := range labels {
		if y == class {
			own = append(own, scores.Data[i*scores.Cols+class])
		}
	}
	slices.Sort(own)
	return own
}

// around returns how many of the rising numbers s are below v and how many are not above it.
func around(s []float32, v float32) (below, notAbove int) {
	below, _ = slices.BinarySearch(s, v)
	notAbove, _ = slices.BinarySearchFunc(s[below:], v, func(e, v float32) int {
		if e <= v {
			return -1
		}
		return 1
	})
	return below, below + notAbove
}

// againstRest is the area of a class, of which there are support samples among n.
func againstRest(wins []int, support, n int) Figure {
	if support == 0 || support == n {
		return undefined()
	}
	sum := 0
	for _, w := range wins {
		sum += w
	}
	return Figure(float64(sum) / (2 * float64(support) * float64(n-support)))
}

// againstEach sums the areas of class against each other class, as they are and by the number of samples of both.
func againstEach(wins, support []int, class int) (sum, weighted float64) {
	if support[class] == 0 {
		return 0, 0
	}
	for b, n := range support {
		if b == class || n == 0 {
			continue
		}
		area := float64(wins[b]) / (2 * float64(support[class]) * float64(n))
		sum += area
		weighted += float64(support[class]+n) * area
	}
	return sum, weighted
}

// overPairs makes means of the classes' sums.
func overPairs(sums, weighted []float64, support []int) (macro, byWeight Figure) {
	present, n := 0, 0
	for _, s := range support {
		present += min(s, 1)
		n += s
	}
	if present < 2 {
		return undefined(), undefined()
	}
	sum, sumWeighted := 0.0, 0.0
	for c := range sums {
		sum += sums[c]
		sumWeighted += weighted[c]
	}
	// each sample is in the pairs of its class with each of the others, both ways round
	return Figure(sum / float64(present*(present-1))), Figure(sumWeighted / float64(2*n*(present-1)))
}
