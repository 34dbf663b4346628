package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func boxReduce() {
	k := box{ones: bytes32("boxOnes", 1), oneWords: words32("boxOneWords", 1), order: GLOBL("boxOrder", 8|16)}
	for i, v := range []uint32{0, 4, 1, 5, 2, 6, 3, 7} {
		DATA(4*i, U32(v))
	}
	sumColumns()
	k.reduce(2, 32, words32("boxHalf2", 2), k.sums2)
	k.reduce(4, 32, dwords32("boxHalf4", 8), k.sums4)
	k.reduce(8, 16, bytes32("boxHalf8", 32, 0, 0, 0, 0, 0, 0, 0), k.sums8)
}

// sumColumns writes the function that adds up the rows of columns.
func sumColumns() {
	TEXT("sumColumnsUint8AVX2", NOSPLIT, "func(sums []uint16, src []uint8, stride, rows int)")
	Doc("sumColumnsUint8AVX2 is sumColumnsUint8Generic for at least 32 columns and one row.")
	Pragma("noescape")
	sums, src, stride := loadBase("sums"), loadBase("src"), load("stride")
	blocks("columns", loadLen("sums"), 32, func(at reg.GPVirtual) {
		p, left := GP64(), load("rows")
		LEAQ(Mem{Base: src, Index: at, Scale: 1}, p)
		low, high := YMM(), YMM()
		VPMOVZXBW(Mem{Base: p}, low)
		VPMOVZXBW(Mem{Base: p, Disp: 16}, high)
		JMP(LabelRef("test"))
		Label("row")
		ADDQ(stride, p)
		for i, s := range []reg.VecVirtual{low, high} {
			v := YMM()
			VPMOVZXBW(Mem{Base: p, Disp: 16 * i}, v)
			VPADDW(v, s, s)
		}
		Label("test")
		DECQ(left)
		JNZ(LabelRef("row"))
		VMOVDQU(low, Mem{Base: sums, Index: at, Scale: 2})
		VMOVDQU(high, Mem{Base: sums, Index: at, Scale: 2, Disp: 32})
	})
	VZEROUPPER()
	RET()
}

type box struct{ ones, oneWords, order Mem }

// reduce writes the function for squares of side×side; block makes so many results.
func (k box) reduce(side, results int, half Mem, block func(src fourRows, half Mem) reg.VecVirtual) {
	TEXT(fmt.Sprintf("boxReduce%dUint8AVX2", side), NOSPLIT, "func(dst, src []uint8, stride int)")
	Doc(fmt.Sprintf("boxReduce%dUint8AVX2 is boxReduceByColumns for squares of %d×%d and at least %d results.", side, side, side, results))
	Pragma("noescape")
	dst, src, stride, stride3 := loadBase("dst"), loadBase("src"), load("stride"), GP64()
	LEAQ(Mem{Base: stride, Index: stride, Scale: 2}, stride3)
	blocks("results", loadLen("dst"), results, func(at reg.GPVirtual) {
		from := GP64()
		LEAQ(Mem{Base: src, Index: at, Scale: uint8(side)}, from)
		v := block(fourRows{from, stride, stride3, 1}, half)
		if results == 16 {
			VMOVDQU(v.AsX(), Mem{Base: dst, Index: at, Scale: 1})
		} else {
			VMOVDQU(v, Mem{Base: dst, Index: at, Scale: 1})
		}
	})
	VZEROUPPER()
	RET()
}

// pairs returns the sums of two neighbours, added up over so many rows, as words.
func (k box) pairs(src fourRows, rows, disp int, ones reg.VecVirtual) reg.VecVirtual {
	sum := YMM()
	VMOVDQU(src.row(0).Offset(disp), sum)
	VPMADDUBSW(ones, sum, sum)
	for r := 1; r < rows; r++ {
		v := YMM()
		VMOVDQU(src.row(r).Offset(disp), v)
		VPMADDUBSW(ones, v, v)
		VPADDW(v, sum, sum)
	}
	return sum
}

func (k box) sums2(src fourRows, half Mem) reg.VecVirtual {
	ones := constant(k.ones)
	a, b := k.pairs(src, 2, 0, ones), k.pairs(src, 2, 32, ones)
	for _, v := range []reg.VecVirtual{a, b} {
		VPADDW(half, v, v)
		VPSRLW(Imm(2), v, v)
	}
	VPACKUSWB(b, a, a)
	VPERMQ(Imm(0b11_01_10_00), a, a)
	return a
}

func (k box) sums4(src fourRows, half Mem) reg.VecVirtual {
	ones, order := constant(k.ones), constant(k.order)
	var s [4]reg.VecVirtual
	for i := range s {
		s[i] = k.pairs(src, 4, 32*i, ones)
		VPMADDWD(k.oneWords, s[i], s[i])
		VPADDD(half, s[i], s[i])
		VPSRLD(Imm(4), s[i], s[i])
	}
	VPACKSSDW(s[1], s[0], s[0])
	VPACKSSDW(s[3], s[2], s[2])
	VPACKUSWB(s[2], s[0], s[0])
	VPERMD(s[0], order, s[0])
	return s[0]
}

func (k box) sums8(src fourRows, half Mem) reg.VecVirtual {
	var s [4]reg.VecVirtual
	zero := YMM()
	VPXOR(zero, zero, zero)
	for i := range s {
		s[i] = YMM()
		VMOVDQU(half, s[i])
	}
	for r := range 8 {
		if r == 4 {
			LEAQ(Mem{Base: src.first, Index: src.stride, Scale: 4}, src.first)
		}
		for i := range s {
			v := YMM()
			VPSADBW(src.row(r%4).Offset(32*i), zero, v)
			VPADDQ(v, s[i], s[i])
		}
	}
	for i := range s {
		VPSRLQ(Imm(6), s[i], s[i])
	}
	VPACKUSDW(s[1], s[0], s[0])
	VPACKUSDW(s[3], s[2], s[2])
	VPACKUSDW(s[2], s[0], s[0])
	VPACKUSWB(s[0], s[0], s[0])
	high := XMM()
	VEXTRACTI128(Imm(1), s[0], high)
	VPUNPCKLWD(high, s[0].AsX(), s[0].AsX())
	return s[0]
}
