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

func sort5Uint8(to, a, b, c, d, e []uint8) {
	if active >= avx2 && len(a) >= 32 {
		sort5Uint8AVX2(to, a, b, c, d, e)
	} else {
		sort5Uint8Generic(to, a, b, c, d, e)
	}
}

func sort5Float32(to, a, b, c, d, e []float32) {
	if active >= avx2 && len(a) >= 8 {
		sort5Float32AVX2(to, a, b, c, d, e)
	} else {
		sort5Float32Generic(to, a, b, c, d, e)
	}
}

func medianOf25Uint8(dst, sorted []uint8) {
	if active >= avx2 && len(dst) >= 32 {
		medianOf25Uint8AVX2(dst, sorted)
	} else {
		medianOf25Uint8Generic(dst, sorted)
	}
}

func medianOf25Float32(dst, sorted []float32) {
	if active >= avx2 && len(dst) >= 8 {
		medianOf25Float32AVX2(dst, sorted)
	} else {
		medianOf25Float32Generic(dst, sorted)
	}
}
