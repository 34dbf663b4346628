package kernel

// reluGeneric is the reference for [ReLU].
func reluGeneric(dst, src []float32) {
	for i, v := range src {
		if v < 0 {
			v = 0
		}
		dst[i] = v
	}
}

// leakyReLUGeneric is the reference for [LeakyReLU].
func leakyReLUGeneric(dst, src []float32, slope float32) {
	for i, v := range src {
		if !(v > 0) {
			v *= slope
		}
		dst[i] = v
	}
}

// biasReLUGeneric is the reference for a row of [BiasReLU].
func biasReLUGeneric(dst, src, bias []float32) {
	for i, v := range src {
		v += bias[i]
		if v < 0 {
			v = 0
		}
		dst[i] = v
	}
}

// biasLeakyReLUGeneric is the reference for a row of [BiasLeakyReLU].
func biasLeakyReLUGeneric(dst, src, bias []float32, slope float32) {
	for i, v := range src {
		v += bias[i]
		if !(v > 0) {
			v *= slope
		}
		dst[i] = v
	}
}

// reluGradGeneric is the reference for [ReLUGrad].
func reluGradGeneric(dx, dy, y []float32) {
	for i, d := range dy {
		if !(y[i] > 0) {
			d = 0
		}
		dx[i] = d
	}
}

// reluGradAddGeneric is the reference for [ReLUGradAdd].
func reluGradAddGeneric(dx, dy, y []float32) {
	for i, d := range dy {
		if !(y[i] > 0) {
			d = 0
		}
		dx[i] += d
	}
}

// leakyReLUGradGeneric is the reference for [LeakyReLUGrad].
func leakyReLUGradGeneric(dx, dy, y []float32, slope float32) {
	for i, d := range dy {
		if !(y[i] > 0) {
			d *= slope
		}
		dx[i] = d
	}
}

// leakyReLUGradAddGeneric is the reference for [LeakyReLUGradAdd].
func leakyReLUGradAddGeneric(dx, dy, y []float32, slope float32) {
	for i, d := range dy {
		if !(y[i] > 0) {
			d = float32(d * slope)
		}
		dx[i] += d
	}
}

// sigmoidGradGeneric is the reference for [SigmoidGrad].
func sigmoidGradGeneric(dx, dy, y []float32) {
	for i, d := range dy {
		dx[i] = d * float32(y[i]*(1-y[i]))
	}
}

// sigmoidGradAddGeneric is the reference for [SigmoidGradAdd].
func sigmoidGradAddGeneric(dx, dy, y []float32) {
	for i, d := range dy {
		dx[i] += float32(d * float32(y[i]*(1-y[i])))
	}
}

// tanhGradGeneric is the reference for [TanhGrad].
func tanhGradGeneric(dx, dy, y []float32) {
	for i, d := range dy {
		dx[i] = d * (1 - float32(y[i]*y[i]))
	}
}

// tanhGradAddGeneric is the reference for [TanhGradAdd].
func tanhGradAddGeneric(dx, dy, y []float32) {
	for i, d := range dy {
		dx[i] += float32(d * (1 - float32(y[i]*y[i])))
	}
}
