//go:build !purego

package kernel

func boxReduceUint8(dst, src []uint8, stride, width, height int) {
	switch {
	case active < avx2 || width != height || len(dst) < 32:
		boxReduceByColumns(dst, src, stride, width, height)
	case width == 2:
		boxReduce2Uint8AVX2(dst, src, stride)
	case width == 4:
		boxReduce4Uint8AVX2(dst, src, stride)
	case width == 8:
		boxReduce8Uint8AVX2(dst, src, stride)
	default:
		boxReduceByColumns(dst, src, stride, width, height)
	}
}

func sumColumnsUint8(sums []uint16, src []uint8, stride, rows int) {
	if active >= avx2 && len(sums) >= 32 {
		sumColumnsUint8AVX2(sums, src, stride, rows)
	} else {
		sumColumnsUint8Generic(sums, src, stride, rows)
	}
}
