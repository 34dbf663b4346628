package colorspace

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
)

// Lab is CIE 1976 L*a*b* (CIE 15:2004, 8.2.1.1) of sRGB, for the white D65 and the 2° observer, with the exact
// constants of the CIE's intent and the matrix as Lindbloom publishes them:
//
//	X/Xn, Y/Yn, Z/Zn = M·(linear R, G, B)     Xn, Yn, Zn = 0.95047, 1, 1.08883
//	f(t) = ∛t if t > 216/24389, otherwise (24389/27·t + 16)/116
//	L = 116·f(Y/Yn) − 16
//	a = 500·(f(X/Xn) − f(Y/Yn))
//	b = 200·(f(Y/Yn) − f(Z/Zn))
//
// to 1e-4 in each channel. L is 0..100; of colours that sRGB has, a is −86.2..98.3 and b −107.9..94.5. Back, colours out of
// sRGB's gamut are clipped to 0..1 in linear light, channel by channel.
var labFamily = family{
	space:  Lab,
	ranges: []bounds{{0, 100}, {-128, 127}, {-128, 127}},
	conversions: []conversion{
		{from: RGB, to: Lab, convert: rgbToLab, convert8: rgb8ToLab},
		{from: Lab, to: RGB, convert: labToRGB, clips: true},
	},
}

const (
	labEpsilon = 216. / 24389
	labKappa   = 24389. / 27

	// The white point: D65 of ASTM E308, for Y = 1.
	whiteX, whiteZ = 0.95047, 1.08883
)

// labF is f above.
var labF = newCurve(labEpsilon, labKappa/116, 16./116, math.Cbrt)

// whiteToLight makes X/Xn, Y/Yn, Z/Zn into linear sRGB: http://www.brucelindbloom.com/Eqn_RGB_XYZ_Matrix.html, sRGB, D65. The
// kernel has its inverse.
var whiteToLight = [3][3]float64{
	{3.2404542 * whiteX, -1.5371385, -0.4985314 * whiteZ},
	{-0.9692660 * whiteX, 1.8760108, 0.0415560 * whiteZ},
	{0.0556434 * whiteX, -0.2040259, 1.0572252 * whiteZ},
}

func rgbToLab(dst, src planes) {
	kernel.LabOfRGB(dst[0], dst[1], dst[2], src[0], src[1], src[2])
}

func rgb8ToLab(dst planes, src planes8) {
	for c := range 3 {
		kernel.LookupFloat32(dst[c], src[c], linearLight8)
	}
	lightToLab(dst)
}

// lightToLab converts linear sRGB in place.
func lightToLab(p planes) { kernel.LabOfLight(p[0], p[1], p[2], p[0], p[1], p[2]) }

func labToRGB(dst, src planes) {
	labToLight(dst, src)
	for _, p := range dst[:3] {
		for i, v := range p {
			p[i] = min(max(v, 0), 1)
		}
		encodedLight.apply(p, p)
	}
}

// labToLight writes linear sRGB, not clipped. It computes in float64, since dark channels of bright colours are
// small differences of large numbers, which encoding then multiplies by up to 13.
func labToLight(dst, src planes) {
	m := &whiteToLight
	r := dst[0]
	g, b := dst[1][:len(r)], dst[2][:len(r)]
	lab := [3][]float32{src[0][:len(r)], src[1][:len(r)], src[2][:len(r)]}
	for i := range r {
		fy := (float64(lab[0][i]) + 16) / 116
		y := labInverse(fy)
		x := labInverse(fy + float64(lab[1][i])/500)
		z := labInverse(fy - float64(lab[2][i])/200)
		r[i] = float32(m[0][0]*x + m[0][1]*y + m[0][2]*z)
		g[i] = float32(m[1][0]*x + m[1][1]*y + m[1][2]*z)
		b[i] = float32(m[2][0]*x + m[2][1]*y + m[2][2]*z)
	}
}

// labInverse is the inverse of f.
func labInverse(f float64) float64 {
	if cube := f * f * f; cube > labEpsilon {
		return cube
	}
	return (116*f - 16) / labKappa
}
