//go:build !purego

package kernel

func softmaxRows(dst, src []float32, cols int, factors []float64, shift float64, tops []float32, sums []float64) {
	switch {
	case active >= avx2 && cols <= 16 && len(factors) > 0:
		softmaxNarrowAVX2(dst, src, cols, factors, shift, tops, sums)
	case active >= avx2:
		softmaxWide(dst, src, cols, factors, shift, tops, sums)
	default:
		softmaxRowsGeneric(dst, src, cols, factors, shift, tops, sums)
	}
}

// softmaxWide is for rows of any length.
func softmaxWide(dst, src []float32, cols int, factors []float64, shift float64, tops []float32, sums []float64) {
	for r, factor := range factors {
		row := dst[r*cols : (r+1)*cols]
		tops[r], sums[r] = softmaxRowAVX2(row, src[r*cols:(r+1)*cols])
		rescaleAVX2(row, factor/sums[r], shift)
	}
}
