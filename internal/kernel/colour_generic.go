package kernel

import "math"

func hsvOfRGBGeneric(h, s, v, r, g, b []float32) {
	for i := range h {
		h[i], s[i], v[i] = hsv(r[i], g[i], b[i])
	}
}

func hsv(r, g, b float32) (h, s, v float32) {
	if r != r || g != g || b != b {
		nan := float32(math.NaN())
		return nan, nan, nan
	}
	v = higher(higher(r, g), b)
	d := v - lower(lower(r, g), b)
	if d == 0 {
		return 0, 0, v
	}
	switch v {
	case r:
		h = float32((g-b)/d) + 0
	case g:
		h = float32((b-r)/d) + 2
	default:
		h = float32((r-g)/d) + 4
	}
	h *= 1. / 6
	turn := float32(0)
	if h < 0 {
		turn = 1
	}
	h += turn
	if h >= 1 { // a hue just below 0 rounds up to 1
		h = 0
	}
	return h, d / v, v
}

const (
	lightToe    = 0.04045
	lightScale  = 2.0843103538116825
	lightOffset = 1.0843103538116827
)

// lightPolynomial is that of ((x + 0.055)/1.055)^2.4 in u, which goes from −1 to 1 as x does from 0.04045 to 1, the lowest power
// first: its Chebyshev series up to the 11th.
var lightPolynomial = [12]float32{
	0.23324091732501984, 0.46689122915267944, 0.2725909948348999, 0.03031727857887745, -0.0037774904631078243, 0.0009925307240337133,
	-0.0004248467739671469, 0.00021808721066918224, 2.292189674335532e-05, -4.77460453112144e-05, -8.706218795850873e-05, 6.32071532891132e-05,
}

func lightOfSRGBGeneric(dst, src []float32) {
	for i, x := range src[:len(dst)] {
		switch {
		case x <= lightToe:
			dst[i] = float32(1/12.92) * x
		case x > 1:
			dst[i] = float32(math.Pow((float64(x)+0.055)/1.055, 2.4))
		default:
			u := float32(x*lightScale) - lightOffset
			p := lightPolynomial[len(lightPolynomial)-1]
			for k := len(lightPolynomial) - 2; k >= 0; k-- {
				p = float32(p*u) + lightPolynomial[k]
			}
			dst[i] = p
		}
	}
}

const (
	inverseRoot = 1419920000 // what the bits of t^(−1/3) are near, when a third of those of t is taken away
	labEpsilon  = 216. / 24389
	labSlope    = 24389. / 27 / 116
	labOffset   = 16. / 116
	whiteX      = 0.95047
	whiteZ      = 1.08883
)

// lightToWhite makes linear sRGB into X/Xn, Y/Yn, Z/Zn: http://www.brucelindbloom.com/Eqn_RGB_XYZ_Matrix.html, sRGB, D65.
var lightToWhite = [3][3]float32{
	{0.4124564 / whiteX, 0.3575761 / whiteX, 0.1804375 / whiteX},
	{0.2126729, 0.7151522, 0.0721750},
	{0.0193339 / whiteZ, 0.1191920 / whiteZ, 0.9503041 / whiteZ},
}

func labOfLightGeneric(l, a, b, red, green, blue []float32) {
	m := &lightToWhite
	for i := range l {
		r, g, bl := red[i], green[i], blue[i]
		x := labCurve(float32(float32(m[0][0]*r)+float32(m[0][1]*g)) + float32(m[0][2]*bl))
		y := labCurve(float32(float32(m[1][0]*r)+float32(m[1][1]*g)) + float32(m[1][2]*bl))
		z := labCurve(float32(float32(m[2][0]*r)+float32(m[2][1]*g)) + float32(m[2][2]*bl))
		l[i], a[i], b[i] = float32(116*y)-16, 500*(x-y), 200*(y-z)
	}
}

// labCurve is f.
func labCurve(t float32) float32 {
	if !(t > labEpsilon) {
		return float32(labSlope*t) + labOffset
	}
	bits := float32(float32(int32(math.Float32bits(t)))*(-1./3)) + inverseRoot
	r := math.Float32frombits(uint32(int32(math.RoundToEven(float64(bits)))))
	third := float32(t * (1. / 3))
	for range 2 {
		r *= 4./3 - float32(third*float32(float32(r*r)*r))
	}
	square := float32(r * r)
	root := float32(square * t)
	rest := t - float32(float32(root*root)*root)
	return root + float32(float32(rest*square)*(1./3))
}

func anyAboveGeneric(src []float32, limit float32) bool {
	for _, v := range src {
		if v > limit {
			return true
		}
	}
	return false
}
