//go:build !purego

package kernel

func boxReduceUint8(dst, src []uint8, stride, side int) {
	switch {
	case active < avx2 || len(dst) < 32:
		boxReduceUint8Generic(dst, src, stride, side)
	case side == 2:
		boxReduce2Uint8AVX2(dst, src, stride)
	case side == 4:
		boxReduce4Uint8AVX2(dst, src, stride)
	case side == 8:
		boxReduce8Uint8AVX2(dst, src, stride)
	default:
		boxReduceUint8Generic(dst, src, stride, side)
	}
}
