package kernel

// LinePlaces takes the numbers of a line apart into whole and rest: number i is at + i·step, in fixed point with 32 bits
// after the binary point, and the rest, 0..1, has the 24 uppermost of them. Sums wrap around.
func LinePlaces(whole []int32, rest []float32, at, step int64) {
	linePlaces(whole, rest[:len(whole)], at, step)
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
