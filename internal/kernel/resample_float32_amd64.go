//go:build !purego

package kernel

func resampleRowsFloat32(dst, src []float32, dstStride, srcStride, rows int, t Taps[float32]) {
	if active >= avx2 && rows >= 4 && t.Len() >= 4 {
		resampleRowsFloat32AVX2(dst, src, dstStride, srcStride, rows, t.First, t.Count, t.Weights, t.Stride)
	} else {
		resampleRowsFloat32Generic(dst, src, dstStride, srcStride, rows, t)
	}
}

func resampleColumnFloat32(dst, src []float32, stride int, weights []float32) {
	if active >= avx2 && len(dst) >= 8 {
		resampleColumnFloat32AVX2(dst, src, stride, weights)
	} else {
		resampleColumnFloat32Generic(dst, src, stride, weights)
	}
}
