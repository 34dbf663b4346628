package colorspace

// Luv is CIE 1976 L*u*v* (CIE 15:2004, 8.2.2.1) for the white D65 and the 2° observer:
//
//	L = 116·f(Y) − 16, f as at labFamily
//	u = 13 L (u' − u'n)     u' = 4X/(X + 15Y + 3Z)
//	v = 13 L (v' − v'n)     v' = 9Y/(X + 15Y + 3Z)
//
// u'n and v'n being those of white. Where X + 15Y + 3Z = 0, as it is for black, u = v = 0. L is 0..100; of colours
// that sRGB has, u is −83.1..175.0 and v −134.1..107.4. The ranges are those that OpenCV gives for 8 bits.
//
// Back, L = 0 is black, whatever u and v. Nothing is clipped on the way to XYZ and LinearRGB; v' = 0, which no
// light has, gives infinite values or NaN.
var luvFamily = family{
	space:  Luv,
	ranges: []bounds{{0, 100}, {-134, 220}, {-140, 122}},
	conversions: []conversion{
		{from: XYZ, to: Luv, convert: xyzToLuv(white65)},
		{from: Luv, to: XYZ, convert: luvToXYZ(white65)},
	},
}

// chromaticity returns u' and v'.
func chromaticity(x, y, z float64) (u, v float64) {
	sum := x + 15*y + 3*z
	if sum == 0 {
		return 0, 0
	}
	return 4 * x / sum, 9 * y / sum
}

// xyzToLuv returns the conversion to Luv of that white.
func xyzToLuv(white [3]float64) func(dst, src planes) {
	un, vn := chromaticity(white[0], white[1], white[2])
	return func(dst, src planes) {
		l := dst[0]
		u, v := dst[1][:len(l)], dst[2][:len(l)]
		x, y, z := src[0][:len(l)], src[1][:len(l)], src[2][:len(l)]
		labF.apply(l, y)
		for i := range l {
			l[i] = 116*l[i] - 16
			sum := float64(x[i]) + 15*float64(y[i]) + 3*float64(z[i])
			if sum == 0 {
				u[i], v[i] = 0, 0
				continue
			}
			scale := 13 * float64(l[i])
			u[i] = float32(scale * (4*float64(x[i])/sum - un))
			v[i] = float32(scale * (9*float64(y[i])/sum - vn))
		}
	}
}

// luvToXYZ returns the conversion from Luv of that white.
func luvToXYZ(white [3]float64) func(dst, src planes) {
	un, vn := chromaticity(white[0], white[1], white[2])
	return func(dst, src planes) {
		x := dst[0]
		y, z := dst[1][:len(x)], dst[2][:len(x)]
		l, u, v := src[0][:len(x)], src[1][:len(x)], src[2][:len(x)]
		for i := range x {
			if l[i] == 0 {
				x[i], y[i], z[i] = 0, 0, 0
				continue
			}
			scale := 1 / (13 * float64(l[i]))
			u1, v1 := float64(u[i])*scale+un, float64(v[i])*scale+vn
			light := labInverse((float64(l[i]) + 16) / 116)
			x[i] = float32(light * 9 * u1 / (4 * v1))
			y[i] = float32(light)
			z[i] = float32(light * (12 - 3*u1 - 20*v1) / (4 * v1))
		}
	}
}
