package kernel

import "math"

// What follows rounds each product and each sum, and has no branches that vectors can't have.

// hsvOfRGBGeneric is the reference for [HSVOfRGB].
func hsvOfRGBGeneric(h, s, v, r, g, b []float32) {
	for i := range h {
		h[i], s[i], v[i] = hsvOf(r[i], g[i], b[i])
	}
}

func hsvOf(r, g, b float32) (h, s, v float32) {
	if r != r || g != g || b != b {
		nan := float32(math.NaN())
		return nan, nan, nan
	}
	v = higher(higher(r, g), b)
	d := v - lower(lower(r, g), b)
	if d == 0 {
		return 0, 0, v
	}
	x, k := r-g, float32(4)
	switch v {
	case r:
		x, k = g-b, 0
	case g:
		x, k = b-r, 2
	}
	if h = x/d + k; h < 0 {
		h += 6
	}
	if h *= 1. / 6; h >= 1 { // next to nothing below 0
		h = 0
	}
	return h, d / v, v
}

// rgbOfHSVGeneric is the reference for [RGBOfHSV].
func rgbOfHSVGeneric(r, g, b, h, s, v []float32) {
	for i := range r {
		r[i], g[i], b[i] = rgbOf(h[i], s[i], v[i])
	}
}

func rgbOf(h, s, v float32) (r, g, b float32) {
	h -= float32(math.Floor(float64(h)))
	sector, chroma := float32(h*6), float32(v*s)
	return v - float32(chroma*ramp(sector+5)), v - float32(chroma*ramp(sector+3)), v - float32(chroma*ramp(sector+1))
}

// ramp returns max(0, min(k, 4−k, 1)) of k modulo 6, for k in 0..12.
func ramp(k float32) float32 {
	if k >= 6 {
		k -= 6
	}
	return max(0, min(k, 4-k, 1))
}

const (
	labEpsilon = 216. / 24389
	labSlope   = 24389. / 27 / 116
	labOffset  = 16. / 116
	whiteX     = 0.95047
	whiteZ     = 1.08883
)

// lightToWhite makes linear sRGB into X/Xn, Y/Yn, Z/Zn: http://www.brucelindbloom.com/Eqn_RGB_XYZ_Matrix.html, sRGB, D65.
var lightToWhite = [3][3]float32{
	{0.4124564 / whiteX, 0.3575761 / whiteX, 0.1804375 / whiteX},
	{0.2126729, 0.7151522, 0.0721750},
	{0.0193339 / whiteZ, 0.1191920 / whiteZ, 0.9503041 / whiteZ},
}

// labOfRGBGeneric is the reference for [LabOfRGB].
func labOfRGBGeneric(l, a, b, red, green, blue []float32) {
	for i := range l {
		l[i], a[i], b[i] = labOf(lightOf(red[i]), lightOf(green[i]), lightOf(blue[i]))
	}
}

// labOfLightGeneric is the reference for [LabOfLight].
func labOfLightGeneric(l, a, b, red, green, blue []float32) {
	for i := range l {
		l[i], a[i], b[i] = labOf(red[i], green[i], blue[i])
	}
}

func labOf(red, green, blue float32) (l, a, b float32) {
	m := &lightToWhite
	x := labCurve(float32(m[0][0]*red) + float32(m[0][1]*green) + float32(m[0][2]*blue))
	y := labCurve(float32(m[1][0]*red) + float32(m[1][1]*green) + float32(m[1][2]*blue))
	z := labCurve(float32(m[2][0]*red) + float32(m[2][1]*green) + float32(m[2][2]*blue))
	return float32(y*116) - 16, (x - y) * 500, (y - z) * 200
}

// labCurve is f of [LabOfLight].
func labCurve(t float32) float32 {
	if t <= labEpsilon {
		return float32(t*labSlope) + labOffset
	}
	return cubeRoot(t)
}

// lightOf decodes sRGB. With r near u^(−1/5) and h = 1 − u·r⁵, u^2.4 is u²·(u·r³)·(1 − h)^(−3/5).
func lightOf(v float32) float32 {
	if v <= 0.04045 {
		return v * (1 / 12.92)
	}
	u := v + 0.055
	r := rootEstimate(u, 5, fifthStart)
	square, ur := float32(r*r), float32(u*r)
	h := 1 - float32(ur*float32(square*square))
	return float32(float32(ur*square)*light35(h)) * float32(u*u)
}

// light35 is (1 − h)^(−3/5) / 1.055^2.4, a fit of degree 5 for −0.103 ≤ h ≤ 0.188 to within 1.3·10⁻⁷ of it.
func light35(h float32) float32 {
	p := float32(0.39929407196959693)
	p = float32(p*h) + 0.32941170478911613
	p = float32(p*h) + 0.3644117238325118
	p = float32(p*h) + 0.42214284252362544
	p = float32(p*h) + 0.5276539091947436
	return float32(p*h) + 0.8794154337721358
}

// cubeRoot is ∛x for x > 0. With r near x^(−1/3), first by an estimate and then by a fit of degree 2 to within 5·10⁻⁵,
// and d = 1 − x·r³, ∛x is x·r²·(1 + ⅔d) up to terms in d².
func cubeRoot(x float32) float32 {
	r := rootEstimate(x, 3, thirdStart)
	h := 1 - float32(float32(x*r)*float32(r*r))
	p := float32(0.23078964248588485)
	p = float32(p*h) + 0.33454462558586123
	r = float32(r * (float32(p*h) + 0.9999807262593794))
	y := float32(float32(x*r) * r)
	d := 1 - float32(y*r)
	return y + float32(float32(y*(2./3))*d)
}

// The bits of x^(−1/n) are about 127·(1 + 1/n)·2²³ − bits/n; starts are less than that, which brings more of the estimates'
// errors to where fits are better.
const (
	fifthStart = 127*6<<23/5 - 629146
	thirdStart = 127*4<<23/3 - 629146
)

// rootEstimate is x^(−1/n) to within some hundredths of it, for x > 0.
func rootEstimate(x float32, n, start float32) float32 {
	return math.Float32frombits(uint32(int32(float32(float32(int32(math.Float32bits(x)))*(-1/n)) + start)))
}
