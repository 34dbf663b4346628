package colorspace

// HWB is hue, whiteness and blackness: Smith and Lyons, "HWB – A More Intuitive Hue-Based Color Model" (Journal of
// Graphics Tools 1996), as CSS Color 4 has it, on encoded sRGB:
//
//	H as in HSV, 0 for grays
//	W = min(R, G, B)
//	B = 1 − max(R, G, B)
//
// Back, R, G and B are those of the pure hue times 1 − W − B, plus W. If W + B is 1 or more, the colour is the gray
// W/(W + B). Hue is taken modulo 1. Nothing is clipped: RGB out of 0..1 gives a negative W or B, and comes back.
var hwbFamily = family{
	space:  HWB,
	ranges: []bounds{unit, unit, unit},
	conversions: []conversion{
		{from: RGB, to: HWB, convert: rgbToHWB},
		{from: HWB, to: RGB, convert: hwbToRGB},
	},
}

func rgbToHWB(dst, src planes) {
	h := dst[0]
	white, black := dst[1][:len(h)], dst[2][:len(h)]
	r, g, b := src[0][:len(h)], src[1][:len(h)], src[2][:len(h)]
	for i := range h {
		most, least := max(r[i], g[i], b[i]), min(r[i], g[i], b[i])
		h[i] = 0
		if d := most - least; d != 0 {
			h[i] = hueOf(r[i], g[i], b[i], most, d)
		}
		white[i], black[i] = least, 1-most
	}
}

func hwbToRGB(dst, src planes) {
	r := dst[0]
	g, b := dst[1][:len(r)], dst[2][:len(r)]
	h, white, black := src[0][:len(r)], src[1][:len(r)], src[2][:len(r)]
	for i := range r {
		most, d := 1-black[i], 1-black[i]-white[i]
		sector := 6 * wrap(h[i])
		if d <= 0 {
			// A hue of NaN stays NaN.
			most, d = white[i]/(white[i]+black[i]), 0
		}
		r[i] = most - d*ramp(5+sector)
		g[i] = most - d*ramp(3+sector)
		b[i] = most - d*ramp(1+sector)
	}
}
