package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

func encode() {
	squareRoot().on(avx2Width)
	beyond("addAbove", func(src, limit, d vec) { VSUBPS(limit, src, d) }).on(avx2Width)
	beyond("addBelow", func(src, limit, d vec) { VSUBPS(src, limit, d) }).on(avx2Width)
	sum()
}

// VMAXPS has its first operand here where one is NaN.
func squareRoot() elementwise {
	return elementwise{"squareRoot", "dst, src []float32, shift float32", []string{"src"}, []string{"dst"}, 4, func(w width) body {
		shift, zero := w.broadcast("shift"), w.zero()
		return func(in []vec) []vec {
			VADDPS(in[0], shift, in[0])
			VMAXPS(in[0], zero, in[0])
			VSQRTPS(in[0], in[0])
			return in
		}
	}}
}

func beyond(name string, excess func(src, limit, d vec)) elementwise {
	return elementwise{name, "dst, src []float32, limit float32", []string{"src", "dst"}, []string{"dst"}, 4, func(w width) body {
		limit, zero := w.broadcast("limit"), w.zero()
		return func(in []vec) []vec {
			d := w.vec()
			excess(in[0], limit, d)
			VMAXPS(d, zero, d)
			VADDPS(d, in[1], d)
			return []vec{d}
		}
	}}
}

func sum() {
	TEXT("sumAVX2", NOSPLIT, "func(sums *[16]float64, s []float32)")
	Doc("sumAVX2 is sumGeneric for a multiple of 16 values, at least 16.")
	Pragma("noescape")
	sums, s, n := load("sums"), loadBase("s"), loadLen("s")
	var total [4]vec
	for i := range total {
		total[i] = YMM()
		VMOVUPD(Mem{Base: sums, Disp: 32 * i}, total[i])
	}
	Label("values")
	for i := range total {
		v := YMM()
		VCVTPS2PD(Mem{Base: s, Disp: 16 * i}, v)
		VADDPD(v, total[i], total[i])
	}
	ADDQ(Imm(64), s)
	SUBQ(Imm(16), n)
	JNE(LabelRef("values"))
	for i, v := range total {
		VMOVUPD(v, Mem{Base: sums, Disp: 32 * i})
	}
	VZEROUPPER()
	RET()
}
