package classifier

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// SGD is stochastic gradient descent with momentum, with the formulas of torch.optim.SGD. For each weight p
// with gradient g and velocity v:
//
//	g = g + WeightDecay·p
//	v = Momentum·v + (1−Dampening)·g     (v = g in the first step)
//	p = p − LR·v                         (p − LR·(g + Momentum·v) with Nesterov)
//
// Every weight decays, biases too.
type SGD struct {
	LR          float64 `json:"lr"`
	Momentum    float64 `json:"momentum"`
	Dampening   float64 `json:"dampening,omitempty"`
	WeightDecay float64 `json:"weight_decay"`
	Nesterov    bool    `json:"nesterov,omitempty"`
}

func (s SGD) check() error {
	refuse := func(param, want string, got any) error {
		return &tensor.ParamError{Op: "sgd", Param: param, Want: want, Got: got}
	}
	switch {
	case !(float32(s.LR) > 0 && s.LR <= math.MaxFloat32):
		return refuse("lr", "a finite number above 0", s.LR)
	case !(s.Momentum >= 0 && float32(s.Momentum) < 1):
		return refuse("momentum", "a number from 0 to below 1", s.Momentum)
	case !(s.Dampening >= 0 && s.Dampening <= 1):
		return refuse("dampening", "a number in 0..1", s.Dampening)
	case !(s.WeightDecay >= 0 && s.WeightDecay <= math.MaxFloat32):
		return refuse("weight_decay", "a finite number, at least 0", s.WeightDecay)
	case s.Nesterov && (s.Momentum == 0 || s.Dampening != 0):
		return refuse("nesterov", "momentum above 0 and no dampening with it", s.Nesterov)
	}
	return nil
}

// An optimizer is an SGD under way.
type optimizer struct {
	kernel.SGD
	velocity []float32
}

func (s SGD) start(params int) *optimizer {
	o := &optimizer{SGD: kernel.SGD{
		LR: float32(s.LR), Momentum: float32(s.Momentum), Dampening: float32(s.Dampening),
		WeightDecay: float32(s.WeightDecay), Nesterov: s.Nesterov, First: true,
	}}
	if s.Momentum != 0 {
		o.velocity = make([]float32, params)
	}
	return o
}

func (o *optimizer) step(params, grads []float32) {
	o.Step(params, grads, o.velocity)
	o.First = false
}
