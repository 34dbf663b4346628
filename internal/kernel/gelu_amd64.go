//go:build !purego

package kernel

func gelu(dst, src []float32) {
	switch {
	case active >= vnni:
		geluVNNI(dst, src)
	case active >= avx2:
		geluAVX2(dst, src)
	default:
		geluGeneric(dst, src)
	}
}

func geluGrad(dx, dy, x []float32) {
	switch {
	case active >= vnni:
		geluGradVNNI(dx, dy, x)
	case active >= avx2:
		geluGradAVX2(dx, dy, x)
	default:
		geluGradGeneric(dx, dy, x)
	}
}

func geluGradAdd(dx, dy, x []float32) {
	switch {
	case active >= vnni:
		geluGradAddVNNI(dx, dy, x)
	case active >= avx2:
		geluGradAddAVX2(dx, dy, x)
	default:
		geluGradAddGeneric(dx, dy, x)
	}
}

func geluTanh(dst, src []float32) {
	switch {
	case active >= vnni:
		geluTanhVNNI(dst, src)
	case active >= avx2:
		geluTanhAVX2(dst, src)
	default:
		geluTanhGeneric(dst, src)
	}
}

func geluTanhGrad(dx, dy, x []float32) {
	switch {
	case active >= vnni:
		geluTanhGradVNNI(dx, dy, x)
	case active >= avx2:
		geluTanhGradAVX2(dx, dy, x)
	default:
		geluTanhGradGeneric(dx, dy, x)
	}
}

func geluTanhGradAdd(dx, dy, x []float32) {
	switch {
	case active >= vnni:
		geluTanhGradAddVNNI(dx, dy, x)
	case active >= avx2:
		geluTanhGradAddAVX2(dx, dy, x)
	default:
		geluTanhGradAddGeneric(dx, dy, x)
	}
}
