package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func correlate() {
	weightedSum()
	symmetricSum()
	floatUint8()
	roundUint8()
}

func weightedSum() {
	TEXT("weightedSumAVX2", NOSPLIT, "func(dst, src []float32, offsets []int32, weights []float32)")
	Doc("weightedSumAVX2 is weightedSumGeneric for at least 8 values and at least one weight.")
	Pragma("noescape")
	n := loadLen("dst")
	s := weighted{loadBase("dst"), loadBase("src"), loadBase("offsets"), loadBase("weights"), loadLen("weights")}
	CMPQ(n, Imm(64))
	JL(LabelRef("narrow"))
	blocks("wide64", n, 64, func(x reg.GPVirtual) { s.block("64", x, 8) })
	VZEROUPPER()
	RET()
	Label("narrow")
	blocks("wide8", n, 8, func(x reg.GPVirtual) { s.block("8", x, 1) })
	VZEROUPPER()
	RET()
}

type weighted struct{ dst, src, offsets, weights, count reg.GPVirtual }

// block makes eight values for each of so many sums, from x on.
func (w weighted) block(name string, x reg.GPVirtual, sums int) {
	from, k, p := GP64(), GP64(), GP64()
	LEAQ(Mem{Base: w.src, Index: x, Scale: 4}, from)
	XORQ(k, k)
	s := make([]reg.VecVirtual, sums)
	factor := YMM()
	w.place(k, from, p, factor)
	for i := range s {
		s[i] = YMM()
		VMULPS(Mem{Base: p, Disp: 32 * i}, factor, s[i])
	}
	JMP(LabelRef("test" + name))
	Label("tap" + name)
	w.place(k, from, p, factor)
	for i := range s {
		v := YMM()
		VMULPS(Mem{Base: p, Disp: 32 * i}, factor, v)
		VADDPS(v, s[i], s[i])
	}
	Label("test" + name)
	INCQ(k)
	CMPQ(k, w.count)
	JL(LabelRef("tap" + name))
	for i := range s {
		VMOVUPS(s[i], Mem{Base: w.dst, Index: x, Scale: 4, Disp: 32 * i})
	}
}

func symmetricSum() {
	TEXT("symmetricSumAVX2", NOSPLIT, "func(dst, src []float32, offsets []int32, weights []float32)")
	Doc("symmetricSumAVX2 is symmetricSumGeneric for at least 8 values and at least one weight.")
	Pragma("noescape")
	n := loadLen("dst")
	s := weighted{loadBase("dst"), loadBase("src"), loadBase("offsets"), loadBase("weights"), loadLen("weights")}
	CMPQ(n, Imm(64))
	JL(LabelRef("narrow"))
	blocks("wide64", n, 64, func(x reg.GPVirtual) { s.pairs("64", x, 8) })
	VZEROUPPER()
	RET()
	Label("narrow")
	blocks("wide8", n, 8, func(x reg.GPVirtual) { s.pairs("8", x, 1) })
	VZEROUPPER()
	RET()
}

// pairs makes eight values for each of so many sums, from x on: the middle, and then a weight for two at a time.
func (w weighted) pairs(name string, x reg.GPVirtual, sums int) {
	from, k, p, q := GP64(), GP64(), GP64(), GP64()
	LEAQ(Mem{Base: w.src, Index: x, Scale: 4}, from)
	XORQ(k, k)
	s := make([]reg.VecVirtual, sums)
	factor := YMM()
	w.place(k, from, p, factor)
	for i := range s {
		s[i] = YMM()
		VMULPS(Mem{Base: p, Disp: 32 * i}, factor, s[i])
	}
	JMP(LabelRef("test" + name))
	Label("pair" + name)
	MOVLQSX(Mem{Base: w.offsets, Index: k, Scale: 8, Disp: -4}, p)
	MOVLQSX(Mem{Base: w.offsets, Index: k, Scale: 8}, q)
	LEAQ(Mem{Base: from, Index: p, Scale: 4}, p)
	LEAQ(Mem{Base: from, Index: q, Scale: 4}, q)
	VBROADCASTSS(Mem{Base: w.weights, Index: k, Scale: 4}, factor)
	for i := range s {
		v := YMM()
		VMOVUPS(Mem{Base: p, Disp: 32 * i}, v)
		VADDPS(Mem{Base: q, Disp: 32 * i}, v, v)
		VMULPS(v, factor, v)
		VADDPS(v, s[i], s[i])
	}
	Label("test" + name)
	INCQ(k)
	CMPQ(k, w.count)
	JL(LabelRef("pair" + name))
	for i := range s {
		VMOVUPS(s[i], Mem{Base: w.dst, Index: x, Scale: 4, Disp: 32 * i})
	}
}

// place finds tap k.
func (w weighted) place(k, from, p reg.GPVirtual, factor reg.VecVirtual) {
	MOVLQSX(Mem{Base: w.offsets, Index: k, Scale: 4}, p)
	LEAQ(Mem{Base: from, Index: p, Scale: 4}, p)
	VBROADCASTSS(Mem{Base: w.weights, Index: k, Scale: 4}, factor)
}

func floatUint8() {
	TEXT("floatUint8AVX2", NOSPLIT, "func(dst []float32, src []uint8)")
	Doc("floatUint8AVX2 is floatUint8Generic for at least 32 values.")
	Pragma("noescape")
	dst, src := loadBase("dst"), loadBase("src")
	blocks("values", loadLen("dst"), 32, func(at reg.GPVirtual) {
		for i := range 4 {
			v := YMM()
			VPMOVZXBD(Mem{Base: src, Index: at, Scale: 1, Disp: 8 * i}, v)
			VCVTDQ2PS(v, v)
			VMOVUPS(v, Mem{Base: dst, Index: at, Scale: 4, Disp: 32 * i})
		}
	})
	VZEROUPPER()
	RET()
}

// roundUint8 clips first, so that conversions don't overflow; the maximum of NaN and 0 is its second operand, 0.
func roundUint8() {
	white := dwords32("roundWhite", 0x437f0000) // 255
	order := GLOBL("roundOrder", 24)
	for i, v := range []uint32{0, 4, 1, 5, 2, 6, 3, 7} {
		DATA(4*i, U32(v))
	}
	TEXT("roundUint8AVX2", NOSPLIT, "func(dst []uint8, src []float32)")
	Doc("roundUint8AVX2 is roundUint8Generic for at least 32 values.")
	Pragma("noescape")
	dst, src, top, zero, shuffle := loadBase("dst"), loadBase("src"), YMM(), YMM(), YMM()
	VMOVUPS(white, top)
	VPXOR(zero, zero, zero)
	VMOVDQU(order, shuffle)
	blocks("values", loadLen("dst"), 32, func(at reg.GPVirtual) {
		var v [4]reg.VecVirtual
		for i := range v {
			v[i] = YMM()
			VMOVUPS(Mem{Base: src, Index: at, Scale: 4, Disp: 32 * i}, v[i])
			VMAXPS(zero, v[i], v[i])
			VMINPS(top, v[i], v[i])
			VCVTPS2DQ(v[i], v[i])
		}
		VPACKUSDW(v[1], v[0], v[0])
		VPACKUSDW(v[3], v[2], v[2])
		VPACKUSWB(v[2], v[0], v[0])
		VPERMD(v[0], shuffle, v[0])
		VMOVDQU(v[0], Mem{Base: dst, Index: at, Scale: 1})
	})
	VZEROUPPER()
	RET()
}
