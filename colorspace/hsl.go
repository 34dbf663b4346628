package colorspace

import "math"

// HSL is the double hexcone of Joblove and Greenberg, "Color spaces for computer graphics" (SIGGRAPH 1978), on encoded
// sRGB, with the numbers of Python's colorsys (which has the order H, L, S) and CSS Color 4. With M and m the largest
// and the smallest of R, G, B and d = M − m:
//
//	H as in HSV, 0 if d = 0
//	S = d/(1 − |M + m − 1|)   0 if d = 0
//	L = (M + m)/2
//
// Back, with f(n) = L − S·min(L, 1−L)·max(−1, min(k−3, 9−k, 1)) and k = (n + 12H) mod 12: R = f(0), G = f(8), B = f(4).
// Hue is taken modulo 1. Nothing is clipped: RGB out of 0..1 gives S above 1, infinite or below 0, and comes back
// where that is finite.
var hslFamily = family{
	space:  HSL,
	ranges: []bounds{unit, unit, unit},
	conversions: []conversion{
		{from: RGB, to: HSL, convert: rgbToHSL, convert8: rgb8ToHSL},
		{from: HSL, to: RGB, convert: hslToRGB},
	},
}

func rgbToHSL(dst, src planes) {
	h := dst[0]
	s, l := dst[1][:len(h)], dst[2][:len(h)]
	r, g, b := src[0][:len(h)], src[1][:len(h)], src[2][:len(h)]
	for i := range h {
		h[i], s[i], l[i] = hslOf(r[i], g[i], b[i], 1)
	}
}

// rgb8ToHSL takes differences of integers, which are exact; near white those of v/255 are not.
func rgb8ToHSL(dst planes, src planes8) {
	h := dst[0]
	s, l := dst[1][:len(h)], dst[2][:len(h)]
	r, g, b := src[0][:len(h)], src[1][:len(h)], src[2][:len(h)]
	for i := range h {
		h[i], s[i], l[i] = hslOf(float32(r[i]), float32(g[i]), float32(b[i]), 255)
	}
}

// hslOf converts one pixel of values up to one. If any is NaN, all results are.
func hslOf(r, g, b, one float32) (h, s, l float32) {
	most, least := max(r, g, b), min(r, g, b)
	d := most - least
	if d == 0 {
		return 0, 0, most / one
	}
	width := most + least
	if width > one {
		width = (one - most) + (one - least)
	}
	return hueOf(r, g, b, most, d), d / width, (most + least) / (2 * one)
}

// hueOf returns the hue as in HSV of a colour whose largest value is most, and d above its smallest, d not 0.
func hueOf(r, g, b, most, d float32) (h float32) {
	switch most {
	case r:
		h = (g - b) / d
	case g:
		h = (b-r)/d + 2
	default:
		h = (r-g)/d + 4
	}
	h /= 6
	if h < 0 {
		h++
	}
	if h >= 1 { // a hue just below 0 rounds up to 1
		h = 0
	}
	return h
}

func hslToRGB(dst, src planes) {
	r := dst[0]
	g, b := dst[1][:len(r)], dst[2][:len(r)]
	h, s, l := src[0][:len(r)], src[1][:len(r)], src[2][:len(r)]
	for i := range r {
		half := s[i] * min(l[i], 1-l[i])
		sector := 6 * wrap(h[i])
		r[i] = l[i] + half*(1-2*ramp(5+sector))
		g[i] = l[i] + half*(1-2*ramp(3+sector))
		b[i] = l[i] + half*(1-2*ramp(1+sector))
	}
}

// wrap returns h modulo 1, in 0..1.
func wrap(h float32) float32 {
	if h >= 0 && h < 1 {
		return h
	}
	return h - float32(math.Floor(float64(h)))
}
