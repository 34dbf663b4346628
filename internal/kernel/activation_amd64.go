//go:build !purego

package kernel

func relu(dst, src []float32) {
	if active >= avx2 {
		reluAVX2(dst, src)
	} else {
		reluGeneric(dst, src)
	}
}

func leakyReLU(dst, src []float32, slope float32) {
	if active >= avx2 {
		leakyReLUAVX2(dst, src, slope)
	} else {
		leakyReLUGeneric(dst, src, slope)
	}
}

func biasReLU(dst, src, bias []float32) {
	if active >= avx2 {
		biasReLUAVX2(dst, src, bias)
	} else {
		biasReLUGeneric(dst, src, bias)
	}
}

func biasLeakyReLU(dst, src, bias []float32, slope float32) {
	if active >= avx2 {
		biasLeakyReLUAVX2(dst, src, bias, slope)
	} else {
		biasLeakyReLUGeneric(dst, src, bias, slope)
	}
}

func reluGrad(dx, dy, y []float32) {
	if active >= avx2 {
		reluGradAVX2(dx, dy, y)
	} else {
		reluGradGeneric(dx, dy, y)
	}
}

func reluGradAdd(dx, dy, y []float32) {
	if active >= avx2 {
		reluGradAddAVX2(dx, dy, y)
	} else {
		reluGradAddGeneric(dx, dy, y)
	}
}

func leakyReLUGrad(dx, dy, y []float32, slope float32) {
	if active >= avx2 {
		leakyReLUGradAVX2(dx, dy, y, slope)
	} else {
		leakyReLUGradGeneric(dx, dy, y, slope)
	}
}

func leakyReLUGradAdd(dx, dy, y []float32, slope float32) {
	if active >= avx2 {
		leakyReLUGradAddAVX2(dx, dy, y, slope)
	} else {
		leakyReLUGradAddGeneric(dx, dy, y, slope)
	}
}

func sigmoidGrad(dx, dy, y []float32) {
	if active >= avx2 {
		sigmoidGradAVX2(dx, dy, y)
	} else {
		sigmoidGradGeneric(dx, dy, y)
	}
}

func sigmoidGradAdd(dx, dy, y []float32) {
	if active >= avx2 {
		sigmoidGradAddAVX2(dx, dy, y)
	} else {
		sigmoidGradAddGeneric(dx, dy, y)
	}
}

func tanhGrad(dx, dy, y []float32) {
	if active >= avx2 {
		tanhGradAVX2(dx, dy, y)
	} else {
		tanhGradGeneric(dx, dy, y)
	}
}

func tanhGradAdd(dx, dy, y []float32) {
	if active >= avx2 {
		tanhGradAddAVX2(dx, dy, y)
	} else {
		tanhGradAddGeneric(dx, dy, y)
	}
}
