package kernel

// MinUint8 is dst[i] = min(a[i], b[i]) for each i of dst. dst may be a or b, here and below.
func MinUint8(dst, a, b []uint8) { minUint8(dst, a[:len(dst)], b[:len(dst)]) }

// MaxUint8 is dst[i] = max(a[i], b[i]) for each i of dst.
func MaxUint8(dst, a, b []uint8) { maxUint8(dst, a[:len(dst)], b[:len(dst)]) }

// MinFloat32 is, for each i of dst, a[i] if a[i] < b[i], and otherwise b[i]: so if one of them is NaN, it is b[i].
func MinFloat32(dst, a, b []float32) { minFloat32(dst, a[:len(dst)], b[:len(dst)]) }

// MaxFloat32 is, for each i of dst, a[i] if a[i] > b[i], and otherwise b[i].
func MaxFloat32(dst, a, b []float32) { maxFloat32(dst, a[:len(dst)], b[:len(dst)]) }

// MedianOf9Uint8 is the median of 3×3 values: dst[i] is that of above[i..i+2], here[i..i+2] and below[i..i+2]. The rows have two
// values more than dst, which isn't one of them.
func MedianOf9Uint8(dst, above, here, below []uint8) {
	n := len(dst) + 2
	medianOf9Uint8(dst, above[:n], here[:n], below[:n])
}

// MedianOf9Float32 is [MedianOf9Uint8] on float32. With a NaN among the nine, the result is one of them.
func MedianOf9Float32(dst, above, here, below []float32) {
	n := len(dst) + 2
	medianOf9Float32(dst, above[:n], here[:n], below[:n])
}
