package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// warp looks up places that lie anywhere, by gathering.
func warp() {
	linePlaces()
	bilinearUint8()
	bilinearFloat32()
}

// linePlaces has two vectors of four numbers each, 0 1 4 5 and 2 3 6 7, so that the upper and the lower halves of the
// numbers come together in order.
func linePlaces() {
	TEXT("linePlacesAVX2", NOSPLIT, "func(whole []int32, rest []float32, at, step int64)")
	Doc("linePlacesAVX2 is linePlacesGeneric for whole vectors of 8.")
	Pragma("noescape")
	whole, rest, n, at, step := loadBase("whole"), loadBase("rest"), loadLen("whole"), load("at"), load("step")
	a, b, stride, unit := YMM(), YMM(), YMM(), YMM()
	// pair makes numbers i and i+1.
	pair := func(i int) reg.VecVirtual {
		t, first, second, both := GP64(), XMM(), XMM(), XMM()
		IMUL3Q(Imm(uint64(i)), step, t)
		ADDQ(at, t)
		MOVQ(t, first)
		ADDQ(step, t)
		MOVQ(t, second)
		VPUNPCKLQDQ(second, first, both)
		return both
	}
	VINSERTI128(Imm(1), pair(4), pair(0).AsY(), a)
	VINSERTI128(Imm(1), pair(6), pair(2).AsY(), b)
	t, x := GP64(), XMM()
	MOVQ(step, t)
	SHLQ(U8(3), t)
	MOVQ(t, x)
	VPBROADCASTQ(x, stride)
	VBROADCASTSS(dwords32("warp_unit", 0x33800000), unit) // 2^-24
	Label("line")
	upper, lower := YMM(), YMM()
	VSHUFPS(Imm(0xDD), b, a, upper)
	VMOVUPS(upper, Mem{Base: whole})
	VSHUFPS(Imm(0x88), b, a, lower)
	VPSRLD(Imm(8), lower, lower)
	VCVTDQ2PS(lower, lower)
	VMULPS(unit, lower, lower)
	VMOVUPS(lower, Mem{Base: rest})
	VPADDQ(stride, a, a)
	VPADDQ(stride, b, b)
	ADDQ(Imm(32), whole)
	ADDQ(Imm(32), rest)
	SUBQ(Imm(8), n)
	JNZ(LabelRef("line"))
	VZEROUPPER()
	RET()
}

// A bilinearLoop is the frame of both kernels.
type bilinearLoop struct {
	dst, src, below, x, y, fx, fy reg.GPVirtual
	stride                        reg.VecVirtual
}

// bilinear writes a kernel: body gets the index of 8 results and where their pixels are, in pixels from the beginning.
func bilinear(name, element string, size int, body func(l *bilinearLoop, i reg.GPVirtual, at reg.VecVirtual)) {
	TEXT(name+"AVX2", NOSPLIT, "func(dst, src []"+element+", stride int, x, y []int32, fx, fy []float32)")
	Doc(name + "AVX2 is " + name + "Generic for 8 results or more, of a plane of up to 2^31−1 pixels.")
	Pragma("noescape")
	l := &bilinearLoop{dst: loadBase("dst"), src: loadBase("src"), x: loadBase("x"), y: loadBase("y"), fx: loadBase("fx"), fy: loadBase("fy")}
	stride, n, x := load("stride"), loadLen("dst"), XMM()
	l.stride = YMM()
	MOVQ(stride, x)
	VPBROADCASTD(x, l.stride)
	l.below = GP64()
	LEAQ(Mem{Base: l.src, Index: stride, Scale: uint8(size)}, l.below)
	blocks(name, n, 8, func(i reg.GPVirtual) {
		at := YMM()
		VPMULLD(Mem{Base: l.y, Index: i, Scale: 4}, l.stride, at)
		VPADDD(Mem{Base: l.x, Index: i, Scale: 4}, at, at)
		body(l, i, at)
	})
	VZEROUPPER()
	RET()
}

// mix returns t + (u−t)·fy for t = p + (q−p)·fx and u = r + (s−r)·fx.
func (l *bilinearLoop) mix(i reg.GPVirtual, p, q, r, s reg.VecVirtual) reg.VecVirtual {
	fx := YMM()
	VMOVUPS(Mem{Base: l.fx, Index: i, Scale: 4}, fx)
	between := func(a, b reg.VecVirtual, f Op) {
		VSUBPS(a, b, b)
		VMULPS(f, b, b)
		VADDPS(b, a, a)
	}
	between(p, q, fx)
	between(r, s, fx)
	between(p, r, Mem{Base: l.fy, Index: i, Scale: 4})
	return p
}

// bilinearUint8 gathers four bytes at a time, of which two count: the first two of the upper row, the last two of the
// lower one, so that nothing is read before or behind the plane.
func bilinearUint8() {
	bilinear("bilinearUint8", "uint8", 1, func(l *bilinearLoop, i reg.GPVirtual, at reg.VecVirtual) {
		upper, lower := gatherDwords(Mem{Base: l.src, Index: at, Scale: 1}), gatherDwords(Mem{Base: l.below, Disp: -2, Index: at, Scale: 1})
		mask := YMM()
		VPCMPEQD(mask, mask, mask)
		VPSRLD(Imm(24), mask, mask)
		p, q, r, s := YMM(), YMM(), YMM(), YMM()
		VPAND(mask, upper, p)
		VPSRLD(Imm(8), upper, q)
		VPAND(mask, q, q)
		VPSRLD(Imm(16), lower, r)
		VPAND(mask, r, r)
		VPSRLD(Imm(24), lower, s)
		for _, v := range []reg.VecVirtual{p, q, r, s} {
			VCVTDQ2PS(v, v)
		}
		v := l.mix(i, p, q, r, s)
		VCVTPS2DQ(v, v)
		storeBytes(v, Mem{Base: l.dst, Index: i, Scale: 1})
	})
}

// gatherDwords loads 8 values from anywhere.
func gatherDwords(from Mem) reg.VecVirtual {
	v, mask := YMM(), YMM()
	VPCMPEQD(mask, mask, mask)
	VPXOR(v, v, v)
	VPGATHERDD(mask, from, v)
	return v
}

// bilinearFloat32 gathers two neighbours at a time, for results 0 1 4 5 and 2 3 6 7, so that taken apart they are in order.
func bilinearFloat32() {
	bilinear("bilinearFloat32", "float32", 4, func(l *bilinearLoop, i reg.GPVirtual, at reg.VecVirtual) {
		high := XMM()
		VPERMQ(Imm(0xD8), at, at)
		VEXTRACTI128(Imm(1), at, high)
		pair := func(base reg.GPVirtual) (left, right reg.VecVirtual) {
			a := gatherPairs(Mem{Base: base, Index: at.AsX(), Scale: 4})
			b := gatherPairs(Mem{Base: base, Index: high, Scale: 4})
			left, right = YMM(), YMM()
			VSHUFPS(Imm(0x88), b, a, left)
			VSHUFPS(Imm(0xDD), b, a, right)
			return left, right
		}
		p, q := pair(l.src)
		r, s := pair(l.below)
		VMOVUPS(l.mix(i, p, q, r, s), Mem{Base: l.dst, Index: i, Scale: 4})
	})
}

// gatherPairs loads 4 pairs of values from anywhere.
func gatherPairs(from Mem) reg.VecVirtual {
	v, mask := YMM(), YMM()
	VPCMPEQD(mask, mask, mask)
	VPXOR(v, v, v)
	VPGATHERDQ(mask, from, v)
	return v
}

// storeBytes writes 8 values of 0..255.
func storeBytes(v reg.VecVirtual, to Mem) {
	high, bytes := XMM(), XMM()
	VEXTRACTI128(Imm(1), v, high)
	VPACKUSDW(high, v.AsX(), bytes)
	VPACKUSWB(bytes, bytes, bytes)
	VMOVQ(bytes, to)
}
