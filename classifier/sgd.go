package classifier

import "github.com/saccade-go/saccade/internal/kernel"

// sgd is stochastic gradient descent; [Optimizer] has the formulas.
type sgd struct {
	kernel.SGD
	velocity []float32 // empty without momentum
}

func newSGD(o Optimizer, params int) *sgd {
	s := &sgd{SGD: kernel.SGD{
		Momentum: float32(o.Momentum), Dampening: float32(o.Dampening),
		WeightDecay: float32(o.WeightDecay), Nesterov: o.Nesterov,
	}}
	if s.Momentum != 0 {
		s.velocity = make([]float32, params)
	}
	return s
}

func (s *sgd) begin(t int, lr float64, scale float32) {
	s.LR, s.First, s.GradScale = float32(lr), t == 1, scale
}

func (s *sgd) step(params, grads []float32, from int) {
	velocity := s.velocity
	if s.Momentum != 0 {
		velocity = velocity[from : from+len(params)]
	}
	s.Step(params, grads, velocity)
}

func (s *sgd) memory() map[string][]float32 {
	if s.Momentum == 0 {
		return nil
	}
	return map[string][]float32{"velocity": s.velocity}
}
