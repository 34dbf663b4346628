package kernel

import "math"

// Softmax is
//
//	dst[i] = exp(src[i]) / Σ exp(src[k])
//
// and returns log Σ exp(src[k]). The largest value is taken off first, so that nothing overflows, and sums are
// float64. dst may be src; neither is empty.
func Softmax(dst, src []float32) (logSum float64) {
	top := float64(src[0])
	for _, v := range src {
		top = max(top, float64(v))
	}
	sum := 0.0
	dst = dst[:len(src)]
	for i, v := range src {
		e := math.Exp(float64(v) - top)
		sum += e
		dst[i] = float32(e)
	}
	for i, e := range dst {
		dst[i] = float32(float64(e) / sum)
	}
	return top + math.Log(sum)
}
