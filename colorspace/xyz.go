package colorspace

// XYZ is CIE 1931 XYZ of the 2° observer, Y of white being 1. The white is D65 of ASTM E308, (0.95047, 1, 1.08883),
// and linear sRGB becomes XYZ by the matrix of
// http://www.brucelindbloom.com/Eqn_RGB_XYZ_Matrix.html:
//
//	X = 0.4124564 R + 0.3575761 G + 0.1804375 B
//	Y = 0.2126729 R + 0.7151522 G + 0.0721750 B
//	Z = 0.0193339 R + 0.1191920 G + 0.9503041 B
//
// Back, its inverse. Nothing is clipped: colours out of sRGB's gamut are negative or above 1 in LinearRGB.
// scikit-image's rgb2xyz has another printing of the matrix, which differs by up to 8e-5.
var xyzFamily = family{
	space:  XYZ,
	ranges: whiteBounds(white65),
	conversions: []conversion{
		{from: LinearRGB, to: XYZ, convert: lightToXYZ.convert()},
		{from: XYZ, to: LinearRGB, convert: lightToXYZ.inverse().convert()},
		{from: Lab, to: XYZ, convert: labToXYZ(white65)},
		{from: XYZ, to: Lab, convert: xyzToLab(white65)},
		// At once, since the other way of two steps is clipped.
		{from: Lab, to: LinearRGB, convert: labToLight},
		{from: XYZ, to: XYZD50, convert: bradford(white65, white50).convert()},
		{from: XYZD50, to: XYZ, convert: bradford(white50, white65).convert()},
	},
}

var (
	white65 = [3]float64{whiteX, 1, whiteZ}

	lightToXYZ = matrix{
		{0.4124564, 0.3575761, 0.1804375},
		{0.2126729, 0.7151522, 0.0721750},
		{0.0193339, 0.1191920, 0.9503041},
	}
)

func whiteBounds(white [3]float64) []bounds {
	return []bounds{{0, float32(white[0])}, {0, float32(white[1])}, {0, float32(white[2])}}
}

// xyzToLab returns the conversion to Lab of that white.
func xyzToLab(white [3]float64) func(dst, src planes) {
	var scale [3]float32
	for c, w := range white {
		scale[c] = float32(1 / w)
	}
	return func(dst, src planes) {
		for c, k := range scale {
			d := dst[c]
			for i, v := range src[c][:len(d)] {
				d[i] = v * k
			}
			labF.apply(d, d)
		}
		x := dst[0]
		y, z := dst[1][:len(x)], dst[2][:len(x)]
		for i := range x {
			fx, fy, fz := x[i], y[i], z[i]
			x[i], y[i], z[i] = 116*fy-16, 500*(fx-fy), 200*(fy-fz)
		}
	}
}

// labToXYZ returns the conversion from Lab of that white. Nothing is clipped.
func labToXYZ(white [3]float64) func(dst, src planes) {
	return func(dst, src planes) {
		x := dst[0]
		y, z := dst[1][:len(x)], dst[2][:len(x)]
		l, a, b := src[0][:len(x)], src[1][:len(x)], src[2][:len(x)]
		for i := range x {
			fy := (float64(l[i]) + 16) / 116
			x[i] = float32(white[0] * labInverse(fy+float64(a[i])/500))
			y[i] = float32(white[1] * labInverse(fy))
			z[i] = float32(white[2] * labInverse(fy-float64(b[i])/200))
		}
	}
}
