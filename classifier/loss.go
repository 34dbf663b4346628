package classifier

import (
	"fmt"
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// CrossEntropy is the loss of softmax(logits), as torch.nn.functional.cross_entropy has it. A sample with
// logits z and label y has the target
//
//	t[c] = (1−s)·w[y]·[c = y] + s/C·w[c]
//
// where s is LabelSmoothing, w are ClassWeights and C is the number of classes. Its loss is
// Σ t[c]·(log Σ exp z − z[c]), and the loss of a batch is the sum over the samples divided by Σ w[y]. The zero
// value is the mean negative log likelihood.
type CrossEntropy struct {
	// LabelSmoothing is in 0..1.
	LabelSmoothing float64 `json:"label_smoothing,omitempty"`
	// ClassWeights has a number above 0 for each class; none means 1 for each.
	ClassWeights []float64 `json:"class_weights,omitempty"`
}

func (l CrossEntropy) check(classes int) error {
	refuse := func(param, want string, got any) error {
		return &tensor.ParamError{Op: "loss", Param: param, Want: want, Got: got}
	}
	if !(l.LabelSmoothing >= 0 && l.LabelSmoothing <= 1) {
		return refuse("label_smoothing", "a number in 0..1", l.LabelSmoothing)
	}
	if len(l.ClassWeights) != 0 && len(l.ClassWeights) != classes {
		return refuse("class_weights", fmt.Sprintf("%d, one for each class", classes), len(l.ClassWeights))
	}
	for _, w := range l.ClassWeights {
		if !(w > 0 && w <= math.MaxFloat32) {
			return refuse("class_weights", "finite numbers above 0", w)
		}
	}
	return nil
}

// Loss returns the loss of a batch of logits (N×C, N at least 1) with N labels in 0..C−1 and, if grad is not
// nil, writes its gradient ∂L/∂logits (N×C) there.
func (l CrossEntropy) Loss(grad *Matrix, logits Matrix, labels []int) (float64, error) {
	if err := l.check(logits.Cols); err != nil {
		return 0, err
	}
	if err := checkMatrix("loss", logits, logits.Cols); err != nil {
		return 0, err
	}
	if err := checkLabels("loss", labels, logits.Rows, logits.Cols); err != nil {
		return 0, err
	}
	if len(labels) == 0 {
		return 0, errNoSamples("loss")
	}
	if grad == nil {
		grad = new(Matrix)
	}
	grad.Reset(logits.Rows, logits.Cols)
	s := l.batch(*grad, logits, labels)
	return s.loss / s.weight, nil
}

// A tally adds up what batches give.
type tally struct {
	loss, weight float64 // of the samples; the mean loss is loss/weight
	hits, n      int     // samples whose largest logit is their label's, and all samples
}

func (t *tally) add(b tally) {
	t.loss, t.weight, t.hits, t.n = t.loss+b.loss, t.weight+b.weight, t.hits+b.hits, t.n+b.n
}

func (t tally) score() Score { return Score{t.loss / t.weight, float64(t.hits) / float64(t.n)} }

// batch tallies logits (N×C) and writes the gradient of the mean loss into grad (N×C).
func (l CrossEntropy) batch(grad, logits Matrix, labels []int) tally {
	t := tally{n: len(labels)}
	k := kernel.CrossEntropy{Smoothing: l.LabelSmoothing, Weights: l.ClassWeights}
	for _, y := range labels {
		t.weight += k.Weight(y)
	}
	t.loss = k.Rows(grad.Data, logits.Data, logits.Cols, labels, 1/t.weight)
	for i, y := range labels {
		if argmax(logits.Row(i)) == y {
			t.hits++
		}
	}
	return t
}
