package colorspace

import "math"

// Oklab is the space of Björn Ottosson, "A perceptual color space for image processing" (2020,
// https://bottosson.github.io/posts/oklab/), by the matrices given there for linear sRGB:
//
//	(l, m, s) = M₁·(linear R, G, B)
//	(L, a, b) = M₂·(∛l, ∛m, ∛s)
//
// Back, their inverses and cubes. L is 0..1; of colours that sRGB has, a is −0.234..0.276 and b −0.312..0.199. The
// ranges of a and b are those of CSS Color 4. Negative light has a negative root. Nothing is clipped on the way to
// LinearRGB.
var oklabFamily = family{
	space:  Oklab,
	ranges: []bounds{unit, {-0.4, 0.4}, {-0.4, 0.4}},
	conversions: []conversion{
		{from: LinearRGB, to: Oklab, convert: lightToOklab},
		{from: Oklab, to: LinearRGB, convert: oklabToLight},
	},
}

var (
	lightToCone = matrix{
		{0.4122214708, 0.5363325363, 0.0514459929},
		{0.2119034982, 0.6806995451, 0.1073969566},
		{0.0883024619, 0.2817188376, 0.6299787005},
	}
	rootToOklab = matrix{
		{0.2104542553, 0.7936177850, -0.0040720468},
		{1.9779984951, -2.4285922050, 0.4505937099},
		{0.0259040371, 0.7827717662, -0.8086757660},
	}
	coneToLight = lightToCone.inverse()
	oklabToRoot = rootToOklab.inverse()
)

// lightToOklab computes in float64, roots included: errors of their float32 would be multiplied by up to 160 on
// the way back to encoded RGB.
func lightToOklab(dst, src planes) {
	m, n := &lightToCone, &rootToOklab
	l := dst[0]
	a, b := dst[1][:len(l)], dst[2][:len(l)]
	red, green, blue := src[0][:len(l)], src[1][:len(l)], src[2][:len(l)]
	for i := range l {
		x, y, z := float64(red[i]), float64(green[i]), float64(blue[i])
		u := cubeRoot(m[0][0]*x + m[0][1]*y + m[0][2]*z)
		v := cubeRoot(m[1][0]*x + m[1][1]*y + m[1][2]*z)
		w := cubeRoot(m[2][0]*x + m[2][1]*y + m[2][2]*z)
		l[i] = float32(n[0][0]*u + n[0][1]*v + n[0][2]*w)
		a[i] = float32(n[1][0]*u + n[1][1]*v + n[1][2]*w)
		b[i] = float32(n[2][0]*u + n[2][1]*v + n[2][2]*w)
	}
}

func oklabToLight(dst, src planes) {
	m, n := &oklabToRoot, &coneToLight
	red := dst[0]
	green, blue := dst[1][:len(red)], dst[2][:len(red)]
	l, a, b := src[0][:len(red)], src[1][:len(red)], src[2][:len(red)]
	for i := range red {
		x, y, z := float64(l[i]), float64(a[i]), float64(b[i])
		u := cube(m[0][0]*x + m[0][1]*y + m[0][2]*z)
		v := cube(m[1][0]*x + m[1][1]*y + m[1][2]*z)
		w := cube(m[2][0]*x + m[2][1]*y + m[2][2]*z)
		red[i] = float32(n[0][0]*u + n[0][1]*v + n[0][2]*w)
		green[i] = float32(n[1][0]*u + n[1][1]*v + n[1][2]*w)
		blue[i] = float32(n[2][0]*u + n[2][1]*v + n[2][2]*w)
	}
}

func cube(v float64) float64 { return v * v * v }

// roots is the cube root where most light is. Below, its linear part isn't used.
var roots = newCurve(rootsFrom, 0, 0, math.Cbrt)

const rootsFrom = 1. / (1 << 20)

// cubeRoot returns ∛x to 14 digits: one step of Newton's makes 7 of the table twice as many.
func cubeRoot(x float64) float64 {
	if !(x > 2*rootsFrom && x < 1.5) {
		return math.Cbrt(x)
	}
	y := float64(roots.within(float32(x)))
	return y - (y*y*y-x)/(3*y*y)
}
