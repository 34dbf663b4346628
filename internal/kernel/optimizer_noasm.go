//go:build !amd64 || purego

package kernel

func sgdPlain(param, grad []float32, scale, lr, decay float32) {
	sgdPlainGeneric(param, grad, scale, lr, decay)
}

func sgdMomentum(param, grad, velocity []float32, scale, lr, decay, momentum, take float32) {
	sgdMomentumGeneric(param, grad, velocity, scale, lr, decay, momentum, take)
}

func sgdNesterov(param, grad, velocity []float32, scale, lr, decay, momentum, take float32) {
	sgdNesterovGeneric(param, grad, velocity, scale, lr, decay, momentum, take)
}

func adamW(param, grad, first, second []float32, scale, keep, take1, beta2, take2, correction, eps, step float32) {
	adamWGeneric(param, grad, first, second, scale, keep, take1, beta2, take2, correction, eps, step)
}

func lerp(dst, src []float32, weight float32) { lerpGeneric(dst, src, weight) }

func sumSquares(sums *[16]float64, s []float32) { sumSquaresGeneric(sums, s) }
