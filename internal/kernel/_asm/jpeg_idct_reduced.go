package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Constants of the reduced transforms: round(2¹³·x).
const (
	fix0211 = 1730
	fix0509 = 4176
	fix0601 = 4926
	fix0720 = 5906
	fix0850 = 6967
	fix1061 = 8697
	fix1272 = 10426
	fix1451 = 11893
	fix2172 = 17799
	fix3624 = 29692
)

func idctReduced(k idct) {
	r := reduced{
		e: pair("4E", fix1847, -fix0765), o0: pair("4O0", fix2562, fix0899), o0b: pair("4O0b", -fix0601, -fix0509),
		o1: pair("4O1", fix1061, -fix2172), o1b: pair("4O1b", fix1451, -fix0211),
		o: pair("2O", fix3624, -fix1272), ob: pair("2Ob", fix0850, -fix0720),
		line:  oddFactors(fix3624, -fix1272, fix0850, -fix0720),
		byRow: bytes32("idctByRow", 0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15), centre: k.centre,
		halves: map[uint64]Mem{
			12: dwords32("idctHalf12", 1<<11), 19: dwords32("idctHalf19", 1<<18),
			13: dwords32("idctHalf13", 1<<12), 20: dwords32("idctHalf20", 1<<19),
		},
	}
	r.text("idctRow4AVX2", "idctRow4Generic", 4, r.block4)
	r.text("idctRow2AVX2", "idctRow2Generic", 2, r.block2)
}

// oddFactors makes a constant of the factors of the inputs 1, 3, 5 and 7 of a line.
func oddFactors(f1, f3, f5, f7 int) Mem {
	var pattern []byte
	for _, f := range []int{f1, f3, f5, f7} {
		pattern = append(pattern, 0, 0, byte(f), byte(f>>8))
	}
	return bytes32("idct2Line", pattern...)
}

type reduced struct {
	e, o0, o0b, o1, o1b, o, ob, line, byRow, centre Mem
	halves                                          map[uint64]Mem
}

// text writes a function that makes side×side samples of each block; write makes those of two.
func (k reduced) text(name, twin string, side int, write func(dst, stride, coef, quant reg.GPVirtual)) {
	TEXT(name, NOSPLIT, "func(dst []uint8, stride int, coef []int16, quant *[64]uint16, last []uint8)")
	Doc(name + " is " + twin + " for at least 2 blocks.")
	Pragma("noescape")
	dst, stride, coef, quant := loadBase("dst"), load("stride"), loadBase("coef"), load("quant")
	blocks("blocks", loadLen("last"), 2, func(b reg.GPVirtual) {
		from, to := GP64(), GP64()
		MOVQ(b, from)
		SHLQ(Imm(7), from)
		ADDQ(coef, from)
		LEAQ(Mem{Base: dst, Index: b, Scale: uint8(side)}, to)
		write(to, stride, from, quant)
	})
	VZEROUPPER()
	RET()
}

func (k reduced) block4(dst, stride, coef, quant reg.GPVirtual) {
	var s [8]reg.VecVirtual
	for _, y := range []int{0, 1, 2, 3, 5, 6, 7} {
		s[y] = dequantised(coef, quant, y)
	}
	var rows [4]reg.VecVirtual
	base := widened(s[0], 14, k.halves[12])
	e, o13, o57 := both(unpackWords(s[2], s[6])), both(unpackWords(s[1], s[3])), both(unpackWords(s[5], s[7]))
	var half [2][4]reg.VecVirtual
	for i := range half {
		half[i] = k.four(base[i], e[i], o13[i], o57[i], 12)
	}
	for y := range rows {
		rows[y] = YMM()
		VPACKSSDW(half[1][y], half[0][y], rows[y])
	}
	k.lines4(rows, dst, stride)
}

func both(low, high reg.VecVirtual) [2]reg.VecVirtual { return [2]reg.VecVirtual{low, high} }

// four is function reduced4 with the last butterflies and the shift: base is input 0, widened; the others are
// inputs 2 and 6, 1 and 3, 5 and 7 in turn.
func (k reduced) four(base, in26, in13, in57 reg.VecVirtual, shift uint64) (out [4]reg.VecVirtual) {
	t, e0, e1 := YMM(), YMM(), YMM()
	VPMADDWD(k.e, in26, t)
	VPADDD(t, base, e0)
	VPSUBD(t, base, e1)
	out[0], out[3] = butterfly(e0, addProducts(in13, k.o0, in57, k.o0b), shift)
	out[1], out[2] = butterfly(e1, addProducts(in13, k.o1, in57, k.o1b), shift)
	return out
}

func addProducts(a reg.VecVirtual, fa Mem, b reg.VecVirtual, fb Mem) reg.VecVirtual {
	x, y := YMM(), YMM()
	VPMADDWD(fa, a, x)
	VPMADDWD(fb, b, y)
	VPADDD(y, x, x)
	return x
}

// butterfly returns (e+o)>>shift and (e−o)>>shift.
func butterfly(e, o reg.VecVirtual, shift uint64) (sum, difference reg.VecVirtual) {
	sum, difference = YMM(), YMM()
	VPADDD(o, e, sum)
	VPSUBD(o, e, difference)
	VPSRAD(Imm(shift), sum, sum)
	VPSRAD(Imm(shift), difference, difference)
	return sum, difference
}

// lines4 is the second pass: all four rows of two blocks at once.
func (k reduced) lines4(rows [4]reg.VecVirtual, dst, stride reg.GPVirtual) {
	a, b := unpackWords(rows[0], rows[2])
	c, d := unpackWords(rows[1], rows[3])
	in01, in23 := unpackWords(a, c)
	in45, in67 := unpackWords(b, d)
	zero, base, in26, in13, in57 := YMM(), YMM(), YMM(), YMM(), YMM()
	VPXOR(zero, zero, zero)
	VPUNPCKLWD(in01, zero, base)
	VPSRAD(Imm(2), base, base)
	VPADDD(k.halves[19], base, base)
	VPUNPCKLWD(in67, in23, in26)
	VPUNPCKHWD(in23, in01, in13)
	VPUNPCKHWD(in67, in45, in57)
	out := k.four(base, in26, in13, in57, 19)
	VPACKSSDW(out[1], out[0], out[0])
	VPACKSSDW(out[3], out[2], out[2])
	VPACKSSWB(out[2], out[0], out[0])
	VPADDB(k.centre, out[0], out[0])
	VPSHUFB(k.byRow, out[0], out[0])
	right, pairs := XMM(), XMM()
	VEXTRACTI128(Imm(1), out[0], right)
	for y, unpack := range []func(...Op){VPUNPCKLDQ, VPUNPCKHDQ} {
		unpack(right, out[0].AsX(), pairs)
		VMOVQ(pairs, Mem{Base: dst})
		VPEXTRQ(Imm(1), pairs, Mem{Base: dst, Index: stride, Scale: 1})
		if y == 0 {
			LEAQ(Mem{Base: dst, Index: stride, Scale: 2}, dst)
		}
	}
}

func (k reduced) block2(dst, stride, coef, quant reg.GPVirtual) {
	var s [8]reg.VecVirtual
	for _, y := range []int{0, 1, 3, 5, 7} {
		s[y] = dequantised(coef, quant, y)
	}
	base := widened(s[0], 15, k.halves[13])
	o13, o57 := both(unpackWords(s[1], s[3])), both(unpackWords(s[5], s[7]))
	var half [2][2]reg.VecVirtual
	for i := range half {
		half[i][0], half[i][1] = butterfly(base[i], addProducts(o13[i], k.o, o57[i], k.ob), 13)
	}
	upper, lower := YMM(), YMM()
	VPACKSSDW(half[1][0], half[0][0], upper)
	VPACKSSDW(half[1][1], half[0][1], lower)
	k.lines2(upper, lower, dst, stride)
}

// lines2 is the second pass: both rows of two blocks at once.
func (k reduced) lines2(upper, lower reg.VecVirtual, dst, stride reg.GPVirtual) {
	e, o, o2 := YMM(), YMM(), YMM()
	VPUNPCKLDQ(lower, upper, e)
	VPSLLD(Imm(16), e, e)
	VPSRAD(Imm(1), e, e)
	VPADDD(k.halves[20], e, e)
	VPMADDWD(k.line, upper, o)
	VPMADDWD(k.line, lower, o2)
	VPHADDD(o2, o, o)
	VPHADDD(o, o, o)
	k.store2(e, o, dst, stride)
}

func (k reduced) store2(e, o reg.VecVirtual, dst, stride reg.GPVirtual) {
	left, right := butterfly(e, o, 20)
	VPUNPCKLDQ(right, left, left)
	VPACKSSDW(left, left, left)
	VPACKSSWB(left, left, left)
	VPADDB(k.centre, left, left)
	second := XMM()
	VEXTRACTI128(Imm(1), left, second)
	VPUNPCKLWD(second, left.AsX(), second)
	VMOVD(second, Mem{Base: dst})
	VPEXTRD(Imm(1), second, Mem{Base: dst, Index: stride, Scale: 1})
}
