package kernel

// HSVOfRGB converts planes of RGB to hue, saturation and value: for each i, with V and m the largest and the smallest of r, g, b
// and d = V − m,
//
//	h = (x + k)/6    x, k = (g−b)/d, 0 if V = r;  otherwise (b−r)/d, 2 if V = g;  otherwise (r−g)/d, 4
//	s = d/V
//
// where 1 is added to a negative h, an h that rounds to 1 is 0, and h = s = 0 if d = 0. If one of r, g, b is NaN, all three are. The
// division by 6 is a product with 1/6. Planes have one length; results don't overlap sources.
func HSVOfRGB(h, s, v, r, g, b []float32) {
	n := len(h)
	hsvOfRGB(h, s[:n], v[:n], r[:n], g[:n], b[:n])
}

// LightOfSRGB decodes sRGB: dst[i] = x/12.92 for x = src[i] ≤ 0.04045, otherwise ((x + 0.055)/1.055)^2.4, with a relative error
// of 2e-5 at most next to 0.04045 that falls to 4e-7 at 1, and 4e-8 of 1 beside rounding; exactly to rounding above 1. NaN gives NaN. dst may be
// src.
func LightOfSRGB(dst, src []float32) {
	src = src[:len(dst)]
	if anyAbove(src, 1) {
		lightOfSRGBGeneric(dst, src)
		return
	}
	lightOfSRGB(dst, src)
}

// LabOfLight converts planes of linear sRGB to CIE L*a*b* for the white D65:
//
//	X/Xn, Y/Yn, Z/Zn = M·(red, green, blue)
//	f(t) = ∛t if t > 216/24389, otherwise (24389/27·t + 16)/116
//	l, a, b = 116·f(Y/Yn) − 16, 500·(f(X/Xn) − f(Y/Yn)), 200·(f(Y/Yn) − f(Z/Zn))
//
// with M and the white of Lindbloom's tables. Roots are t·r², r = t^(−1/3) by two steps of Newton's method, with a third one on the root, to a
// relative error of 1.5e-7. Planes have one length; results may be sources.
func LabOfLight(l, a, b, red, green, blue []float32) {
	n := len(l)
	labOfLight(l, a[:n], b[:n], red[:n], green[:n], blue[:n])
}
