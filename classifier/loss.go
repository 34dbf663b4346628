package classifier

import (
	"fmt"

	"github.com/saccade-go/saccade/autodiff"
	"github.com/saccade-go/saccade/tensor"
)

// A Loss says what training minimises: for a batch of logits with their labels y,
//
//	cross_entropy   Σ t[c]·(log Σ exp z − z[c]), with t[c] = (1−s)·w[y]·[c = y] + s/C·w[c]
//	focal           −w[y]·(1−p)^γ·log p, with p = softmax(z)[y]
//	squared_error   w[y]/C·Σ (z[c] − [c = y])²
//	hinge           w[y]/C·Σ max(0, 1 − z[y] + z[c]) over c ≠ y
//
// each for the logits z of a sample with the label y, where C is the number of classes, s is LabelSmoothing, γ is Gamma and
// w are ClassWeights. The first three are summed over the samples and divided by Σ w[y]; hinge is the mean over the samples.
// These are torch.nn.functional's cross_entropy, mse_loss of one-hot targets, and multi_margin_loss; see
// [autodiff.Graph.CrossEntropy], [autodiff.Graph.Focal], [autodiff.Graph.SquaredError] and [autodiff.Graph.Hinge].
// squared_error and hinge don't make softmax(z) probabilities that one could rely on; calibrate them.
//
// The zero value is the mean negative log likelihood. A parameter that the loss doesn't use has to be 0.
type Loss struct {
	Kind LossKind `json:"loss,omitempty"`
	// LabelSmoothing is in 0..1. cross_entropy uses it.
	LabelSmoothing float64      `json:"label_smoothing,omitempty"`
	ClassWeights   ClassWeights `json:"class_weights,omitzero"`
	// Gamma is at least 0; with 0, focal is cross_entropy. focal uses it.
	Gamma float64 `json:"gamma,omitempty"`
}

// A LossKind is one of the losses that [Loss] has. The zero value is CrossEntropy.
type LossKind uint8

const (
	// CrossEntropy is the loss of maximum likelihood.
	CrossEntropy LossKind = iota
	// Focal counts samples that are right already less (Lin et al. 2017).
	Focal
	// SquaredError is that of linear regression on one-hot targets.
	SquaredError
	// Hinge is that of a linear support vector machine for several classes (Crammer & Singer 2001, summed over classes).
	Hinge
)

var lossKinds = names{"loss", []string{CrossEntropy: "cross_entropy", Focal: "focal", SquaredError: "squared_error", Hinge: "hinge"}}

func (k LossKind) known() bool { return lossKinds.known(uint8(k)) }

// String returns the name: "cross_entropy", "focal", "squared_error" or "hinge".
func (k LossKind) String() string { return lossKinds.String(uint8(k)) }

// MarshalText writes the name.
func (k LossKind) MarshalText() ([]byte, error) { return lossKinds.marshal(uint8(k)) }

// UnmarshalText reads a name; case doesn't matter.
func (k *LossKind) UnmarshalText(text []byte) (err error) {
	v, err := lossKinds.parse(text)
	if err == nil {
		*k = LossKind(v)
	}
	return err
}

func (l Loss) check(classes int) error {
	refuse := func(param, want string, got any) error {
		return &tensor.ParamError{Op: "loss", Param: param, Want: want, Got: got}
	}
	switch {
	case !l.Kind.known():
		return refuse("loss", "a known one", l.Kind)
	case !unit(l.LabelSmoothing):
		return refuse("label_smoothing", "a number in 0..1", l.LabelSmoothing)
	case l.LabelSmoothing != 0 && l.Kind != CrossEntropy:
		return refuse("label_smoothing", fmt.Sprintf("0, for %v doesn't use it", l.Kind), l.LabelSmoothing)
	case !notNegative(l.Gamma):
		return refuse("gamma", "a finite number, at least 0", l.Gamma)
	case l.Gamma != 0 && l.Kind != Focal:
		return refuse("gamma", fmt.Sprintf("0, for %v doesn't use it", l.Kind), l.Gamma)
	}
	return l.ClassWeights.check(classes)
}

// A lossFunc is a [Loss] whose class weights are numbers, or none, which means 1 for each.
type lossFunc struct {
	Loss
	weights []float64
}

// of returns the function for training samples with the given labels.
func (l Loss) of(labels []int, classes int) (lossFunc, error) {
	weights, err := l.ClassWeights.Resolve(labels, classes)
	return lossFunc{l, weights}, err
}

// node returns the loss, 1×1, of logits (N×C) with their labels (N).
func (l *lossFunc) node(g *autodiff.Graph, logits *autodiff.Node, labels []int) *autodiff.Node {
	switch l.Kind {
	case Focal:
		return g.Focal(logits, labels, l.Gamma, l.weights)
	case SquaredError:
		return g.SquaredError(logits, labels, l.weights)
	case Hinge:
		return g.Hinge(logits, labels, l.weights)
	}
	return g.CrossEntropy(logits, labels, l.LabelSmoothing, l.weights)
}

// weight is w[class].
func (l *lossFunc) weight(class int) float64 {
	if len(l.weights) == 0 {
		return 1
	}
	return l.weights[class]
}

// weightOf is what the sum over the samples was divided by.
func (l *lossFunc) weightOf(labels []int) float64 {
	if len(l.weights) == 0 || l.Kind == Hinge {
		return float64(len(labels))
	}
	sum := 0.0
	for _, y := range labels {
		sum += l.weights[y]
	}
	return sum
}

// tally returns what a batch gives whose loss is known.
func (l *lossFunc) tally(loss float64, logits Matrix, labels []int) tally {
	t := tally{weight: l.weightOf(labels), n: len(labels)}
	t.loss = loss * t.weight
	for i, y := range labels {
		if argmax(logits.Row(i)) == y {
			t.hits++
		}
	}
	return t
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

func finite(v float64) bool { return v-v == 0 }
