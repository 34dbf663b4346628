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

// MedianOf25Uint8 is the median of 5×5 values: dst[i] is that of rows[0][i..i+4] to rows[4][i..i+4]. The rows have four values more
// than dst, which isn't one of them. sorted is memory for five rows: the columns are sorted once, for the five windows they are in.
func MedianOf25Uint8(dst, sorted []uint8, rows [5][]uint8) {
	n := len(dst) + 4
	sorted = sorted[:5*n]
	sort5Uint8(sorted, rows[0][:n], rows[1][:n], rows[2][:n], rows[3][:n], rows[4][:n])
	medianOf25Uint8(dst, sorted)
}

// MedianOf25Float32 is [MedianOf25Uint8] on float32. With a NaN among the 25, the result is one of them.
func MedianOf25Float32(dst, sorted []float32, rows [5][]float32) {
	n := len(dst) + 4
	sorted = sorted[:5*n]
	sort5Float32(sorted, rows[0][:n], rows[1][:n], rows[2][:n], rows[3][:n], rows[4][:n])
	medianOf25Float32(dst, sorted)
}
