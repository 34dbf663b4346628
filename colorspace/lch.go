package colorspace

import "math"

// LCh is Lab in polar coordinates (CIE 15:2004, 8.2.1.2), hue as a part of a turn, as in HSV:
//
//	C = √(a² + b²)
//	h = atan2(b, a)/2π modulo 1
//
// A colour with C below 0.0005, which is what rounding leaves of a gray, is gray: C = h = 0. C is 0 or more, and up to
// 133.8 for colours that sRGB has; the range ends at 150, as that of CSS Color 4 does. Back,
//
//	a = C·cos 2πh
//	b = C·sin 2πh
//
// for any C and any h; a negative C is the opposite hue. Nothing is clipped. scikit-image's lab2lch has the same
// numbers, but h in radians.
var lchFamily = family{
	space:  LCh,
	ranges: []bounds{{0, 100}, {0, 150}, unit},
	conversions: []conversion{
		{from: Lab, to: LCh, convert: toPolar(labGray)},
		{from: LCh, to: Lab, convert: fromPolar},
	},
}

// labGray is the chroma below which a colour of Lab is gray.
const labGray = 5e-4

// toPolar returns the conversion of the second and third channel to polar coordinates. Below the chroma gray,
// both are 0.
func toPolar(gray float64) func(dst, src planes) {
	return func(dst, src planes) {
		l := dst[0]
		copy(l, src[0])
		chroma, hue := dst[1][:len(l)], dst[2][:len(l)]
		a, b := src[1][:len(l)], src[2][:len(l)]
		for i := range l {
			x, y := float64(a[i]), float64(b[i])
			c := math.Sqrt(x*x + y*y)
			if c < gray {
				chroma[i], hue[i] = 0, 0
				continue
			}
			chroma[i], hue[i] = float32(c), turn(math.Atan2(y, x)/(2*math.Pi))
		}
	}
}

// fromPolar is the inverse of what toPolar returns.
func fromPolar(dst, src planes) {
	l := dst[0]
	copy(l, src[0])
	a, b := dst[1][:len(l)], dst[2][:len(l)]
	chroma, hue := src[1][:len(l)], src[2][:len(l)]
	for i := range l {
		h := float64(hue[i])
		sin, cos := math.Sincos(2 * math.Pi * (h - math.Floor(h)))
		a[i], b[i] = float32(float64(chroma[i])*cos), float32(float64(chroma[i])*sin)
	}
}

// turn returns h modulo 1 for h in −1..1. What rounds up to 1 is 0.
func turn(h float64) float32 {
	if h < 0 {
		h++
	}
	if t := float32(h); t != 1 {
		return t
	}
	return 0
}
