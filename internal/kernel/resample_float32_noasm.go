//go:build !amd64 || purego

package kernel

func resampleRowsFloat32(dst, src []float32, dstStride, srcStride, rows int, t Taps[float32]) {
	resampleRowsFloat32Generic(dst, src, dstStride, srcStride, rows, t)
}

func resampleColumnFloat32(dst, src []float32, stride int, weights []float32) {
	resampleColumnFloat32Generic(dst, src, stride, weights)
}
