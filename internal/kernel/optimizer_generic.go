package kernel

import "math"

// sgdPlainGeneric is the reference for [SGD.Step] without momentum.
func sgdPlainGeneric(param, grad []float32, scale, lr, decay float32) {
	for i, p := range param {
		param[i] = p - float32(lr*(float32(scale*grad[i])+float32(decay*p)))
	}
}

// sgdMomentumGeneric is the reference for [SGD.Step] with momentum; take is 1 − dampening.
func sgdMomentumGeneric(param, grad, velocity []float32, scale, lr, decay, momentum, take float32) {
	for i, p := range param {
		g := float32(scale*grad[i]) + float32(decay*p)
		v := float32(momentum*velocity[i]) + float32(take*g)
		velocity[i] = v
		param[i] = p - float32(lr*v)
	}
}

// sgdNesterovGeneric is the reference for [SGD.Step] with Nesterov's momentum.
func sgdNesterovGeneric(param, grad, velocity []float32, scale, lr, decay, momentum, take float32) {
	for i, p := range param {
		g := float32(scale*grad[i]) + float32(decay*p)
		v := float32(momentum*velocity[i]) + float32(take*g)
		velocity[i] = v
		param[i] = p - float32(lr*(g+float32(momentum*v)))
	}
}

// adamWGeneric is the reference for [AdamW.Step]; keep is 1 − lr·weightDecay, take1 and take2 are 1 − beta1 and
// 1 − beta2, correction and step have the bias corrections.
func adamWGeneric(param, grad, first, second []float32, scale, keep, take1, beta2, take2, correction, eps, step float32) {
	for i, p := range param {
		g := float32(scale * grad[i])
		m := first[i] + float32(take1*(g-first[i]))
		v := float32(beta2*second[i]) + float32(float32(take2*g)*g)
		first[i], second[i] = m, v
		root := float32(math.Sqrt(float64(v))) // rounded twice and still exactly: float64 has enough bits
		param[i] = float32(keep*p) - float32(step*m)/(root/correction+eps)
	}
}

// lerpGeneric is the reference for [Lerp].
func lerpGeneric(dst, src []float32, weight float32) {
	for i, v := range dst {
		dst[i] = v + float32(weight*(src[i]-v))
	}
}

// sumSquaresGeneric is the reference for the partial sums of [SumSquares].
func sumSquaresGeneric(sums *[16]float64, s []float32) {
	for i, v := range s {
		sums[i%16] += float64(v) * float64(v)
	}
}
