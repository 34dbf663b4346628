//go:build !purego

package kernel

func weightedSum(dst, src []float32, offsets []int32, weights []float32) {
	if active >= avx2 && len(dst) >= 8 && len(weights) > 0 {
		weightedSumAVX2(dst, src, offsets, weights)
	} else {
		weightedSumGeneric(dst, src, offsets, weights)
	}
}

func symmetricSum(dst, src []float32, offsets []int32, weights []float32) {
	if active >= avx2 && len(dst) >= 8 {
		symmetricSumAVX2(dst, src, offsets, weights)
	} else {
		symmetricSumGeneric(dst, src, offsets, weights)
	}
}

func floatUint8(dst []float32, src []uint8) {
	if active >= avx2 && len(dst) >= 32 {
		floatUint8AVX2(dst, src)
	} else {
		floatUint8Generic(dst, src)
	}
}

func roundUint8(dst []uint8, src []float32) {
	if active >= avx2 && len(dst) >= 32 {
		roundUint8AVX2(dst, src)
	} else {
		roundUint8Generic(dst, src)
	}
}
