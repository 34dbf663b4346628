package main

import "math"

// labError is the largest difference, in CIE units, of Lab planes of the picture from the formula in float64: sRGB of IEC 61966-2-1,
// the matrix and the white point D65 as Bruce Lindbloom publishes them, CIE 15:2004 for L*a*b*.
func labError(got []float32) float64 {
	n, worst := height*width, 0.0
	for i := range n {
		x, y := i%width, i/width
		l, a, b := lab(linear(value(x, y, 0)), linear(value(x, y, 1)), linear(value(x, y, 2)))
		for c, v := range [3]float64{l, a, b} {
			worst = max(worst, math.Abs(float64(got[c*n+i])-v))
		}
	}
	return worst
}

func linear(v byte) float64 { return lights[v] }

var lights = func() (t [256]float64) {
	for i := range t {
		v := float64(i) / 255
		if t[i] = v / 12.92; v > 0.04045 {
			t[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return t
}()

func lab(r, g, b float64) (l, a, bb float64) {
	f := func(t float64) float64 {
		if t > 216./24389 {
			return math.Cbrt(t)
		}
		return (24389./27*t + 16) / 116
	}
	x := f((0.4124564*r + 0.3575761*g + 0.1804375*b) / 0.95047)
	y := f(0.2126729*r + 0.7151522*g + 0.0721750*b)
	z := f((0.0193339*r + 0.1191920*g + 0.9503041*b) / 1.08883)
	return 116*y - 16, 500 * (x - y), 200 * (y - z)
}
