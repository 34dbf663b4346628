//go:build !purego

package kernel

func idctRow8(dst []uint8, stride int, coef []int16, quant *[64]uint16, last []uint8) {
	if active >= avx2 && len(last) >= 2 {
		idctRow8AVX2(dst, stride, coef, quant, last)
	} else {
		idctRow8Generic(dst, stride, coef, quant, last)
	}
}

func idctRow4(dst []uint8, stride int, coef []int16, quant *[64]uint16, last []uint8) {
	if active >= avx2 && len(last) >= 2 {
		idctRow4AVX2(dst, stride, coef, quant, last)
	} else {
		idctRow4Generic(dst, stride, coef, quant, last)
	}
}

func idctRow2(dst []uint8, stride int, coef []int16, quant *[64]uint16, last []uint8) {
	if active >= avx2 && len(last) >= 2 {
		idctRow2AVX2(dst, stride, coef, quant, last)
	} else {
		idctRow2Generic(dst, stride, coef, quant, last)
	}
}
