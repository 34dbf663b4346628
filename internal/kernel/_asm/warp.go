package main

import (
	"math"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// warp looks up places that lie anywhere, by single loads: processors gather more slowly.
func warp() {
	linePlaces()
	ratioPlaces()
	mapPlaces()
	bilinearUint8()
	bilinearFloat32()
	cubicWeights()
	cubicUint8()
	cubicFloat32()
	nearestUint8()
	nearestFloat32()
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

// ratioPlaces has 4 float64 at a time.
func ratioPlaces() {
	TEXT("ratioPlacesAVX2", NOSPLIT, "func(whole []int32, rest []float32, a, b, c, d, shift float64)")
	Doc("ratioPlacesAVX2 is ratioPlacesGeneric for whole vectors of 4.")
	Pragma("noescape")
	whole, rest, n := loadBase("whole"), loadBase("rest"), loadLen("whole")
	number := func(param string) reg.VecVirtual {
		x, y := Load(Param(param), XMM()), YMM()
		VBROADCASTSD(x, y)
		return y
	}
	a, b, c, d, shift := number("a"), number("b"), number("c"), number("d"), number("shift")
	first := GLOBL("warp_0123", attr.RODATA|attr.NOPTR)
	for i := range 4 {
		DATA(8*i, F64(float64(i)))
	}
	at, four, low, high := constant(first), constant(double(4)), constant(double(-1<<29)), constant(double(1<<29))
	Label("ratio")
	v, under, floor := YMM(), YMM(), YMM()
	VMULPD(at, b, v)
	VADDPD(a, v, v)
	VMULPD(at, d, under)
	VADDPD(c, under, under)
	VDIVPD(under, v, v)
	VADDPD(shift, v, v)
	VMAXPD(low, v, v) // low for what isn't a number
	VMINPD(high, v, v)
	VROUNDPD(Imm(1), v, floor)
	VSUBPD(floor, v, v)
	VCVTTPD2DQY(floor, floor.AsX())
	VMOVUPS(floor.AsX(), Mem{Base: whole})
	VCVTPD2PSY(v, v.AsX())
	VMOVUPS(v.AsX(), Mem{Base: rest})
	VADDPD(four, at, at)
	ADDQ(Imm(16), whole)
	ADDQ(Imm(16), rest)
	SUBQ(Imm(4), n)
	JNZ(LabelRef("ratio"))
	VZEROUPPER()
	RET()
}

func mapPlaces() {
	TEXT("mapPlacesAVX2", NOSPLIT, "func(whole []int32, rest, v []float32, shift float32)")
	Doc("mapPlacesAVX2 is mapPlacesGeneric for 8 places or more.")
	Pragma("noescape")
	whole, rest, from, n := loadBase("whole"), loadBase("rest"), loadBase("v"), loadLen("whole")
	shift, low, high := YMM(), YMM(), YMM()
	VBROADCASTSS(Load(Param("shift"), XMM()), shift)
	VBROADCASTSS(dwords32("warp_low", math.Float32bits(-1<<29)), low)
	VBROADCASTSS(dwords32("warp_high", math.Float32bits(1<<29)), high)
	blocks("mapPlaces", n, 8, func(i reg.GPVirtual) {
		v, floor := YMM(), YMM()
		VADDPS(Mem{Base: from, Index: i, Scale: 4}, shift, v)
		VMAXPS(low, v, v) // low for what isn't a number
		VMINPS(high, v, v)
		VROUNDPS(Imm(1), v, floor)
		VSUBPS(floor, v, v)
		VCVTTPS2DQ(floor, floor)
		VMOVUPS(floor, Mem{Base: whole, Index: i, Scale: 4})
		VMOVUPS(v, Mem{Base: rest, Index: i, Scale: 4})
	})
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

// each calls load with the number and the index of each of 8 pixels.
func each(at reg.VecVirtual, load func(k int, index reg.GPVirtual)) {
	high := XMM()
	VEXTRACTI128(Imm(1), at, high)
	for k, half := range []reg.VecVirtual{at.AsX().(reg.VecVirtual), high} {
		for j := range 2 {
			pair, first := GP64(), GP64()
			VPEXTRQ(Imm(uint64(j)), half, pair)
			MOVL(pair.As32(), first.As32())
			SHRQ(Imm(32), pair)
			load(4*k+2*j, first)
			load(4*k+2*j+1, pair)
		}
	}
}

// bilinearUint8 loads two neighbours as a word.
func bilinearUint8() {
	bilinear("bilinearUint8", "uint8", 1, func(l *bilinearLoop, i reg.GPVirtual, at reg.VecVirtual) {
		upper, lower := XMM(), XMM()
		VPXOR(upper, upper, upper)
		VPXOR(lower, lower, lower)
		each(at, func(k int, index reg.GPVirtual) {
			VPINSRW(Imm(uint64(k)), Mem{Base: l.src, Index: index, Scale: 1}, upper, upper)
			VPINSRW(Imm(uint64(k)), Mem{Base: l.below, Index: index, Scale: 1}, lower, lower)
		})
		pair := func(words reg.VecVirtual) (left, right reg.VecVirtual) {
			left, right = YMM(), YMM()
			VPMOVZXWD(words, right)
			VPSLLD(Imm(24), right, left)
			VPSRLD(Imm(24), left, left)
			VPSRLD(Imm(8), right, right)
			VCVTDQ2PS(left, left)
			VCVTDQ2PS(right, right)
			return left, right
		}
		p, q := pair(upper)
		r, s := pair(lower)
		v, high, bytes := l.mix(i, p, q, r, s), XMM(), XMM()
		VCVTPS2DQ(v, v)
		VEXTRACTI128(Imm(1), v, high)
		VPACKUSDW(high, v.AsX(), bytes)
		VPACKUSWB(bytes, bytes, bytes)
		VMOVQ(bytes, Mem{Base: l.dst, Index: i, Scale: 1})
	})
}

// bilinearFloat32 loads two neighbours at a time. Results 0 1 4 5 and 2 3 6 7 come together, so that taken apart they are in
// order.
func bilinearFloat32() {
	bilinear("bilinearFloat32", "float32", 4, func(l *bilinearLoop, i reg.GPVirtual, at reg.VecVirtual) {
		var upper, lower [4]reg.VecVirtual
		each(at, func(k int, index reg.GPVirtual) {
			above, below := Mem{Base: l.src, Index: index, Scale: 4}, Mem{Base: l.below, Index: index, Scale: 4}
			if k%2 == 0 {
				upper[k/2], lower[k/2] = XMM(), XMM()
				VMOVSD(above, upper[k/2])
				VMOVSD(below, lower[k/2])
				return
			}
			VMOVHPS(above, upper[k/2], upper[k/2])
			VMOVHPS(below, lower[k/2], lower[k/2])
		})
		pair := func(two [4]reg.VecVirtual) (left, right reg.VecVirtual) {
			a, b := YMM(), YMM()
			VINSERTF128(Imm(1), two[2], two[0].AsY(), a)
			VINSERTF128(Imm(1), two[3], two[1].AsY(), b)
			left, right = YMM(), YMM()
			VSHUFPS(Imm(0x88), b, a, left)
			VSHUFPS(Imm(0xDD), b, a, right)
			return left, right
		}
		p, q := pair(upper)
		r, s := pair(lower)
		VMOVUPS(l.mix(i, p, q, r, s), Mem{Base: l.dst, Index: i, Scale: 4})
	})
}

// cubicWeights computes the weights of 8 places in 4 vectors, and turns them into 8 times 4.
func cubicWeights() {
	TEXT("cubicWeightsAVX2", NOSPLIT, "func(w [][4]float32, f []float32)")
	Doc("cubicWeightsAVX2 is cubicWeightsGeneric for 8 places or more.")
	Pragma("noescape")
	w, f, n := loadBase("w"), loadBase("f"), loadLen("w")
	number := func(name string, v float32) reg.VecVirtual {
		y := YMM()
		VBROADCASTSS(dwords32(name, math.Float32bits(v)), y)
		return y
	}
	one, a, a2, a3 := number("warp_1", 1), number("warp_a", -0.75), number("warp_a2", 1.25), number("warp_a3", 2.25)
	blocks("cubicWeights", n, 8, func(i reg.GPVirtual) {
		x, g := YMM(), YMM()
		w0, w1, w2, w3 := YMM(), YMM(), YMM(), YMM()
		VMOVUPS(Mem{Base: f, Index: i, Scale: 4}, x)
		VSUBPS(x, one, g)
		VMULPS(x, a, w0)
		VMULPS(g, w0, w0)
		VMULPS(g, w0, w0)
		VMULPS(x, a2, w1)
		VSUBPS(a3, w1, w1)
		VMULPS(x, w1, w1)
		VMULPS(x, w1, w1)
		VADDPS(one, w1, w1)
		VMULPS(g, a, w3)
		VMULPS(x, w3, w3)
		VMULPS(x, w3, w3)
		VSUBPS(w0, one, w2)
		VSUBPS(w1, w2, w2)
		VSUBPS(w3, w2, w2)
		to := GP64()
		MOVQ(i, to)
		SHLQ(Imm(4), to)
		ADDQ(w, to)
		low01, low23, high01, high23 := YMM(), YMM(), YMM(), YMM()
		VUNPCKLPS(w1, w0, low01)
		VUNPCKLPS(w3, w2, low23)
		VUNPCKHPS(w1, w0, high01)
		VUNPCKHPS(w3, w2, high23)
		for j, pair := range [][2]reg.VecVirtual{{low01, low23}, {high01, high23}} {
			for k, order := range []uint64{0x44, 0xEE} {
				v := YMM()
				VSHUFPS(Imm(order), pair[1], pair[0], v)
				VMOVUPS(v.AsX(), Mem{Base: to, Disp: 32*j + 16*k})
				VEXTRACTF128(Imm(1), v, Mem{Base: to, Disp: 64 + 32*j + 16*k})
			}
		}
	})
	VZEROUPPER()
	RET()
}

// cubic writes a kernel: fetch loads 4 neighbours in a row, store writes 4 results.
func cubic(name, element string, size int, fetch func(from Mem) reg.VecVirtual, store func(v reg.VecVirtual, dst, i reg.GPVirtual)) {
	TEXT(name+"AVX2", NOSPLIT, "func(dst, src []"+element+", stride int, x, y []int32, u, v [][4]float32)")
	Doc(name + "AVX2 is " + name + "Generic for 4 results or more.")
	Pragma("noescape")
	dst, src, x, y, u, v := loadBase("dst"), loadBase("src"), loadBase("x"), loadBase("y"), loadBase("u"), loadBase("v")
	stride, n := load("stride"), loadLen("dst")
	blocks(name, n, 4, func(i reg.GPVirtual) {
		weights := GP64()
		MOVQ(i, weights)
		SHLQ(Imm(4), weights)
		var sums [4]reg.VecVirtual
		for j := range sums {
			at, column := GP64(), GP64()
			MOVLQSX(Mem{Base: y, Index: i, Scale: 4, Disp: 4 * j}, at)
			MOVLQSX(Mem{Base: x, Index: i, Scale: 4, Disp: 4 * j}, column)
			DECQ(at)
			IMULQ(stride, at)
			ADDQ(column, at)
			LEAQ(Mem{Base: src, Index: at, Scale: uint8(size), Disp: -size}, at)
			sum := XMM()
			for k := range 4 {
				weight, row := XMM(), fetch(Mem{Base: at})
				VBROADCASTSS(Mem{Base: v, Index: weights, Scale: 1, Disp: 16*j + 4*k}, weight)
				if k == 0 {
					VMULPS(weight, row, sum)
				} else {
					VMULPS(weight, row, row)
					VADDPS(row, sum, sum)
				}
				if k < 3 {
					LEAQ(Mem{Base: at, Index: stride, Scale: uint8(size)}, at)
				}
			}
			VMULPS(Mem{Base: u, Index: weights, Scale: 1, Disp: 16 * j}, sum, sum)
			sums[j] = sum
		}
		VHADDPS(sums[1], sums[0], sums[0])
		VHADDPS(sums[3], sums[2], sums[2])
		VHADDPS(sums[2], sums[0], sums[0])
		store(sums[0], dst, i)
	})
	VZEROUPPER()
	RET()
}

// cubicUint8 leaves clipping to the packing.
func cubicUint8() {
	cubic("cubicUint8", "uint8", 1, func(from Mem) reg.VecVirtual {
		v := XMM()
		VPMOVZXBD(from, v)
		VCVTDQ2PS(v, v)
		return v
	}, func(v reg.VecVirtual, dst, i reg.GPVirtual) {
		VCVTPS2DQ(v, v)
		VPACKUSDW(v, v, v)
		VPACKUSWB(v, v, v)
		VMOVD(v, Mem{Base: dst, Index: i, Scale: 1})
	})
}

func cubicFloat32() {
	cubic("cubicFloat32", "float32", 4, func(from Mem) reg.VecVirtual {
		v := XMM()
		VMOVUPS(from, v)
		return v
	}, func(v reg.VecVirtual, dst, i reg.GPVirtual) {
		VMOVUPS(v, Mem{Base: dst, Index: i, Scale: 4})
	})
}

// nearest writes a kernel: insert puts the value at from into place k of 8.
func nearest(name, element string, size int, insert func(k int, from Mem), store func(dst, i reg.GPVirtual)) {
	TEXT(name+"AVX2", NOSPLIT, "func(dst, src []"+element+", stride int, x, y []int32)")
	Doc(name + "AVX2 is nearestGeneric for 8 results or more, of a plane of up to 2^31−1 pixels.")
	Pragma("noescape")
	dst, src, x, y := loadBase("dst"), loadBase("src"), loadBase("x"), loadBase("y")
	n, low, stride := loadLen("dst"), XMM(), YMM()
	MOVQ(load("stride"), low)
	VPBROADCASTD(low, stride)
	blocks(name, n, 8, func(i reg.GPVirtual) {
		at := YMM()
		VPMULLD(Mem{Base: y, Index: i, Scale: 4}, stride, at)
		VPADDD(Mem{Base: x, Index: i, Scale: 4}, at, at)
		each(at, func(k int, index reg.GPVirtual) { insert(k, Mem{Base: src, Index: index, Scale: uint8(size)}) })
		store(dst, i)
	})
	VZEROUPPER()
	RET()
}

func nearestUint8() {
	var v reg.VecVirtual
	nearest("nearestUint8", "uint8", 1, func(k int, from Mem) {
		if k == 0 {
			v = XMM()
			VPXOR(v, v, v)
		}
		VPINSRB(Imm(uint64(k)), from, v, v)
	}, func(dst, i reg.GPVirtual) {
		VMOVQ(v, Mem{Base: dst, Index: i, Scale: 1})
	})
}

func nearestFloat32() {
	var halves [2]reg.VecVirtual
	nearest("nearestFloat32", "float32", 4, func(k int, from Mem) {
		if k%4 == 0 {
			halves[k/4] = XMM()
			VMOVSS(from, halves[k/4])
			return
		}
		VINSERTPS(Imm(uint64(k%4<<4)), from, halves[k/4], halves[k/4])
	}, func(dst, i reg.GPVirtual) {
		VMOVUPS(halves[0], Mem{Base: dst, Index: i, Scale: 4})
		VMOVUPS(halves[1], Mem{Base: dst, Index: i, Scale: 4, Disp: 16})
	})
}
