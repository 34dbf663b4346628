package kernel

// LinePlaces takes the numbers of a line apart into whole and rest: number i is at + i·step, in fixed point with 32 bits
// after the binary point, and the rest, 0..1, has the 24 uppermost of them. Sums wrap around.
func LinePlaces(whole []int32, rest []float32, at, step int64) {
	linePlaces(whole, rest[:len(whole)], at, step)
}

// RatioPlaces takes the numbers (a + i·b)/(c + i·d) + shift, i = 0, 1, …, apart into whole and rest. They are computed in
// float64, from left to right, and rest is rounded to float32, so that it can be 1. What is beyond ±2^29 counts as that, and
// what isn't a number as −2^29.
func RatioPlaces(whole []int32, rest []float32, a, b, c, d, shift float64) {
	ratioPlaces(whole, rest[:len(whole)], a, b, c, d, shift)
}

// MapPlaces takes the numbers v[i] + shift apart into whole and rest, in float32. What is beyond ±2^29 counts as that, and
// what isn't a number as −2^29.
func MapPlaces(whole []int32, rest, v []float32, shift float32) {
	mapPlaces(whole, rest[:len(whole)], v[:len(whole)], shift)
}

// BilinearUint8 takes values from between four pixels of the plane src, whose rows are stride apart. With p the pixel in
// column x[i] of row y[i], q, r and s the ones right of it, below it and right below it:
//
//	t = p + (q−p)·fx[i]   u = r + (s−r)·fx[i]   dst[i] = t + (u−t)·fy[i]
//
// in float32, rounded to the nearest whole number, halves to the even one. The caller has seen to it that all pixels are in
// src, that stride is at least 2, and that fx and fy are in 0..1.
func BilinearUint8(dst, src []uint8, stride int, x, y []int32, fx, fy []float32) {
	n := len(dst)
	bilinearUint8(dst, src, stride, x[:n], y[:n], fx[:n], fy[:n])
}

// BilinearFloat32 is BilinearUint8 without rounding.
func BilinearFloat32(dst, src []float32, stride int, x, y []int32, fx, fy []float32) {
	n := len(dst)
	bilinearFloat32(dst, src, stride, x[:n], y[:n], fx[:n], fy[:n])
}

// CubicWeights has in w[i] the weights of the pixels at −1, 0, 1 and 2 for the place at f[i], 0..1, by Keys' function with
// a = −¾, as OpenCV and torch have it. With g = 1 − f they are
//
//	w0 = a·f·g·g   w1 = ((a+2)·f − (a+3))·f·f + 1   w3 = a·g·f·f   w2 = 1 − w0 − w1 − w3
//
// in float32, from left to right.
func CubicWeights(w [][4]float32, f []float32) { cubicWeights(w, f[:len(w)]) }

// CubicUint8 takes values from between 16 pixels of the plane src, whose rows are stride apart: those around the pixel in
// column x[i] of row y[i], from one before to two behind it. u[i] are the weights of the columns, v[i] those of the rows:
//
//	t[l] = v0·p[0][l] + v1·p[1][l] + v2·p[2][l] + v3·p[3][l]   dst[i] = (u0·t[0] + u1·t[1]) + (u2·t[2] + u3·t[3])
//
// in float32, from left to right, rounded to the nearest whole number, halves to the even one, and clipped. The caller has
// seen to it that all pixels are in src.
func CubicUint8(dst, src []uint8, stride int, x, y []int32, u, v [][4]float32) {
	n := len(dst)
	cubicUint8(dst, src, stride, x[:n], y[:n], u[:n], v[:n])
}

// CubicFloat32 is CubicUint8 without rounding and clipping.
func CubicFloat32(dst, src []float32, stride int, x, y []int32, u, v [][4]float32) {
	n := len(dst)
	cubicFloat32(dst, src, stride, x[:n], y[:n], u[:n], v[:n])
}

// NearestUint8 takes the pixel in column x[i] of row y[i] of the plane src, whose rows are stride apart, as dst[i]. The
// caller has seen to it that it is in src.
func NearestUint8(dst, src []uint8, stride int, x, y []int32) {
	nearestUint8(dst, src, stride, x[:len(dst)], y[:len(dst)])
}

// NearestFloat32 is NearestUint8 for float32.
func NearestFloat32(dst, src []float32, stride int, x, y []int32) {
	nearestFloat32(dst, src, stride, x[:len(dst)], y[:len(dst)])
}
