package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Products of two float32 are exact in float64. So a fused multiplication and addition rounds as the two do.

func resampleFloat32() {
	resampleColumnFloat32()
	resampleRowsFloat32()
}

func resampleColumnFloat32() {
	TEXT("resampleColumnFloat32AVX2", NOSPLIT, "func(dst, src []float32, stride int, weights []float32)")
	Doc("resampleColumnFloat32AVX2 is resampleColumnFloat32Generic for at least 8 columns.")
	Pragma("noescape")
	n := loadLen("dst")
	c := columns32{loadBase("dst"), loadBase("src"), load("stride"), loadBase("weights"), loadLen("weights")}
	SHLQ(Imm(2), c.stride)
	CMPQ(n, Imm(32))
	JL(LabelRef("narrow"))
	blocks("wide32", n, 32, func(x reg.GPVirtual) { c.block("32", x, 8) })
	VZEROUPPER()
	RET()
	Label("narrow")
	blocks("wide8", n, 8, func(x reg.GPVirtual) { c.block("8", x, 2) })
	VZEROUPPER()
	RET()
}

type columns32 struct{ dst, src, stride, weights, count reg.GPVirtual }

// block makes four columns for each of so many sums, from x on.
func (c columns32) block(name string, x reg.GPVirtual, sums int) {
	s := make([]reg.VecVirtual, sums)
	for i := range s {
		s[i] = YMM()
		VXORPD(s[i], s[i], s[i])
	}
	p, i := GP64(), GP64()
	LEAQ(Mem{Base: c.src, Index: x, Scale: 4}, p)
	XORQ(i, i)
	JMP(LabelRef("test" + name))
	Label("row" + name)
	w := YMM()
	VBROADCASTSS(Mem{Base: c.weights, Index: i, Scale: 4}, w.AsX())
	VCVTPS2PD(w.AsX(), w)
	for j := range s {
		v := YMM()
		VCVTPS2PD(Mem{Base: p, Disp: 16 * j}, v)
		VFMADD231PD(w, v, s[j])
	}
	ADDQ(c.stride, p)
	INCQ(i)
	Label("test" + name)
	CMPQ(i, c.count)
	JL(LabelRef("row" + name))
	for j := range s {
		VCVTPD2PSY(s[j], s[j].AsX())
		VMOVUPS(s[j].AsX(), Mem{Base: c.dst, Index: x, Scale: 4, Disp: 16 * j})
	}
}

func resampleRowsFloat32() {
	masks := masks("resampleFloat32Masks", 4)
	TEXT("resampleRowsFloat32AVX2", NOSPLIT, "func(dst, src []float32, dstStride, srcStride, rows int, first, count []int32, weights []float32, stride int)")
	Doc("resampleRowsFloat32AVX2 is resampleRowsFloat32Generic for at least 4 rows and 4 results of a row, with the",
		"fields of Taps.")
	Pragma("noescape")
	blocks("rows", load("rows"), 4, func(r reg.GPVirtual) {
		src := rowsOf("src", r, 4)
		blocks("results", loadLen("first"), 4, func(x reg.GPVirtual) { results32(src, r, x, masks) })
	})
	VZEROUPPER()
	RET()
}

// results32 makes four results from x on in each of four rows.
func results32(src fourRows, r, x reg.GPVirtual, masks Mem) {
	first, count, stride, w := loadBase("first"), loadBase("count"), load("stride"), GP64()
	SHLQ(Imm(2), stride)
	MOVQ(stride, w)
	IMULQ(x, w)
	ADDQ(loadBase("weights"), w)
	var s [4]reg.VecVirtual
	for i := range s {
		at, left, run := GP64(), GP64(), GP64()
		MOVLQSX(Mem{Base: first, Index: x, Scale: 4, Disp: 4 * i}, at)
		MOVLQSX(Mem{Base: count, Index: x, Scale: 4, Disp: 4 * i}, left)
		MOVQ(w, run)
		s[i] = sum32(fmt.Sprint(i), src.from(at), run, left, masks)
		ADDQ(stride, w)
	}
	transpose4(&s)
	dst := rowsOf("dst", r, 4).from(x)
	for i := range s {
		VMOVUPS(s[i].AsX(), dst.row(i))
	}
}

// sum32 returns the result of each row. Of the last 1 to 4 values it reads only as many as there are.
func sum32(name string, p fourRows, w, left reg.GPVirtual, masks Mem) reg.VecVirtual {
	var s [4]reg.VecVirtual
	for i := range s {
		s[i] = YMM()
		VXORPD(s[i], s[i], s[i])
	}
	JMP(LabelRef("test" + name))
	Label("four" + name)
	weights := YMM()
	VCVTPS2PD(Mem{Base: w}, weights)
	for i := range s {
		v := YMM()
		VCVTPS2PD(p.row(i), v)
		VFMADD231PD(weights, v, s[i])
	}
	ADDQ(Imm(16), w)
	ADDQ(Imm(16), p.first)
	Label("test" + name)
	SUBQ(Imm(4), left)
	JG(LabelRef("four" + name))
	mask, table := XMM(), GP64()
	NEGQ(left)
	LEAQ(masks, table)
	VMOVDQU(Mem{Base: table, Index: left, Scale: 4}, mask)
	weights = YMM()
	VMASKMOVPS(Mem{Base: w}, mask, weights.AsX())
	VCVTPS2PD(weights.AsX(), weights)
	for i := range s {
		v := YMM()
		VMASKMOVPS(p.row(i), mask, v.AsX())
		VCVTPS2PD(v.AsX(), v)
		VFMADD231PD(weights, v, s[i])
	}
	return addLanes(s)
}

// addLanes returns (s₀+s₁)+(s₂+s₃) of the lanes of each sum, as float32.
func addLanes(s [4]reg.VecVirtual) reg.VecVirtual {
	VHADDPD(s[1], s[0], s[0])
	VHADDPD(s[3], s[2], s[2])
	low, high := YMM(), YMM()
	VPERM2F128(Imm(0x20), s[2], s[0], low)
	VPERM2F128(Imm(0x31), s[2], s[0], high)
	VADDPD(high, low, low)
	VCVTPD2PSY(low, low.AsX())
	return low
}

// transpose4 exchanges rows and columns of 4×4 values of 32 bits, in XMM registers.
func transpose4(s *[4]reg.VecVirtual) {
	var t [4]reg.Register
	for i := range t {
		t[i] = XMM()
	}
	VUNPCKLPS(s[1].AsX(), s[0].AsX(), t[0])
	VUNPCKHPS(s[1].AsX(), s[0].AsX(), t[1])
	VUNPCKLPS(s[3].AsX(), s[2].AsX(), t[2])
	VUNPCKHPS(s[3].AsX(), s[2].AsX(), t[3])
	VMOVLHPS(t[2], t[0], s[0].AsX())
	VMOVHLPS(t[0], t[2], s[1].AsX())
	VMOVLHPS(t[3], t[1], s[2].AsX())
	VMOVHLPS(t[1], t[3], s[3].AsX())
}
