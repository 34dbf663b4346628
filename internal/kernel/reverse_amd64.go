//go:build !purego

package kernel

func reverseUint8(dst, src []uint8) {
	if active >= avx2 && len(dst) >= 64 {
		reverseUint8AVX2(dst, src)
	} else {
		reverseUint8Generic(dst, src)
	}
}

func reverseFloat32(dst, src []float32) {
	if active >= avx2 && len(dst) >= 16 {
		reverseFloat32AVX2(dst, src)
	} else {
		reverseFloat32Generic(dst, src)
	}
}
