package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func colourSpaces() {
	hsv().on(avx2Width)
	for _, w := range []width{avx2Width, vnniWidth} {
		w.function("lightOfSRGB", lightOfSRGB)
		lab().on(w)
	}
	above()
}

func hsv() elementwise {
	return elementwise{"hsvOfRGB", "h, s, v, r, g, b []float32", []string{"r", "g", "b"}, []string{"h", "s", "v"}, 1, func(w width) body {
		return func(in []vec) []vec {
			r, g, b := in[0], in[1], in[2]
			high, low, span := w.vec(), w.vec(), w.vec()
			VMAXPS(g, r, high)
			VMAXPS(b, high, high)
			VMINPS(g, r, low)
			VMINPS(b, low, low)
			VSUBPS(low, high, span)

			gb, br, rg := w.vec(), w.vec(), w.vec()
			VSUBPS(b, g, gb)
			VSUBPS(r, b, br)
			VSUBPS(g, r, rg)
			isR, isG, part, sector := w.vec(), w.vec(), w.vec(), w.vec()
			VCMPPS(Imm(equal), r, high, isR)
			VCMPPS(Imm(equal), g, high, isG)
			VBLENDVPS(isG, br, rg, part)
			VBLENDVPS(isR, gb, part, part)
			VBLENDVPS(isG, w.constant(float(2)), w.constant(float(4)), sector)
			VANDNPS(sector, isR, sector)

			h, s, m := w.vec(), w.vec(), w.vec()
			VDIVPS(span, part, h)
			VADDPS(sector, h, h)
			VMULPS(float(1./6), h, h)
			zero := w.zero()
			VCMPPS(Imm(less), zero, h, m)
			VANDPS(float(1), m, m)
			VADDPS(m, h, h)
			VCMPPS(Imm(atLeast), float(1), h, m)
			VANDNPS(h, m, h)
			VDIVPS(high, span, s)
			VCMPPS(Imm(equal), zero, span, m)
			VANDNPS(h, m, h)
			VANDNPS(s, m, s)

			nan, also := w.vec(), w.vec()
			VCMPPS(Imm(unordered), g, r, nan)
			VCMPPS(Imm(unordered), b, b, also)
			VORPS(also, nan, nan)
			for _, v := range []vec{h, s, high} {
				VORPS(nan, v, v) // all bits are a NaN
			}
			return []vec{h, s, high}
		}
	}}
}

// Predicates beside those of elementwise.go; false for NaN.
const (
	equal     = 0
	atLeast   = 29
	unordered = 3 // true if one is NaN
)

// lightOfSRGB is lightOfSRGBGeneric for values up to 1.
func lightOfSRGB(w width, x vec) vec {
	u, linear := w.vec(), w.vec()
	VMULPS(float(lightScale), x, u)
	VSUBPS(float(lightOffset), u, u)
	p := w.constant(float(lightPolynomial[len(lightPolynomial)-1]))
	for i := len(lightPolynomial) - 2; i >= 0; i-- {
		VMULPS(u, p, p)
		VADDPS(float(lightPolynomial[i]), p, p)
	}
	VMULPS(float(1/12.92), x, linear)
	return w.where(x, lessEqual, w.constant(float(lightToe)), linear, p)
}

const (
	lightToe    = 0.04045
	lightScale  = 2.0843103538116825
	lightOffset = 1.0843103538116827
)

// lightPolynomial is that of colour_generic.go.
var lightPolynomial = []float32{
	0.23324091732501984, 0.46689122915267944, 0.2725909948348999, 0.03031727857887745, -0.0037774904631078243, 0.0009925307240337133,
	-0.0004248467739671469, 0.00021808721066918224, 2.292189674335532e-05, -4.77460453112144e-05, -8.706218795850873e-05, 6.32071532891132e-05,
}

func lab() elementwise {
	return elementwise{"labOfLight", "l, a, b, red, green, blue []float32", []string{"red", "green", "blue"}, []string{"l", "a", "b"}, 1, func(w width) body {
		return func(in []vec) []vec {
			var f [3]vec
			for i, row := range lightToWhite {
				f[i] = labCurve(w, weigh(w, in, row))
			}
			l, a, b := w.vec(), w.vec(), w.vec()
			VMULPS(float(116), f[1], l)
			VSUBPS(float(16), l, l)
			VSUBPS(f[1], f[0], a)
			VMULPS(float(500), a, a)
			VSUBPS(f[2], f[1], b)
			VMULPS(float(200), b, b)
			return []vec{l, a, b}
		}
	}}
}

func weigh(w width, in []vec, row [3]float64) vec {
	sum, next := w.vec(), w.vec()
	VMULPS(float(float32(row[0])), in[0], sum)
	VMULPS(float(float32(row[1])), in[1], next)
	VADDPS(next, sum, sum)
	VMULPS(float(float32(row[2])), in[2], next)
	VADDPS(next, sum, sum)
	return sum
}

// labCurve is labCurve of colour_generic.go.
func labCurve(w width, t vec) vec {
	bits, r, linear := w.vec(), w.vec(), w.vec()
	VCVTDQ2PS(t, bits)
	VMULPS(float(-1./3), bits, bits)
	VADDPS(float(inverseRoot), bits, bits)
	VCVTPS2DQ(bits, r)
	third := w.vec()
	VMULPS(float(1./3), t, third)
	for range 2 {
		cube := w.vec()
		VMULPS(r, r, cube)
		VMULPS(r, cube, cube)
		VMULPS(third, cube, cube)
		rest := w.vec()
		VMOVUPS(float(4./3), rest)
		VSUBPS(cube, rest, rest)
		VMULPS(rest, r, r)
	}
	square, root, rest := w.vec(), w.vec(), w.vec()
	VMULPS(r, r, square)
	VMULPS(t, square, root)
	VMULPS(root, root, rest)
	VMULPS(root, rest, rest)
	VSUBPS(rest, t, rest)
	VMULPS(square, rest, rest)
	VMULPS(float(1./3), rest, rest)
	VADDPS(rest, root, root)
	VMULPS(float(labSlope), t, linear)
	VADDPS(float(labOffset), linear, linear)
	return w.where(t, greater, w.constant(float(labEpsilon)), root, linear)
}

const (
	inverseRoot = 1419920000 // what the bits of t^(-1/3) are near, when a third of those of t is taken away
	labEpsilon  = 216. / 24389
	labSlope    = 24389. / 27 / 116
	labOffset   = 16. / 116
	whiteX      = 0.95047
	whiteZ      = 1.08883
)

var lightToWhite = [3][3]float64{
	{0.4124564 / whiteX, 0.3575761 / whiteX, 0.1804375 / whiteX},
	{0.2126729, 0.7151522, 0.0721750},
	{0.0193339 / whiteZ, 0.1191920 / whiteZ, 0.9503041 / whiteZ},
}

// above reports whether a value is above a limit. It takes 32 values at a time, the last ones again.
func above() {
	TEXT("anyAboveAVX2", NOSPLIT, "func(src []float32, limit float32) bool")
	Doc("anyAboveAVX2 is anyAboveGeneric for at least 32 values.")
	Pragma("noescape")
	src, limit, found := loadBase("src"), broadcast("limit"), YMM()
	VXORPS(found, found, found)
	blocks("values", loadLen("src"), 32, func(at reg.GPVirtual) {
		for i := range 4 {
			m := YMM()
			VMOVUPS(Mem{Base: src, Index: at, Scale: 4, Disp: 32 * i}, m)
			VCMPPS(Imm(greater), limit, m, m)
			VORPS(m, found, found)
		}
	})
	bits := GP32()
	VMOVMSKPS(found, bits)
	VZEROUPPER()
	result := GP8()
	TESTL(bits, bits)
	SETNE(result)
	Store(result, ReturnIndex(0))
	RET()
}
