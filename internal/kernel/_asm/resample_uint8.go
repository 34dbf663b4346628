package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// A weight w of 32 bits is split into words, w = hi·2¹⁶ + lo with lo in −2¹⁵..2¹⁵−1, which VPMADDWD multiplies
// with values. Sums of both kinds are kept apart and put together at the end, so that nothing is lost.

func resampleUint8() {
	half := dwords32("resampleUint8Half", 1<<21)
	resampleColumnUint8(half)
	resampleRowsUint8Shuffle(half)
	resampleRowsUint8Dot(half)
}

// round makes the result of a sum's two halves: (hi·2¹⁶ + lo + ½) >> 22, in lo.
func round(lo, hi, half Op) {
	VPSLLD(Imm(16), hi, hi)
	VPADDD(hi, lo, lo)
	VPADDD(half, lo, lo)
	VPSRAD(Imm(22), lo, lo)
}

func resampleColumnUint8(half Mem) {
	low := bytes32("resampleUint8Low", 0, 1, 4, 5)
	high := bytes32("resampleUint8High", 2, 3, 6, 7)
	carry := dwords32("resampleUint8Carry", 1<<15)
	TEXT("resampleColumnUint8AVX2", NOSPLIT, "func(dst, src []uint8, stride int, weights []int32)")
	Doc("resampleColumnUint8AVX2 is resampleColumnUint8Generic for at least 16 columns.")
	Pragma("noescape")
	n := loadLen("dst")
	c := columns{half: half, low: low, high: high, carry: carry}
	c.dst, c.src, c.stride = loadBase("dst"), loadBase("src"), load("stride")
	c.weights, c.count = loadBase("weights"), loadLen("weights")
	CMPQ(n, Imm(32))
	JL(LabelRef("narrow"))
	blocks("wide32", n, 32, func(x reg.GPVirtual) { c.block("32", x, YMM) })
	VZEROUPPER()
	RET()
	Label("narrow")
	blocks("wide16", n, 16, func(x reg.GPVirtual) { c.block("16", x, XMM) })
	VZEROUPPER()
	RET()
}

type columns struct {
	dst, src, stride, weights, count reg.GPVirtual
	half, low, high, carry           Mem
}

// block makes as many columns from x on as a vector has bytes, from two rows at a time.
func (c columns) block(name string, x reg.GPVirtual, vector func() reg.VecVirtual) {
	var lo, hi [4]reg.VecVirtual
	for i := range lo {
		lo[i], hi[i] = vector(), vector()
		VPXOR(lo[i], lo[i], lo[i])
		VPXOR(hi[i], hi[i], hi[i])
	}
	p, w, left := GP64(), GP64(), GP64()
	LEAQ(Mem{Base: c.src, Index: x, Scale: 1}, p)
	MOVQ(c.weights, w)
	MOVQ(c.count, left)
	Label("pairs" + name)
	SUBQ(Imm(2), left)
	JL(LabelRef("single" + name))
	weights, a, b := vector(), vector(), vector()
	VPBROADCASTQ(Mem{Base: w}, weights)
	VMOVDQU(Mem{Base: p}, a)
	VMOVDQU(Mem{Base: p, Index: c.stride, Scale: 1}, b)
	c.pair(lo, hi, weights, a, b, vector)
	LEAQ(Mem{Base: p, Index: c.stride, Scale: 2}, p)
	ADDQ(Imm(8), w)
	JMP(LabelRef("pairs" + name))
	Label("single" + name)
	CMPQ(left, I8(-1))
	JNE(LabelRef("sum" + name))
	weights, a, b = vector(), vector(), vector()
	VMOVD(Mem{Base: w}, weights.AsX())
	VPBROADCASTQ(weights.AsX(), weights)
	VMOVDQU(Mem{Base: p}, a)
	VPXOR(b, b, b)
	c.pair(lo, hi, weights, a, b, vector)
	Label("sum" + name)
	for i := range lo {
		round(lo[i], hi[i], c.half)
	}
	VPACKSSDW(lo[1], lo[0], lo[0])
	VPACKSSDW(lo[3], lo[2], lo[2])
	VPACKUSWB(lo[2], lo[0], lo[0])
	VMOVDQU(lo[0], Mem{Base: c.dst, Index: x, Scale: 1})
}

// pair adds rows a and b times the two weights.
func (c columns) pair(lo, hi [4]reg.VecVirtual, weights, a, b reg.VecVirtual, vector func() reg.VecVirtual) {
	wlo, zero := vector(), vector()
	VPSHUFB(c.low, weights, wlo)
	VPADDD(c.carry, weights, weights)
	VPSHUFB(c.high, weights, weights)
	VPXOR(zero, zero, zero)
	ab := vector()
	VPUNPCKLBW(b, a, ab)
	VPUNPCKHBW(b, a, a)
	for i, bytes := range []reg.VecVirtual{ab, ab, a, a} {
		words := vector()
		if i%2 == 0 {
			VPUNPCKLBW(zero, bytes, words)
		} else {
			VPUNPCKHBW(zero, bytes, words)
		}
		multiplyAdd(lo[i], hi[i], words, wlo, weights, vector)
	}
}

// multiplyAdd adds values, two words each lane, times weights to sums.
func multiplyAdd(lo, hi, values reg.VecVirtual, wlo, whi Op, vector func() reg.VecVirtual) {
	product := vector()
	VPMADDWD(wlo, values, product)
	VPADDD(product, lo, lo)
	VPMADDWD(whi, values, values)
	VPADDD(values, hi, hi)
}
