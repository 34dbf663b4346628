//go:build !purego

package kernel

func resampleRowsUint8(dst, src []uint8, dstStride, srcStride, rows int, t Taps[int32]) {
	p := &t.packed
	if rows < p.layout.rows() || t.Len() < p.layout.results() {
		resampleRowsUint8Generic(dst, src, dstStride, srcStride, rows, t)
		return
	}
	switch p.layout {
	case shuffledWords:
		resampleRowsUint8ShuffleAVX2(dst, src, dstStride, srcStride, rows, p.in, p.first, p.weights, p.steps, p.pitch)
	case shuffledBytes:
		resampleRowsUint8ShuffleVNNI(dst, src, dstStride, srcStride, rows, p.in, p.first, p.weights, p.steps, p.pitch)
	case dotWords:
		resampleRowsUint8DotAVX2(dst, src, dstStride, srcStride, rows, p.first, p.weights, p.steps)
	case dotBytes:
		resampleRowsUint8DotVNNI(dst, src, dstStride, srcStride, rows, p.first, p.weights, p.steps)
	case quadWords, quadBytes:
		resampleRowsUint8Quads(dst, src, dstStride, srcStride, rows, p)
	default:
		resampleRowsUint8Generic(dst, src, dstStride, srcStride, rows, t)
	}
}

// results is how many results of a row are made at a time.
func (l layout) results() int {
	if l == shuffledWords || l == shuffledBytes {
		return 8
	}
	return 4
}

// rows is how many rows are worked on at a time.
func (l layout) rows() int {
	if l == quadWords || l == quadBytes {
		return quadRows
	}
	return 4
}

func resampleColumnUint8(dst, src []uint8, stride int, weights []int32) {
	switch {
	case active >= vnni && len(dst) >= 64 && len(weights) > 2 && fitBytes(weights):
		resampleColumnUint8VNNI(dst, src, stride, weights)
	case active >= avx2 && len(dst) >= 16:
		resampleColumnUint8AVX2(dst, src, stride, weights)
	default:
		resampleColumnUint8Generic(dst, src, stride, weights)
	}
}
