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
// be empty, if Momentum is 0.
func (s *SGD) Step(param, grad, velocity []float32) {
	if s.Momentum == 0 {
		s.plain(param, grad)
		return
	}
	momentum, take := s.Momentum, 1-s.Dampening
	if s.First {
		clear(velocity)
		take = 1
	}
	grad, velocity = grad[:len(param)], velocity[:len(param)]
	for i, p := range param {
		g := grad[i] + s.WeightDecay*p
		v := momentum*velocity[i] + take*g
		velocity[i] = v
		if s.Nesterov {
			v = g + momentum*v
		}
		param[i] = p - s.LR*v
	}
}

func (s *SGD) plain(param, grad []float32) {
	grad = grad[:len(param)]
	for i, p := range param {
		param[i] = p - s.LR*(grad[i]+s.WeightDecay*p)
	}
}
