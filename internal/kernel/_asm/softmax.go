package main

import (
	"fmt"
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func softmax() {
	for _, w := range []width{avx2Width, vnniWidth} {
		w.softmaxRow()
		w.softmaxNarrow()
		elementwise{"rescale", "dst []float32, factor, shift float32", []string{"dst"}, []string{"dst"}, 2, func(w width) body {
			factor, shift := w.broadcast("factor"), w.broadcast("shift")
			return func(in []vec) []vec {
				VMULPS(factor, in[0], in[0])
				VSUBPS(shift, in[0], in[0])
				return in
			}
		}}.on(w)
	}
}

// softmaxRow goes over a row twice. Lanes that a mask leaves out have −Inf, whose exponential is 0.
func (w width) softmaxRow() {
	TEXT("softmaxRow"+w.level, NOSPLIT, "func(dst, src []float32) (top float32, sum float64)")
	Doc("softmaxRow" + w.level + " is softmaxRowGeneric.")
	Pragma("noescape")
	dst, src, n, at, left, lanes := loadBase("dst"), loadBase("src"), loadLen("src"), GP64(), GP64(), GP64()
	MOVQ(n, left)
	ANDQ(Imm(uint64(w.lanes-1)), left)
	SUBQ(left, n)
	MOVQ(left, lanes)
	mask, lowest := w.mask(lanes), float(float32(math.Inf(-1)))
	most := w.constant(lowest)
	w.whole("top", at, n, func(place func(base reg.GPVirtual) Mem) { VMAXPS(place(src), most, most) })
	VMAXPS(w.loadOr(Mem{Base: src, Index: at, Scale: 4}, mask, lowest), most, most)
	x, top := w.largest(most), w.vec()
	Store(x, Return("top"))
	VBROADCASTSS(x, top)
	sums := w.sums()
	w.whole("exps", at, n, func(place func(base reg.GPVirtual) Mem) {
		e := w.expBelow(w.load(place(src), nil), top)
		w.addTo(sums, e)
		w.store(e, place(dst), nil)
	})
	TESTQ(left, left)
	JE(LabelRef("done"))
	e := w.expBelow(w.loadOr(Mem{Base: src, Index: at, Scale: 4}, mask, lowest), top)
	w.addTo(sums, e)
	w.store(e, Mem{Base: dst, Index: at, Scale: 4}, mask)
	Label("done")
	Store(w.total(sums), Return("sum"))
	VZEROUPPER()
	RET()
}

// whole runs body for whole vectors up to n, which it leaves in at.
func (w width) whole(name string, at, n reg.GPVirtual, body func(place func(base reg.GPVirtual) Mem)) {
	XORQ(at, at)
	Label(name)
	CMPQ(at, n)
	JGE(LabelRef(name + "_done"))
	body(func(base reg.GPVirtual) Mem { return Mem{Base: base, Index: at, Scale: 4} })
	ADDQ(Imm(uint64(w.lanes)), at)
	JMP(LabelRef(name))
	Label(name + "_done")
}

// loadOr loads what a mask lets through and has a constant in the other lanes.
func (w width) loadOr(from Mem, mask reg.Register, other Mem) vec {
	v := w.constant(other)
	if w.lanes == 16 {
		VMOVUPS(from, mask, v)
		return v
	}
	x := w.load(from, mask)
	VBLENDVPS(mask, x, v, v)
	return v
}

// largest is the largest lane of v. Where NaN goes doesn't matter, since it is seen again.
func (w width) largest(v vec) vec {
	x, half := XMM(), v
	if w.lanes == 16 {
		half = YMM()
		VEXTRACTF64X4(Imm(1), v, half)
		VMAXPS(v.AsY(), half, half)
	}
	VEXTRACTF128(Imm(1), half, x)
	VMAXPS(half.AsX(), x, x)
	other := XMM()
	VPERMILPS(Imm(0b01_00_11_10), x, other)
	VMAXPS(other, x, x)
	VPERMILPS(Imm(0b10_11_00_01), x, other)
	VMAXPS(other, x, x)
	return x
}

// expBelow is exp(v − top).
func (w width) expBelow(v, top vec) vec {
	VSUBPS(top, v, v)
	return expBelow32(w, v)
}

// sums has 8 sums of float64.
func (w width) sums() (sums []vec) {
	for range 16 / w.lanes {
		sums = append(sums, w.constant(double(0)))
	}
	return sums
}

// addTo adds values to the sums for their indices mod 8.
func (w width) addTo(sums []vec, v vec) {
	low, high, upper := w.vec(), w.vec(), XMM()
	if w.lanes == 16 {
		upper = YMM()
		VCVTPS2PD(v.AsY(), low)
		VEXTRACTF64X4(Imm(1), v, upper)
	} else {
		VCVTPS2PD(v.AsX(), low)
		VEXTRACTF128(Imm(1), v, upper)
	}
	VCVTPS2PD(upper, high)
	first, last := sums[0], sums[len(sums)-1]
	VADDPD(low, first, first)
	VADDPD(high, last, last)
}

// total adds the upper half of the sums to the lower one until one is left.
func (w width) total(sums []vec) vec {
	half := YMM()
	if w.lanes == 16 {
		VEXTRACTF64X4(Imm(1), sums[0], half)
		VADDPD(half, sums[0].AsY(), half)
	} else {
		VADDPD(sums[1], sums[0], half)
	}
	x, other := XMM(), XMM()
	VEXTRACTF128(Imm(1), half, x)
	VADDPD(x, half.AsX(), x)
	VPERMILPD(Imm(1), x, other)
	VADDSD(other, x, x)
	return x
}

// softmaxNarrow keeps a row in one or two vectors.
func (w width) softmaxNarrow() {
	TEXT("softmaxNarrow"+w.level, NOSPLIT,
		"func(dst, src []float32, cols int, factors []float64, shift float64, tops []float32, sums []float64)")
	Doc("softmaxNarrow" + w.level + " is softmaxRowsGeneric for 1 to 16 columns and at least one row.")
	Pragma("noescape")
	n := narrow{width: w, dst: loadBase("dst"), src: loadBase("src"), stride: load("cols"), rows: loadLen("factors"),
		factors: loadBase("factors"), tops: loadBase("tops"), sums: loadBase("sums"), lanes: GP64(), shift: w.vec()}
	at, err := Param("shift").Resolve()
	if err != nil {
		panic(err)
	}
	x := XMM()
	VCVTSD2SS(at.Addr, w.constant(double(0)).AsX(), x)
	VBROADCASTSS(x, n.shift)
	MOVQ(n.stride, n.lanes)
	if w.lanes == 8 {
		CMPQ(n.lanes, Imm(8))
		JLE(LabelRef("mask"))
		SUBQ(Imm(8), n.lanes)
		Label("mask")
	}
	lanes := GP64()
	MOVQ(n.lanes, lanes)
	n.mask = w.mask(lanes)
	cols := GP64()
	MOVQ(n.stride, cols)
	SHLQ(U8(2), n.stride)
	if w.lanes == 8 {
		CMPQ(cols, Imm(8))
		JG(LabelRef("vectors2"))
	}
	for vectors := 1; vectors <= 16/w.lanes; vectors++ {
		name := fmt.Sprint("vectors", vectors)
		Label(name)
		n.row(name, vectors)
		DECQ(n.rows)
		JNE(LabelRef(name))
		VZEROUPPER()
		RET()
	}
}

type narrow struct {
	width
	dst, src, stride, rows, factors, tops, sums reg.GPVirtual
	lanes                                       reg.GPVirtual // in the last vector
	mask                                        reg.Register
	shift                                       vec
}

// row makes a row of some vectors and goes on to the next.
func (n narrow) row(name string, vectors int) {
	v := make([]vec, vectors)
	for i := range v[:vectors-1] {
		v[i] = n.load(Mem{Base: n.src, Disp: 4 * n.width.lanes * i}, nil)
	}
	rest := 4 * n.width.lanes * (vectors - 1)
	v[vectors-1] = n.loadOr(Mem{Base: n.src, Disp: rest}, n.mask, float(float32(math.Inf(-1))))
	most, top := v[vectors-1], n.vec()
	if vectors == 2 {
		most = n.vec()
		VMAXPS(v[0], v[1], most)
	}
	x := n.largest(most)
	VMOVSS(x, Mem{Base: n.tops})
	VBROADCASTSS(x, top)
	sums := n.width.sums()
	for i := range v {
		v[i] = n.expBelow(v[i], top)
		n.addTo(sums, v[i])
	}
	total, factor := n.total(sums), n.vec()
	VMOVSD(total, Mem{Base: n.sums})
	VMOVSD(Mem{Base: n.factors}, x)
	VDIVSD(total, x, x)
	VCVTSD2SS(x, x, x)
	VBROADCASTSS(x, factor)
	for i, v := range v {
		VMULPS(factor, v, v)
		VSUBPS(n.shift, v, v)
		switch to := (Mem{Base: n.dst, Disp: 4 * n.width.lanes * i}); {
		case i < vectors-1:
			n.store(v, to, nil)
		case n.width.lanes == 16:
			n.store(v, to, n.mask)
		default:
			storeLanes(name, v, n.lanes, n.dst, rest)
		}
	}
	ADDQ(n.stride, n.src)
	ADDQ(n.stride, n.dst)
	ADDQ(Imm(4), n.tops)
	ADDQ(Imm(8), n.sums)
	ADDQ(Imm(8), n.factors)
}

// storeLanes stores the first n lanes of v, 1 to 8, by halves: a masked store takes longer with AVX2.
func storeLanes(name string, v vec, n, base reg.GPVirtual, disp int) {
	to, x := GP64(), XMM()
	LEAQ(Mem{Base: base, Disp: disp}, to)
	VMOVAPS(v.AsX(), x)
	for _, lanes := range []int{8, 4, 2, 1} {
		next := fmt.Sprint(name, "_below", lanes)
		TESTQ(U32(lanes), n)
		JE(LabelRef(next))
		switch lanes {
		case 8:
			VMOVUPS(v, Mem{Base: to})
		case 4:
			VMOVUPS(x, Mem{Base: to})
			VEXTRACTF128(Imm(1), v, x)
		case 2:
			VMOVLPS(x, Mem{Base: to})
			VPERMILPS(Imm(0b01_00_11_10), x, x)
		case 1:
			VMOVSS(x, Mem{Base: to})
		}
		if lanes > 1 {
			ADDQ(Imm(uint64(4*lanes)), to)
		}
		Label(next)
	}
}
