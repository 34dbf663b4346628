package classifier

import (
	"fmt"
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// An Optimizer says how the weights change by their gradients. In step t, which counts from 1, for each weight p with
// gradient g:
//
//	sgd, as torch.optim.SGD           g = g + WeightDecay·p
//	                                  v = Momentum·v + (1−Dampening)·g     (v = g in the first step)
//	                                  p = p − LR·v                         (p − LR·(g + Momentum·v) with Nesterov)
//
//	adamw, as torch.optim.AdamW       p = p − LR·WeightDecay·p
//	                                  m = Beta1·m + (1−Beta1)·g
//	                                  v = Beta2·v + (1−Beta2)·g²
//	                                  p = p − LR · m/(1−Beta1ᵗ) / (√(v/(1−Beta2ᵗ)) + Eps)
//
// Every weight decays there, biases too. Before all that, with ClipNorm above 0, gradients whose Euclidean norm ‖g‖ over all
// weights is larger are multiplied by ClipNorm/(‖g‖ + 1e-6), as torch.nn.utils.clip_grad_norm_ does.
//
// lbfgs is for softmax regression, networks without hidden layers. Over all samples of the first epoch at once, and in
// float64, it minimises
//
//	mean loss + WeightDecay/2 · Σ W²
//
// where W is all weights but the biases. That is what scikit-learn's LogisticRegression minimises with
// C = 1/(WeightDecay·n) for n samples, or the sum of their weights. It ends when no part of the gradient is above 1e-10
// or float64 can't tell a lower loss, which gives the weights to five digits or more after the point, or after
// [Training.Epochs] iterations, of which it may want hundreds. Each iteration counts as an epoch.
//
// A parameter that the method doesn't use has to be 0 or what [DefaultConfig] has, so that none is ignored that somebody
// chose: adamw refuses momentum 0.8, sgd refuses beta1 0.8.
type Optimizer struct {
	Method Method `json:"optimizer,omitempty"`
	// LR is the learning rate, above 0. sgd and adamw use it.
	LR float64 `json:"lr"`
	// Momentum is from 0 to below 1, Dampening in 0..1; Nesterov needs momentum and excludes dampening. sgd uses them.
	Momentum    float64 `json:"momentum"`
	Dampening   float64 `json:"dampening,omitempty"`
	WeightDecay float64 `json:"weight_decay"` // at least 0
	Nesterov    bool    `json:"nesterov,omitempty"`
	// Beta1 and Beta2 are from 0 to below 1, Eps is above 0. adamw uses them.
	Beta1 float64 `json:"beta1"`
	Beta2 float64 `json:"beta2"`
	Eps   float64 `json:"eps"`
	// ClipNorm bounds the norm of the gradients; 0 means that nothing does. sgd and adamw use it.
	ClipNorm float64 `json:"clip_norm,omitempty"`
}

// defaultOptimizer is the part of [DefaultConfig] that is about the optimizer: sgd with lr 0.05 and momentum 0.9, and
// PyTorch's beta1 0.9, beta2 0.999 and eps 1e-8 for adamw.
func defaultOptimizer() Optimizer {
	return Optimizer{LR: 0.05, Momentum: 0.9, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8}
}

// A setting is a parameter with what it may be.
type setting struct {
	name         string
	value, usual float64
	used         bool
	valid        func(float64) bool
	want         string
}

func (o Optimizer) settings() []setting {
	usual, sgd, adamw := defaultOptimizer(), o.Method == SGD, o.Method == AdamW
	steps := sgd || adamw
	return []setting{
		{"lr", o.LR, usual.LR, steps, positive, "a finite number above 0"},
		{"momentum", o.Momentum, usual.Momentum, sgd, fraction, "a number from 0 to below 1"},
		{"dampening", o.Dampening, 0, sgd && o.Momentum != 0, unit, "a number in 0..1"},
		{"weight_decay", o.WeightDecay, 0, true, notNegative, "a finite number, at least 0"},
		{"beta1", o.Beta1, usual.Beta1, adamw, fraction, "a number from 0 to below 1"},
		{"beta2", o.Beta2, usual.Beta2, adamw, fraction, "a number from 0 to below 1"},
		{"eps", o.Eps, usual.Eps, adamw, positive, "a finite number above 0"},
		{"clip_norm", o.ClipNorm, 0, steps, notNegative, "a finite number, at least 0"},
	}
}

// These are about what is left of v as a float32.
func positive(v float64) bool    { return float32(v) > 0 && v <= math.MaxFloat32 }
func notNegative(v float64) bool { return v >= 0 && v <= math.MaxFloat32 }
func fraction(v float64) bool    { return v >= 0 && float32(v) < 1 }
func unit(v float64) bool        { return v >= 0 && v <= 1 }

func (o Optimizer) check() error {
	if !o.Method.known() {
		return refuseOptimizer("optimizer", "a known one", o.Method)
	}
	for _, s := range o.settings() {
		if err := s.check(); err != nil {
			return err
		}
	}
	if o.Nesterov && (o.Method != SGD || o.Momentum == 0 || o.Dampening != 0) {
		return refuseOptimizer("nesterov", "sgd with momentum above 0 and no dampening with it", o.Nesterov)
	}
	return nil
}

func (s setting) check() error {
	switch {
	case s.used && !s.valid(s.value):
		return refuseOptimizer(s.name, s.want, s.value)
	case s.used || s.value == 0 || s.value == s.usual:
		return nil
	case s.usual == 0:
		return refuseOptimizer(s.name, "0, for it isn't used", s.value)
	}
	return refuseOptimizer(s.name, fmt.Sprintf("0 or the default %v, for it isn't used", s.usual), s.value)
}

func refuseOptimizer(param, want string, got any) error {
	return &tensor.ParamError{Op: "optimizer", Param: param, Want: want, Got: got}
}
