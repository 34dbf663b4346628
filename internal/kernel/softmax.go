package kernel

import "math"

// Softmax is
//
//	dst[i] = exp(src[i]) / Σ exp(src[k])
//
// and returns log Σ exp(src[k]). The largest value is taken off first, so that nothing overflows, and exponentials are
// those of [Exp], but 0 below e⁻⁸⁷. They are summed in float64: p[i mod 8] adds up its terms in order, and then
// p[k] += p[k+h] for k < h and h = 4, 2, 1, which leaves the sum in p[0]. dst may be src; neither is empty.
func Softmax(dst, src []float32) (logSum float64) {
	var top [1]float32
	var sum [1]float64
	softmaxRows(dst[:len(src)], src, len(src), []float64{1}, 0, top[:], sum[:])
	return float64(top[0]) + math.Log(sum[0])
}

// SoftmaxRows is [Softmax] of each row of the matrix src (N×cols), without the logarithms. dst may be src.
func SoftmaxRows(dst, src []float32, cols int) {
	var factors, sums [rowsAtOnce]float64
	var tops [rowsAtOnce]float32
	for i := range factors {
		factors[i] = 1
	}
	dst = dst[:len(src)]
	for len(src) > 0 {
		n := min(len(src)/cols, rowsAtOnce)
		softmaxRows(dst[:n*cols], src[:n*cols], cols, factors[:n], 0, tops[:n], sums[:n])
		dst, src = dst[n*cols:], src[n*cols:]
	}
}

// rowsAtOnce is for how many rows there is room on the stack.
const rowsAtOnce = 64
