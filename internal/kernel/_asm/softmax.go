package main

import (
	"fmt"
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func softmax() {
	rowMasks = masks("rowMasks", 4)
	softmaxRow()
	softmaxNarrow()
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
	left := GP64()
	MOVQ(n, left)
	ANDQ(Imm(3), left)
	SUBQ(left, n)
	lanes4(left, mask)
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
	storeLanes("rest", v, left, Mem{Base: dst, Index: at, Scale: 4})
	Label("done")
	across(sum)
	Store(sum.AsX(), Return("sum"))
	VZEROUPPER()
	RET()
}

var rowMasks Mem

// lanes4 makes the mask for so many lanes of 4.
func lanes4(n reg.GPVirtual, mask reg.VecVirtual) {
	table, skip := GP64(), GP64()
	LEAQ(rowMasks, table)
	MOVQ(n, skip)
	NEGQ(skip)
	VMOVDQU(Mem{Base: table, Index: skip, Scale: 4, Disp: 16}, mask)
}

// storeLanes stores the first n lanes of x, 1 to 4. A masked store takes longer.
func storeLanes(name string, x vec, n reg.GPVirtual, to Mem) {
	done, three, odd := name+"_stored", name+"_three", name+"_one"
	CMPQ(n, Imm(2))
	JL(LabelRef(odd))
	JG(LabelRef(three))
	VMOVLPS(x, to)
	JMP(LabelRef(done))
	Label(three)
	VMOVLPS(x, to)
	VPERMILPS(Imm(0b01_00_11_10), x, x)
	CMPQ(n, Imm(3))
	JE(LabelRef(odd + "_more"))
	VMOVLPS(x, to.Offset(8))
	JMP(LabelRef(done))
	Label(odd + "_more")
	VMOVSS(x, to.Offset(8))
	JMP(LabelRef(done))
	Label(odd)
	VMOVSS(x, to)
	Label(done)
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
	v := XMM()
	VMASKMOVPS(Mem{Base: src, Index: at, Scale: 4}, mask, v)
	VMAXPS(orLowest(v, mask), most, most)
	mostOf(most)
	Store(most, Return("top"))
	VCVTSS2SD(most, most, v)
	VBROADCASTSD(v, top)
}

// orLowest is v in the lanes of a mask and −Inf in the others.
func orLowest(v, mask vec) vec {
	low := XMM()
	VMOVUPS(float(float32(math.Inf(-1))), low)
	VBLENDVPS(mask, v, low, low)
	return low
}

// mostOf makes all lanes of v the largest of them.
func mostOf(v vec) {
	w := XMM()
	VPERMILPS(Imm(0b01_00_11_10), v, w)
	VMAXPS(w, v, v)
	VPERMILPS(Imm(0b10_11_00_01), v, w)
	VMAXPS(w, v, v)
}

// across makes (s0+s1) + (s2+s3) the lowest lane of the sums.
func across(s vec) {
	high := XMM()
	VEXTRACTF128(Imm(1), s, high)
	VHADDPD(high, s.AsX(), s.AsX())
	VHADDPD(s.AsX(), s.AsX(), s.AsX())
}

// expBelow is exp(v − top), and e⁻⁷⁰⁰ for less.
func expBelow(v reg.VecVirtual, top vec) vec {
	d := YMM()
	VCVTPS2PD(v, d)
	VSUBPD(top, d, d)
	VMAXPD(d, avx2Width.constant(double(-700)), d)
	return avx2Width.expNegative(d)
}

// softmaxNarrow keeps a row in up to 4 vectors of 4 columns.
func softmaxNarrow() {
	TEXT("softmaxNarrowAVX2", NOSPLIT,
		"func(dst, src []float32, cols int, factors []float64, shift float64, tops []float32, sums []float64)")
	Doc("softmaxNarrowAVX2 is softmaxRowsGeneric for 1 to 16 columns and at least one row.")
	Pragma("noescape")
	n := narrow{dst: loadBase("dst"), src: loadBase("src"), stride: load("cols"), rows: loadLen("factors"),
		factors: loadBase("factors"), tops: loadBase("tops"), sums: loadBase("sums"),
		mask: XMM(), mask64: YMM(), shift: YMM()}
	VBROADCASTSD(parameter("shift"), n.shift)
	last, lanes := GP64(), GP64()
	LEAQ(Mem{Base: n.stride, Disp: -1}, last)
	ANDQ(I8(-4), last)
	MOVQ(n.stride, lanes)
	SUBQ(last, lanes)
	lanes4(lanes, n.mask)
	VPMOVSXDQ(n.mask, n.mask64)
	n.lanes = lanes
	SHLQ(U8(2), n.stride)
	for vectors := 1; vectors < 4; vectors++ {
		CMPQ(last, Imm(uint64(4*vectors)))
		JL(LabelRef(fmt.Sprint("vectors", vectors)))
	}
	for vectors := 4; vectors > 0; vectors-- {
		name := fmt.Sprint("vectors", vectors)
		Label(name)
		n.row(vectors)
		DECQ(n.rows)
		JNE(LabelRef(name))
		VZEROUPPER()
		RET()
	}
}

type narrow struct {
	dst, src, stride, rows, factors, tops, sums reg.GPVirtual
	lanes                                       reg.GPVirtual // in the last vector
	mask, mask64, shift                         vec
}

// row makes a row of some vectors and goes on to the next.
func (n narrow) row(vectors int) {
	last := vectors - 1
	v, most := make([]vec, vectors), XMM()
	for i := range v {
		v[i] = XMM()
		if i < last {
			VMOVUPS(Mem{Base: n.src, Disp: 16 * i}, v[i])
		} else {
			VMASKMOVPS(Mem{Base: n.src, Disp: 16 * i}, n.mask, v[i])
		}
	}
	VMOVAPS(orLowest(v[last], n.mask), most)
	for _, v := range v[:last] {
		VMAXPS(v, most, most)
	}
	mostOf(most)
	VMOVSS(most, Mem{Base: n.tops})
	x, top := XMM(), YMM()
	VCVTSS2SD(most, most, x)
	VBROADCASTSD(x, top)
	e, sum := make([]vec, vectors), YMM()
	for i := range v {
		e[i] = expBelow(v[i], top)
		if i == last {
			VANDPD(n.mask64, e[i], e[i])
		}
		if i == 0 {
			VMOVAPD(e[i], sum)
		} else {
			VADDPD(e[i], sum, sum)
		}
	}
	across(sum)
	VMOVSD(sum.AsX(), Mem{Base: n.sums})
	factor := YMM()
	VMOVSD(Mem{Base: n.factors}, x)
	VDIVSD(sum.AsX(), x, x)
	VBROADCASTSD(x, factor)
	for i, e := range e {
		VCVTPD2PSY(e, x)
		VCVTPS2PD(x, e)
		VMULPD(factor, e, e)
		VSUBPD(n.shift, e, e)
		VCVTPD2PSY(e, x)
		if i < last {
			VMOVUPS(x, Mem{Base: n.dst, Disp: 16 * i})
		} else {
			storeLanes(fmt.Sprint("row", vectors), x, n.lanes, Mem{Base: n.dst, Disp: 16 * i})
		}
	}
	ADDQ(n.stride, n.src)
	ADDQ(n.stride, n.dst)
	ADDQ(Imm(4), n.tops)
	ADDQ(Imm(8), n.sums)
	ADDQ(Imm(8), n.factors)
}
