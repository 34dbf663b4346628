package kernel

// SGD is one step of stochastic gradient descent with momentum, as torch.optim.SGD takes it:
//
//	g := gradScale*grad[i] + weightDecay*param[i]
//	if momentum != 0 {
//		velocity[i] = momentum*velocity[i] + (1-dampening)*g // g in the first step
//		g = velocity[i]                                      // g + momentum*velocity[i] if nesterov
//	}
//	param[i] -= lr * g
type SGD struct {
	LR, Momentum, Dampening, WeightDecay float32
	Nesterov                             bool
	First                                bool    // the first step: velocity holds nothing yet
	GradScale                            float32 // below 1 to clip gradients; 0 means 1
}

// Step changes param and velocity by the gradient grad, all of the same length. velocity is not used, and may
// be empty, if Momentum is 0. Parts of param may be stepped one by one.
func (s *SGD) Step(param, grad, velocity []float32) {
	grad = grad[:len(param)]
	if s.Momentum == 0 {
		sgdPlain(param, grad, scaleOr1(s.GradScale), s.LR, s.WeightDecay)
		return
	}
	velocity, scale, take := velocity[:len(param)], scaleOr1(s.GradScale), 1-s.Dampening
	if s.First {
		clear(velocity)
		take = 1
	}
	if s.Nesterov {
		sgdNesterov(param, grad, velocity, scale, s.LR, s.WeightDecay, s.Momentum, take)
	} else {
		sgdMomentum(param, grad, velocity, scale, s.LR, s.WeightDecay, s.Momentum, take)
	}
}

func scaleOr1(scale float32) float32 {
	if scale == 0 {
		return 1
	}
	return scale
}
