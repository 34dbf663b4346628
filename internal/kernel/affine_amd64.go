//go:build !purego

package kernel

func affineFloat32(dst, src []float32, mean, std float32) {
	if active >= avx2 {
		affineFloat32AVX2(dst, src, mean, std)
	} else {
		affineFloat32Generic(dst, src, mean, std)
	}
}

func unitUint8(dst []float32, src []uint8) {
	if active >= avx2 && len(dst) >= 32 {
		unitUint8AVX2(dst, src)
	} else {
		unitUint8Generic(dst, src)
	}
}

func affineUint8(dst []float32, src []uint8, mean, std float32) {
	if active >= avx2 && len(dst) >= 32 {
		affineUint8AVX2(dst, src, mean, std)
	} else {
		affineUint8Generic(dst, src, mean, std)
	}
}
