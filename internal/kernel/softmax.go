package kernel

import "math"

// Softmax is
//
//	dst[i] = exp(src[i]) / Σ exp(src[k])
//
// and returns log Σ exp(src[k]). The largest value is taken off first, so that nothing overflows, and sums are
// float64: p[i mod 4] adds up its terms in order, and the sum is (p[0]+p[1]) + (p[2]+p[3]). dst may be src; neither is
// empty.
func Softmax(dst, src []float32) (logSum float64) {
	dst = dst[:len(src)]
	top, sum := softmaxRow(dst, src)
	rescale(dst, 1/sum, 0)
	return float64(top) + math.Log(sum)
}

// SoftmaxRows is [Softmax] of each row of the matrix src (N×cols), without the logarithms. dst may be src.
func SoftmaxRows(dst, src []float32, cols int) {
	for i := 0; i < len(src); i += cols {
		row := dst[i : i+cols]
		_, sum := softmaxRow(row, src[i:i+cols])
		rescale(row, 1/sum, 0)
	}
}
