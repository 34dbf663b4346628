package kernel

// largePlane is from how many values on the planes of a result are too large for the caches to keep them until they are read.
const largePlane = 1 << 20

// HSVOfRGB is the hexcone model for each index of h. With V and m the largest and the smallest of r, g, b and d = V − m:
//
//	s = d/V
//	h = (x + k)·⅙    x, k = (g−b)/d, 0 if V = r;  otherwise (b−r)/d, 2 if V = g;  otherwise (r−g)/d, 4
//
// where 6 is added to a negative x + k, an h that rounds to 1 is 0, and h = s = 0 if d = 0. If one of r, g, b is NaN, all three
// are. Each operation rounds. Planes have one length; results may be sources. Large results that begin where cache lines do
// are written past the caches.
func HSVOfRGB(h, s, v, r, g, b []float32) {
	n := len(h)
	hsvOfRGB(h, s[:n], v[:n], r[:n], g[:n], b[:n])
}

// RGBOfHSV is the way back for each index of r: with c = v·s and f(k) = v − c·max(0, min(k, 4−k, 1)), k taken modulo 6, r, g, b
// are f(5 + 6h), f(3 + 6h) and f(1 + 6h), of h less its whole turns. What [HSVOfRGB] says of rounding and planes holds here.
func RGBOfHSV(r, g, b, h, s, v []float32) {
	n := len(r)
	rgbOfHSV(r, g[:n], b[:n], h[:n], s[:n], v[:n])
}

// LabOfRGB decodes planes of sRGB and converts the light as [LabOfLight] does, in one pass. Light is x/12.92 for x ≤ 0.04045,
// otherwise ((x + 0.055)/1.055)^2.4, also above 1, with a relative error below 5e-7.
func LabOfRGB(l, a, b, red, green, blue []float32) {
	n := len(l)
	labOfRGB(l, a[:n], b[:n], red[:n], green[:n], blue[:n])
}

// LabOfLight converts planes of linear sRGB to CIE L*a*b* for the white D65:
//
//	X/Xn, Y/Yn, Z/Zn = M·(red, green, blue)
//	f(t) = ∛t if t > 216/24389, otherwise (24389/27·t + 16)/116
//	l, a, b = 116·f(Y/Yn) − 16, 500·(f(X/Xn) − f(Y/Yn)), 200·(f(Y/Yn) − f(Z/Zn))
//
// with M and the white of Lindbloom's tables. Roots have a relative error below 1.5e-7; that of infinity is NaN. Each operation
// rounds. Planes have one length; results may be sources.
func LabOfLight(l, a, b, red, green, blue []float32) {
	n := len(l)
	labOfLight(l, a[:n], b[:n], red[:n], green[:n], blue[:n])
}
