package kernel

import "math"

// AdamW is one step of Adam with decoupled weight decay (Loshchilov & Hutter 2019), as torch.optim.AdamW takes it
// without amsgrad:
//
//	g := gradScale * grad[i]
//	param[i] *= 1 - lr*weightDecay
//	first[i] += (1 - beta1) * (g - first[i])
//	second[i] = beta2*second[i] + ((1-beta2)*g)*g
//	param[i] -= ((lr / correction1) * first[i]) / (sqrt(second[i])/sqrt(correction2) + eps)
//
// What is made of settings alone is computed in float64 and rounded once; all else is float32. Both moments are 0
// before the first step.
type AdamW struct {
	LR, Beta1, Beta2, Eps, WeightDecay float64
	Correction1, Correction2           float64 // 1 − Beta1ᵗ and 1 − Beta2ᵗ in step t, which counts from 1
	GradScale                          float32 // below 1 to clip gradients; 0 means 1
}

// Step changes param and its moments, first and second, by the gradient grad, all of the same length. Parts of param
// may be stepped one by one.
func (a *AdamW) Step(param, grad, first, second []float32) {
	n := len(param)
	adamW(param, grad[:n], first[:n], second[:n], scaleOr1(a.GradScale),
		float32(1-float64(a.LR*a.WeightDecay)), float32(1-a.Beta1), float32(a.Beta2), float32(1-a.Beta2),
		float32(math.Sqrt(a.Correction2)), float32(a.Eps), float32(a.LR/a.Correction1))
}
