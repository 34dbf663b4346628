//go:build !purego

package kernel

func softmaxRow(dst, src []float32) (top float32, sum float64) {
	if active >= avx2 {
		return softmaxRowAVX2(dst, src)
	}
	return softmaxRowGeneric(dst, src)
}

func rescale(dst []float32, factor, shift float64) {
	if active >= avx2 {
		rescaleAVX2(dst, factor, shift)
	} else {
		rescaleGeneric(dst, factor, shift)
	}
}
