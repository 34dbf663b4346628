//go:build !purego

package kernel

func exp(dst, src []float32) {
	switch {
	case active >= vnni:
		expVNNI(dst, src)
	case active >= avx2:
		expAVX2(dst, src)
	default:
		expGeneric(dst, src)
	}
}

func log(dst, src []float32) {
	switch {
	case active >= vnni:
		logVNNI(dst, src)
	case active >= avx2:
		logAVX2(dst, src)
	default:
		logGeneric(dst, src)
	}
}

func sigmoid(dst, src []float32) {
	switch {
	case active >= vnni:
		sigmoidVNNI(dst, src)
	case active >= avx2:
		sigmoidAVX2(dst, src)
	default:
		sigmoidGeneric(dst, src)
	}
}

func tanh(dst, src []float32) {
	switch {
	case active >= vnni:
		tanhVNNI(dst, src)
	case active >= avx2:
		tanhAVX2(dst, src)
	default:
		tanhGeneric(dst, src)
	}
}
