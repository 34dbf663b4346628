//go:build !purego

package kernel

func sgdPlain(param, grad []float32, scale, lr, decay float32) {
	if active >= avx2 {
		sgdPlainAVX2(param, grad, scale, lr, decay)
	} else {
		sgdPlainGeneric(param, grad, scale, lr, decay)
	}
}

func sgdMomentum(param, grad, velocity []float32, scale, lr, decay, momentum, take float32) {
	if active >= avx2 {
		sgdMomentumAVX2(param, grad, velocity, scale, lr, decay, momentum, take)
	} else {
		sgdMomentumGeneric(param, grad, velocity, scale, lr, decay, momentum, take)
	}
}

func sgdNesterov(param, grad, velocity []float32, scale, lr, decay, momentum, take float32) {
	if active >= avx2 {
		sgdNesterovAVX2(param, grad, velocity, scale, lr, decay, momentum, take)
	} else {
		sgdNesterovGeneric(param, grad, velocity, scale, lr, decay, momentum, take)
	}
}

func adamW(param, grad, first, second []float32, scale, keep, take1, beta2, take2, correction, eps, step float32) {
	if active >= avx2 {
		adamWAVX2(param, grad, first, second, scale, keep, take1, beta2, take2, correction, eps, step)
	} else {
		adamWGeneric(param, grad, first, second, scale, keep, take1, beta2, take2, correction, eps, step)
	}
}

func lerp(dst, src []float32, weight float32) {
	if active >= avx2 {
		lerpAVX2(dst, src, weight)
	} else {
		lerpGeneric(dst, src, weight)
	}
}

// The sums are added to, so that vectors must not overlap: what is left over goes to the generic code.
func sumSquares(sums *[16]float64, s []float32) {
	n := 0
	if active >= avx2 && len(s) >= 16 {
		n = len(s) &^ 15
		sumSquaresAVX2(sums, s[:n])
	}
	sumSquaresGeneric(sums, s[n:])
}
