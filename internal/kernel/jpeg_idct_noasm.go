//go:build !amd64 || purego

package kernel

func idctRow8(dst []uint8, stride int, coef []int16, quant *[64]uint16, last []uint8) {
	idctRow8Generic(dst, stride, coef, quant, last)
}

func idctRow4(dst []uint8, stride int, coef []int16, quant *[64]uint16, last []uint8) {
	idctRow4Generic(dst, stride, coef, quant, last)
}

func idctRow2(dst []uint8, stride int, coef []int16, quant *[64]uint16, last []uint8) {
	idctRow2Generic(dst, stride, coef, quant, last)
}
