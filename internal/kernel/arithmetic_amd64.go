//go:build !purego

package kernel

func add(dst, a, b []float32) {
	if active >= avx2 {
		addAVX2(dst, a, b)
	} else {
		addGeneric(dst, a, b)
	}
}

func sub(dst, a, b []float32) {
	if active >= avx2 {
		subAVX2(dst, a, b)
	} else {
		subGeneric(dst, a, b)
	}
}

func mul(dst, a, b []float32) {
	if active >= avx2 {
		mulAVX2(dst, a, b)
	} else {
		mulGeneric(dst, a, b)
	}
}

func scale(dst, src []float32, factor float32) {
	if active >= avx2 {
		scaleAVX2(dst, src, factor)
	} else {
		scaleGeneric(dst, src, factor)
	}
}

func addScaled(dst, src []float32, factor float32) {
	if active >= avx2 {
		addScaledAVX2(dst, src, factor)
	} else {
		addScaledGeneric(dst, src, factor)
	}
}

func addProduct(dst, a, b []float32) {
	if active >= avx2 {
		addProductAVX2(dst, a, b)
	} else {
		addProductGeneric(dst, a, b)
	}
}
