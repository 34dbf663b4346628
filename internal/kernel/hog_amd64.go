//go:build !purego

package kernel

func foldGradients(down, right, magnitudes, bins []float32, half float32) {
	if active >= avx2 {
		foldGradientsAVX2(down, right, magnitudes, bins, half)
	} else {
		foldGradientsGeneric(down, right, magnitudes, bins, half)
	}
}

func countPast(bins, down, right []float32, cos, sin float32) {
	if active >= avx2 {
		countPastAVX2(bins, down, right, cos, sin)
	} else {
		countPastGeneric(bins, down, right, cos, sin)
	}
}

func keepLarger(down, right, otherDown, otherRight []float32) {
	if active >= avx2 {
		keepLargerAVX2(down, right, otherDown, otherRight)
	} else {
		keepLargerGeneric(down, right, otherDown, otherRight)
	}
}

func scaleTo(dst, src []float32, factor, most float32) {
	if active >= avx2 {
		scaleToAVX2(dst, src, factor, most)
	} else {
		scaleToGeneric(dst, src, factor, most)
	}
}

func angle(dst, down, right []float32, scale float32) {
	if active >= avx2 {
		angleAVX2(dst, down, right, scale)
	} else {
		angleGeneric(dst, down, right, scale)
	}
}
