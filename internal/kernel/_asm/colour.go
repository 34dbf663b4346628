package main

import (
	"strings"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

func colourSpaces() {
	for _, w := range []width{avx2Width, vnniWidth} {
		for _, e := range []elementwise{
			planes("hsvOfRGB", "h, s, v", "r, g, b", hsvOf), planes("rgbOfHSV", "r, g, b", "h, s, v", rgbOf),
		} {
			e.on(w)
			e.onPast(w)
		}
		planes("labOfRGB", "l, a, b", "red, green, blue", func(w width, r, g, b vec) []vec {
			return labOf(w, lightOf(w, r), lightOf(w, g), lightOf(w, b))
		}).on(w)
		planes("labOfLight", "l, a, b", "red, green, blue", labOf).on(w)
	}
}

// planes is a kernel that makes three planes of three.
func planes(name, write, read string, f func(w width, a, b, c vec) []vec) elementwise {
	names := func(s string) []string { return strings.Split(s, ", ") }
	return elementwise{name, write + ", " + read + " []float32", names(read), names(write), 1, func(w width) body {
		return func(in []vec) []vec { return f(w, in[0], in[1], in[2]) }
	}}
}

// hsvOf is hsvOf of colour_generic.go.
func hsvOf(w width, r, g, b vec) []vec {
	v, d, x := w.vec(), w.vec(), w.vec()
	VMAXPS(g, r, v)
	VMAXPS(b, v, v)
	VMINPS(g, r, d)
	VMINPS(b, d, d)
	VSUBPS(d, v, d)
	VADDPS(r, g, x)
	nan := w.where(r, unordered, g, x, b)
	lost := w.compare(nan, unordered, nan)
	v, d = w.choose(lost, nan, v), w.choose(lost, nan, d)
	x = w.vec()
	VSUBPS(g, r, x)
	isGreen, isRed := w.compare(v, equal, g), w.compare(v, equal, r)
	k, second, zero := w.constant(float(4)), w.vec(), w.zero()
	VSUBPS(r, b, second)
	x, k = w.choose(isGreen, second, x), w.choose(isGreen, w.constant(float(2)), k)
	second = w.vec()
	VSUBPS(b, g, second)
	x, k = w.choose(isRed, second, x), w.choose(isRed, zero, k)
	// Where d is 0, so is x, and k is that of red.
	gray, one, h, s := w.compare(d, equal, zero), w.constant(float(1)), w.vec(), w.vec()
	VDIVPS(w.choose(gray, one, d), x, h)
	VDIVPS(w.choose(gray, one, v), d, s)
	VADDPS(k, h, h)
	VADDPS(float(6), h, k)
	h = w.where(h, less, zero, k, h)
	VMULPS(float(1./6), h, h)
	return []vec{w.where(h, greaterEqual, one, zero, h), s, v}
}

// rgbOf is rgbOf of colour_generic.go.
func rgbOf(w width, h, s, v vec) []vec {
	turns, out := w.vec(), []vec(nil)
	w.floor(h, turns)
	VSUBPS(turns, h, h)
	VMULPS(float(6), h, h)
	VMULPS(s, v, s)
	for _, first := range []float32{5, 3, 1} {
		k, less6 := w.vec(), w.vec()
		VADDPS(float(first), h, k)
		VSUBPS(float(6), k, less6)
		k = w.where(k, greaterEqual, w.constant(float(6)), less6, k)
		VSUBPS(k, w.constant(float(4)), less6)
		VMINPS(k, less6, k)
		VMINPS(k, w.constant(float(1)), k)
		VMAXPS(k, w.zero(), k)
		VMULPS(k, s, k)
		VSUBPS(k, v, k)
		out = append(out, k)
	}
	return out
}

// floor rounds down.
func (w width) floor(v, to vec) {
	const down = 9 // without reporting it
	if w.lanes == 16 {
		VRNDSCALEPS(Imm(down), v, to)
	} else {
		VROUNDPS(Imm(down), v, to)
	}
}

// labOf is labOf of colour_generic.go.
func labOf(w width, red, green, blue vec) []vec {
	var f [3]vec
	for i, row := range lightToWhite {
		t, term := w.vec(), w.vec()
		VMULPS(float(row[0]), red, t)
		VMULPS(float(row[1]), green, term)
		VADDPS(term, t, t)
		VMULPS(float(row[2]), blue, term)
		VADDPS(term, t, t)
		f[i] = labCurve(w, t)
	}
	x, y, z := f[0], f[1], f[2]
	l := w.vec()
	VMULPS(float(116), y, l)
	VSUBPS(float(16), l, l)
	VSUBPS(y, x, x)
	VMULPS(float(500), x, x)
	VSUBPS(z, y, z)
	VMULPS(float(200), z, z)
	return []vec{l, x, z}
}

// labCurve is labCurve of colour_generic.go.
func labCurve(w width, t vec) vec {
	toe, root := w.vec(), cubeRoot(w, t)
	VMULPS(float(labSlope), t, toe)
	VADDPS(float(labOffset), toe, toe)
	return w.where(t, lessEqual, w.constant(float(labEpsilon)), toe, root)
}

// lightOf is lightOf of colour_generic.go.
func lightOf(w width, v vec) vec {
	u, ur, r2, h, toe := w.vec(), w.vec(), w.vec(), w.vec(), w.vec()
	VADDPS(float(0.055), v, u)
	r := rootEstimate(w, u, 5, fifthStart)
	VMULPS(r, r, r2)
	VMULPS(u, r, ur)
	VMULPS(r2, r2, h)
	VMULPS(ur, h, h)
	VSUBPS(h, w.constant(float(1)), h)
	p := w.polynomial(h, 0.39929407196959693, 0.32941170478911613, 0.3644117238325118, 0.42214284252362544,
		0.5276539091947436, 0.8794154337721358)
	VMULPS(ur, r2, r2)
	VMULPS(r2, p, p)
	VMULPS(u, u, u)
	VMULPS(u, p, p)
	VMULPS(float(1/12.92), v, toe)
	return w.where(v, lessEqual, w.constant(float(0.04045)), toe, p)
}

// cubeRoot is cubeRoot of colour_generic.go.
func cubeRoot(w width, x vec) vec {
	y, h, one := w.vec(), w.vec(), w.constant(float(1))
	r := rootEstimate(w, x, 3, thirdStart)
	VMULPS(r, r, h)
	VMULPS(x, r, y)
	VMULPS(y, h, h)
	VSUBPS(h, one, h)
	p := w.polynomial(h, 0.23078964248588485, 0.33454462558586123, 0.9999807262593794)
	VMULPS(p, r, r)
	VMULPS(x, r, y)
	VMULPS(r, y, y)
	VMULPS(y, r, r)
	VSUBPS(r, one, r)
	VMULPS(float(2./3), y, h)
	VMULPS(h, r, r)
	VADDPS(r, y, y)
	return y
}

const (
	fifthStart = 127*6<<23/5 - 629146
	thirdStart = 127*4<<23/3 - 629146
)

// rootEstimate is rootEstimate of colour_generic.go.
func rootEstimate(w width, x vec, n, start float32) vec {
	v := w.vec()
	VCVTDQ2PS(x, v)
	VMULPS(float(-1/n), v, v)
	VADDPS(float(start), v, v)
	VCVTTPS2DQ(v, v)
	return v
}

const (
	labEpsilon = 216. / 24389
	labSlope   = 24389. / 27 / 116
	labOffset  = 16. / 116
	whiteX     = 0.95047
	whiteZ     = 1.08883
)

var lightToWhite = [3][3]float32{
	{0.4124564 / whiteX, 0.3575761 / whiteX, 0.1804375 / whiteX},
	{0.2126729, 0.7151522, 0.0721750},
	{0.0193339 / whiteZ, 0.1191920 / whiteZ, 0.9503041 / whiteZ},
}
