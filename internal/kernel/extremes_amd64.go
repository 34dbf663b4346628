//go:build !purego

package kernel

func minUint8(dst, a, b []uint8) {
	if active >= avx2 && len(dst) >= 32 {
		minUint8AVX2(dst, a, b)
	} else {
		minUint8Generic(dst, a, b)
	}
}

func maxUint8(dst, a, b []uint8) {
	if active >= avx2 && len(dst) >= 32 {
		maxUint8AVX2(dst, a, b)
	} else {
		maxUint8Generic(dst, a, b)
	}
}

func minFloat32(dst, a, b []float32) {
	if active >= avx2 && len(dst) >= 8 {
		minFloat32AVX2(dst, a, b)
	} else {
		minFloat32Generic(dst, a, b)
	}
}

func maxFloat32(dst, a, b []float32) {
	if active >= avx2 && len(dst) >= 8 {
		maxFloat32AVX2(dst, a, b)
	} else {
		maxFloat32Generic(dst, a, b)
	}
}

func medianOf9Uint8(dst, above, here, below []uint8) {
	if active >= avx2 && len(dst) >= 32 {
		medianOf9Uint8AVX2(dst, above, here, below)
	} else {
		medianOf9Uint8Generic(dst, above, here, below)
	}
}

func medianOf9Float32(dst, above, here, below []float32) {
	if active >= avx2 && len(dst) >= 8 {
		medianOf9Float32AVX2(dst, above, here, below)
	} else {
		medianOf9Float32Generic(dst, above, here, below)
	}
}
