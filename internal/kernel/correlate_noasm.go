//go:build !amd64 || purego

package kernel

func weightedSum(dst, src []float32, offsets []int32, weights []float32) {
	weightedSumGeneric(dst, src, offsets, weights)
}

func symmetricSum(dst, src []float32, offsets []int32, weights []float32) {
	symmetricSumGeneric(dst, src, offsets, weights)
}

func floatUint8(dst []float32, src []uint8) { floatUint8Generic(dst, src) }

func roundUint8(dst []uint8, src []float32) { roundUint8Generic(dst, src) }
