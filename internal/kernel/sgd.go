package kernel

// SGD is one step of stochastic gradient descent with momentum, as torch.optim.SGD takes it:
//
//	g := grad[i] + weightDecay*param[i]
//	if momentum != 0 {
//		velocity[i] = momentum*velocity[i] + (1-dampening)*g // g in the first step
//		g = velocity[i]                                      // g + momentum*velocity[i] if nesterov
//	}
//	param[i] -= lr * g
type SGD struct {
	LR, Momentum, Dampening, WeightDecay float32
	Nesterov                             bool
	First                                bool // the first step: velocity holds nothing yet
}

// Step changes param and velocity by the gradient grad, all of the same length. velocity is not used, and may
// be empty, if Momentum is 0. Parts of param may be stepped one by one.
func (s *SGD) Step(param, grad, velocity []float32) {
	grad = grad[:len(param)]
	if s.Momentum == 0 {
		sgdPlain(param, grad, s.LR, s.WeightDecay)
		return
	}
	velocity, take := velocity[:len(param)], 1-s.Dampening
	if s.First {
		clear(velocity)
		take = 1
	}
	if s.Nesterov {
		sgdNesterov(param, grad, velocity, s.LR, s.WeightDecay, s.Momentum, take)
	} else {
		sgdMomentum(param, grad, velocity, s.LR, s.WeightDecay, s.Momentum, take)
	}
}
