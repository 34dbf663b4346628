//go:build !purego

package kernel

func softmaxRows(dst, src []float32, cols int, factors []float64, shift float64, tops []float32, sums []float64) {
	switch narrow := cols <= 16 && len(factors) > 0; {
	case active >= vnni && narrow:
		softmaxNarrowVNNI(dst, src, cols, factors, shift, tops, sums)
	case active >= vnni:
		softmaxWideVNNI(dst, src, cols, factors, shift, tops, sums)
	case active >= avx2 && narrow:
		softmaxNarrowAVX2(dst, src, cols, factors, shift, tops, sums)
	case active >= avx2:
		softmaxWideAVX2(dst, src, cols, factors, shift, tops, sums)
	default:
		softmaxRowsGeneric(dst, src, cols, factors, shift, tops, sums)
	}
}

func softmaxWideAVX2(dst, src []float32, cols int, factors []float64, shift float64, tops []float32, sums []float64) {
	for r, factor := range factors {
		row := dst[r*cols : (r+1)*cols]
		tops[r], sums[r] = softmaxRowAVX2(row, src[r*cols:(r+1)*cols])
		rescaleAVX2(row, float32(factor/sums[r]), float32(shift))
	}
}

func softmaxWideVNNI(dst, src []float32, cols int, factors []float64, shift float64, tops []float32, sums []float64) {
	for r, factor := range factors {
		row := dst[r*cols : (r+1)*cols]
		tops[r], sums[r] = softmaxRowVNNI(row, src[r*cols:(r+1)*cols])
		rescaleVNNI(row, float32(factor/sums[r]), float32(shift))
	}
}
