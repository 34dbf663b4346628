package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Coefficients of the conversion: what is left of round(2¹⁶·x) for words when whole multiples of 2¹⁶ are taken away.
const (
	crToRed   = 91881 - 1<<16
	cbToGreen = -22554
	crToGreen = 1<<16 - 46802
	cbToBlue  = 116130 - 2<<16
)

func jpegColour() {
	k := colour{
		centre: words32("colourCentre", 128), one: words32("colourOne", 1),
		red: dwords32("colourRed", pair16(crToRed, crToRed)), blue: dwords32("colourBlue", pair16(cbToBlue, cbToBlue)),
		green: dwords32("colourGreen", pair16(cbToGreen, crToGreen)), half: dwords32("colourHalf", 1<<15),
	}
	TEXT("yCbCrToRGBAVX2", NOSPLIT, "func(r, g, b, y, cb, cr []uint8)")
	Doc("yCbCrToRGBAVX2 is yCbCrToRGBGeneric for a multiple of 32 values.")
	Pragma("noescape")
	var planes [6]reg.GPVirtual
	for i, name := range []string{"r", "g", "b", "y", "cb", "cr"} {
		planes[i] = loadBase(name)
	}
	n, at := loadLen("r"), GP64()
	XORQ(at, at)
	Label("pixels")
	var r, g, b [2]reg.VecVirtual
	for i := range 2 {
		r[i], g[i], b[i] = k.convert(planes, at, 16*i)
	}
	for i, v := range [][2]reg.VecVirtual{r, g, b} {
		VPACKUSWB(v[1], v[0], v[0])
		VPERMQ(Imm(0b11_01_10_00), v[0], v[0])
		VMOVDQU(v[0], Mem{Base: planes[i], Index: at, Scale: 1})
	}
	ADDQ(Imm(32), at)
	CMPQ(at, n)
	JL(LabelRef("pixels"))
	VZEROUPPER()
	RET()
	multiplyInk()
}

func pair16(a, b int) uint32 { return uint32(uint16(a)) | uint32(uint16(b))<<16 }

type colour struct{ centre, one, red, green, blue, half Mem }

// convert makes 16 pixels, as words that aren't clipped.
func (k colour) convert(planes [6]reg.GPVirtual, at reg.GPVirtual, skip int) (r, g, b reg.VecVirtual) {
	y, cb, cr := YMM(), YMM(), YMM()
	for i, v := range []reg.VecVirtual{y, cb, cr} {
		VPMOVZXBW(Mem{Base: planes[3+i], Index: at, Scale: 1, Disp: skip}, v)
	}
	VPSUBW(k.centre, cb, cb)
	VPSUBW(k.centre, cr, cr)
	g = k.greenOf(cb, cr)
	VPADDW(y, g, g)
	r = k.rounded(cr, k.red)
	VPADDW(cr, r, r)
	VPADDW(y, r, r)
	b = k.rounded(cb, k.blue)
	VPADDW(cb, cb, cb)
	VPADDW(cb, b, b)
	VPADDW(y, b, b)
	return r, g, b
}

// rounded is (v·factor + 2¹⁵) >> 16, by way of ((2v·factor >> 16) + 1) >> 1.
func (k colour) rounded(v reg.VecVirtual, factor Mem) reg.VecVirtual {
	x := YMM()
	VPADDW(v, v, x)
	VPMULHW(factor, x, x)
	VPADDW(k.one, x, x)
	VPSRAW(Imm(1), x, x)
	return x
}

// greenOf is −cr + (factors · (cb, cr) + 2¹⁵) >> 16.
func (k colour) greenOf(cb, cr reg.VecVirtual) reg.VecVirtual {
	low, high := unpackWords(cb, cr)
	for _, v := range []reg.VecVirtual{low, high} {
		VPMADDWD(k.green, v, v)
		VPADDD(k.half, v, v)
		VPSRAD(Imm(16), v, v)
	}
	VPACKSSDW(high, low, low)
	VPSUBW(cr, low, low)
	return low
}

func multiplyInk() {
	half := words32("inkHalf", 128)
	TEXT("multiplyInkAVX2", NOSPLIT, "func(dst, ink, black []uint8, flip uint8)")
	Doc("multiplyInkAVX2 is multiplyInkGeneric for a multiple of 16 values.")
	Pragma("noescape")
	dst, ink, black, n, at := loadBase("dst"), loadBase("ink"), loadBase("black"), loadLen("dst"), GP64()
	x, flip := XMM(), YMM()
	f := Load(Param("flip"), GP32())
	VMOVD(f, x)
	VPBROADCASTW(x, flip)
	bias := constant(half)
	XORQ(at, at)
	Label("values")
	v, w := YMM(), YMM()
	VPMOVZXBW(Mem{Base: ink, Index: at, Scale: 1}, v)
	VPMOVZXBW(Mem{Base: black, Index: at, Scale: 1}, w)
	VPXOR(flip, v, v)
	VPMULLW(w, v, v)
	VPADDW(bias, v, v)
	VPSRLW(Imm(8), v, w)
	VPADDW(w, v, v)
	VPSRLW(Imm(8), v, v)
	high := XMM()
	VEXTRACTI128(Imm(1), v, high)
	VPACKUSWB(high, v.AsX(), high)
	VMOVDQU(high, Mem{Base: dst, Index: at, Scale: 1})
	ADDQ(Imm(16), at)
	CMPQ(at, n)
	JL(LabelRef("values"))
	VZEROUPPER()
	RET()
}
