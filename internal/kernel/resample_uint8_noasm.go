//go:build !amd64 || purego

package kernel

func packRowsUint8(Taps[int32], int) packedTaps { return packedTaps{} }

func resampleRowsUint8(dst, src []uint8, dstStride, srcStride, rows int, t Taps[int32]) {
	resampleRowsUint8Generic(dst, src, dstStride, srcStride, rows, t)
}

func resampleColumnUint8(dst, src []uint8, stride int, weights []int32) {
	resampleColumnUint8Generic(dst, src, stride, weights)
}
