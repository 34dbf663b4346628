//go:build !amd64 || purego

package kernel

func transposeUint8(dst, src []uint8, h, w int, reverseRows, reverseColumns bool) {
	transposeGeneric(dst, src, h, w, reverseRows, reverseColumns)
}

func transposeFloat32(dst, src []float32, h, w int, reverseRows, reverseColumns bool) {
	transposeGeneric(dst, src, h, w, reverseRows, reverseColumns)
}
