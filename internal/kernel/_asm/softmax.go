package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func softmax() {
	softmaxRow()
	elementwise{"rescale", "dst []float32, factor, shift float64", []string{"dst"}, []string{"dst"}, 1, func(w width) body {
		factor, shift := YMM(), YMM()
		VBROADCASTSD(parameter("factor"), factor)
		VBROADCASTSD(parameter("shift"), shift)
		return func(in []vec) []vec {
			return []vec{w.inFloat64(in[0], func(v vec) vec {
				VMULPD(factor, v, v)
				VSUBPD(shift, v, v)
				return v
			})}
		}
	}}.on(avx2Width)
}

func parameter(name string) Mem {
	at, err := Param(name).Resolve()
	if err != nil {
		panic(err)
	}
	return at.Addr
}

// softmaxRow has 4 columns in a vector, the last of which a mask cuts, so that lane i has the sum over i mod 4.
func softmaxRow() {
	TEXT("softmaxRowAVX2", NOSPLIT, "func(dst, src []float32) (top float32, sum float64)")
	Doc("softmaxRowAVX2 is softmaxRowGeneric.")
	Pragma("noescape")
	dst, src, n := loadBase("dst"), loadBase("src"), loadLen("src")
	mask, mask64, top, sum := XMM(), YMM(), YMM(), YMM()
	left := lastMask(n, mask)
	VPMOVSXDQ(mask, mask64)
	rowTop(src, n, left, mask, top)
	VXORPD(sum, sum, sum)
	at := GP64()
	XORQ(at, at)
	fours("exps", at, n, func() {
		v := XMM()
		VMOVUPS(Mem{Base: src, Index: at, Scale: 4}, v)
		e := expBelow(v, top)
		VADDPD(e, sum, sum)
		VCVTPD2PSY(e, v)
		VMOVUPS(v, Mem{Base: dst, Index: at, Scale: 4})
	})
	TESTQ(left, left)
	JE(LabelRef("done"))
	v := XMM()
	VMASKMOVPS(Mem{Base: src, Index: at, Scale: 4}, mask, v)
	e := expBelow(v, top)
	VANDPD(mask64, e, e)
	VADDPD(e, sum, sum)
	VCVTPD2PSY(e, v)
	VMASKMOVPS(v, mask, Mem{Base: dst, Index: at, Scale: 4})
	Label("done")
	high := XMM()
	VEXTRACTF128(Imm(1), sum, high)
	VHADDPD(high, sum.AsX(), sum.AsX())
	VHADDPD(sum.AsX(), sum.AsX(), sum.AsX())
	Store(sum.AsX(), Return("sum"))
	VZEROUPPER()
	RET()
}

// lastMask makes the mask for what is left of n when it is cut to a multiple of 4, and returns how much that is.
func lastMask(n reg.GPVirtual, mask reg.VecVirtual) (left reg.GPVirtual) {
	left = GP64()
	MOVQ(n, left)
	ANDQ(Imm(3), left)
	SUBQ(left, n)
	table, skip := GP64(), GP64()
	LEAQ(masks("rowMasks", 4), table)
	MOVQ(left, skip)
	NEGQ(skip)
	VMOVDQU(Mem{Base: table, Index: skip, Scale: 4, Disp: 16}, mask)
	return left
}

// fours runs body for at = 0, 4 … below n.
func fours(name string, at, n reg.GPVirtual, body func()) {
	Label(name)
	CMPQ(at, n)
	JGE(LabelRef(name + "_done"))
	body()
	ADDQ(Imm(4), at)
	JMP(LabelRef(name))
	Label(name + "_done")
}

// rowTop fills top with the largest value, in float64. Which lane NaN is in doesn't matter, since differences to it are
// NaN wherever it is seen again.
func rowTop(src, n, left reg.GPVirtual, mask, top reg.VecVirtual) {
	most, at := XMM(), GP64()
	VMOVUPS(float(float32(math.Inf(-1))), most)
	XORQ(at, at)
	fours("top", at, n, func() { VMAXPS(Mem{Base: src, Index: at, Scale: 4}, most, most) })
	v, low := XMM(), XMM()
	VMASKMOVPS(Mem{Base: src, Index: at, Scale: 4}, mask, v)
	VMOVUPS(float(float32(math.Inf(-1))), low)
	VBLENDVPS(mask, v, low, v)
	VMAXPS(v, most, most)
	VPERMILPS(Imm(0b01_00_11_10), most, v)
	VMAXPS(v, most, most)
	VPERMILPS(Imm(0b10_11_00_01), most, v)
	VMAXPS(v, most, most)
	Store(most, Return("top"))
	VCVTSS2SD(most, most, v)
	VBROADCASTSD(v, top)
}

// expBelow is exp(v − top), and e⁻⁷⁰⁰ for less.
func expBelow(v reg.VecVirtual, top vec) vec {
	d := YMM()
	VCVTPS2PD(v, d)
	VSUBPD(top, d, d)
	VMAXPD(d, avx2Width.constant(double(-700)), d)
	return avx2Width.expNegative(d)
}
