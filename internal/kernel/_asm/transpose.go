package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func transpose() {
	transposition("transposeUint8AVX2", "func(dst, src *uint8, dstStride, srcStride, h, w int)", 16, 1, square16)
	transposition("transposeFloat32AVX2", "func(dst, src *float32, dstStride, srcStride, h, w int)", 8, 4, square8)
}

// transposition writes a function that goes through a plane in squares of the given side.
func transposition(name, signature string, side, size int, square func(dst, dstStride, src, srcStride reg.GPVirtual)) {
	TEXT(name, NOSPLIT, signature)
	Doc(name+" is dst[x·dstStride+y] = src[y·srcStride+x] for y in 0..h−1 and x in 0..w−1, both of which are at",
		"least the side of a square: 16 for uint8, 8 for float32. Strides may be negative.")
	Pragma("noescape")
	dst, src, dstStride, srcStride := load("dst"), load("src"), load("dstStride"), load("srcStride")
	scale(dstStride, size)
	scale(srcStride, size)
	h, w := load("h"), load("w")
	blocks("rows", h, side, func(y reg.GPVirtual) {
		row := GP64()
		MOVQ(y, row)
		IMULQ(srcStride, row)
		ADDQ(src, row)
		blocks("squares", w, side, func(x reg.GPVirtual) {
			from, to := GP64(), GP64()
			LEAQ(Mem{Base: row, Index: x, Scale: uint8(size)}, from)
			MOVQ(x, to)
			IMULQ(dstStride, to)
			ADDQ(dst, to)
			LEAQ(Mem{Base: to, Index: y, Scale: uint8(size)}, to)
			square(to, dstStride, from, srcStride)
		})
	})
	VZEROUPPER()
	RET()
}

// square16 transposes 16×16 bytes: rows 0–7 are in the lower halves of vectors, 8–15 in the upper ones.
func square16(dst, dstStride, src, srcStride reg.GPVirtual) {
	var s [8]reg.VecVirtual
	below := GP64()
	LEAQ(Mem{Base: src, Index: srcStride, Scale: 8}, below)
	for i := range s {
		s[i] = YMM()
		VBROADCASTI128(Mem{Base: src}, s[i])
		VINSERTI128(Imm(1), Mem{Base: below}, s[i], s[i])
		if i < 7 {
			ADDQ(srcStride, src)
			ADDQ(srcStride, below)
		}
	}
	for range 3 {
		s = interleave(s, VPUNPCKLBW, VPUNPCKHBW)
	}
	for i, v := range s {
		VPERMQ(Imm(0b11_01_10_00), v, v)
		VMOVDQU(v.AsX(), Mem{Base: dst})
		VEXTRACTI128(Imm(1), v, Mem{Base: dst, Index: dstStride, Scale: 1})
		if i < 7 {
			LEAQ(Mem{Base: dst, Index: dstStride, Scale: 2}, dst)
		}
	}
}

// square8 transposes 8×8 values of 32 bits.
func square8(dst, dstStride, src, srcStride reg.GPVirtual) {
	var s [8]reg.VecVirtual
	for i := range s {
		s[i] = YMM()
		VMOVDQU(Mem{Base: src}, s[i])
		if i < 7 {
			ADDQ(srcStride, src)
		}
	}
	for range 3 {
		s = interleave(s, VPUNPCKLDQ, VPUNPCKHDQ)
	}
	for half := range 2 {
		for i := range 4 {
			v := YMM()
			VPERM2I128(Imm(uint64(0x20+0x11*half)), s[2*i+1], s[2*i], v)
			VMOVDQU(v, Mem{Base: dst})
			if half == 0 || i < 3 {
				ADDQ(dstStride, dst)
			}
		}
	}
}

// interleave is a perfect shuffle: it takes values in turn from the vectors of the first half and of the second.
// Doing so three times, once for each bit of a row's number, exchanges rows and columns.
func interleave(s [8]reg.VecVirtual, low, high func(...Op)) (t [8]reg.VecVirtual) {
	for i := range 4 {
		t[2*i], t[2*i+1] = YMM(), YMM()
		low(s[i+4], s[i], t[2*i])
		high(s[i+4], s[i], t[2*i+1])
	}
	return t
}
