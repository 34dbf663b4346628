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
	l := dst[0]
	a, b := dst[1][:len(l)], dst[2][:len(l)]
	red, green, blue := src[0][:len(l)], src[1][:len(l)], src[2][:len(l)]
	for i := range l {
		cone := lightToCone.of([3]float64{float64(red[i]), float64(green[i]), float64(blue[i])})
		lab := rootToOklab.of([3]float64{math.Cbrt(cone[0]), math.Cbrt(cone[1]), math.Cbrt(cone[2])})
		l[i], a[i], b[i] = float32(lab[0]), float32(lab[1]), float32(lab[2])
	}
}

func oklabToLight(dst, src planes) {
	red := dst[0]
	green, blue := dst[1][:len(red)], dst[2][:len(red)]
	l, a, b := src[0][:len(red)], src[1][:len(red)], src[2][:len(red)]
	for i := range red {
		root := oklabToRoot.of([3]float64{float64(l[i]), float64(a[i]), float64(b[i])})
		rgb := coneToLight.of([3]float64{cube(root[0]), cube(root[1]), cube(root[2])})
		red[i], green[i], blue[i] = float32(rgb[0]), float32(rgb[1]), float32(rgb[2])
	}
}

func cube(v float64) float64 { return v * v * v }
