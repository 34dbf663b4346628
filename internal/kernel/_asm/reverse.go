package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func reverse() {
	order := bytes32("reverseBytes", 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
	reversal("reverseUint8AVX2", "func(dst, src []uint8)",
		"reverseUint8AVX2 is reverseUint8Generic for at least 64 values.", 1, func(v reg.VecVirtual) {
			VPSHUFB(order, v, v)
			VPERMQ(Imm(0b01_00_11_10), v, v)
		})
	reversal("reverseFloat32AVX2", "func(dst, src []float32)",
		"reverseFloat32AVX2 is reverseFloat32Generic for at least 16 values.", 4, func(v reg.VecVirtual) {
			VPSHUFD(Imm(0b00_01_10_11), v, v)
			VPERMQ(Imm(0b01_00_11_10), v, v)
		})
}

// reversal writes a function that turns round values of a size, two vectors at a time.
func reversal(name, signature, doc string, size int, turn func(v reg.VecVirtual)) {
	TEXT(name, NOSPLIT, signature)
	Doc(doc)
	Pragma("noescape")
	dst, src, n, to := loadBase("dst"), loadBase("src"), loadLen("dst"), GP64()
	end := GP64()
	LEAQ(Mem{Base: dst, Index: n, Scale: uint8(size)}, end)
	blocks("values", n, 64/size, func(at reg.GPVirtual) {
		MOVQ(at, to)
		NEGQ(to)
		for i := range 2 {
			v := YMM()
			VMOVDQU(Mem{Base: src, Index: at, Scale: uint8(size), Disp: 32 * i}, v)
			turn(v)
			VMOVDQU(v, Mem{Base: end, Index: to, Scale: uint8(size), Disp: -32 * (i + 1)})
		}
	})
	VZEROUPPER()
	RET()
}
