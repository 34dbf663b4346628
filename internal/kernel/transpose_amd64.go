//go:build !purego

package kernel

func transposeUint8(dst, src []uint8, h, w int, reverseRows, reverseColumns bool) {
	if active < avx2 || h < 16 || w < 16 {
		transposeGeneric(dst, src, h, w, reverseRows, reverseColumns)
		return
	}
	row, dstStride := walk(w, h, reverseRows)
	line, srcStride := walk(h, w, reverseColumns)
	transposeUint8AVX2(&dst[row], &src[line], dstStride, srcStride, h, w)
}

func transposeFloat32(dst, src []float32, h, w int, reverseRows, reverseColumns bool) {
	if active < avx2 || h < 8 || w < 8 {
		transposeGeneric(dst, src, h, w, reverseRows, reverseColumns)
		return
	}
	row, dstStride := walk(w, h, reverseRows)
	line, srcStride := walk(h, w, reverseColumns)
	transposeFloat32AVX2(&dst[row], &src[line], dstStride, srcStride, h, w)
}

// walk returns where the first of so many rows begins and how far the next is away. To reverse dst's columns is to
// read src's rows from the last to the first.
func walk(rows, width int, reverse bool) (start, stride int) {
	if reverse {
		return (rows - 1) * width, -width
	}
	return 0, width
}
