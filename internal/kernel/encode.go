package kernel

// SquareRoot is dst[i] = √max(src[i] + shift, 0) for each i of dst. dst may be src. NaN stays NaN.
func SquareRoot(dst, src []float32, shift float32) { squareRoot(dst, src[:len(dst)], shift) }

// AddAbove is dst[i] += max(src[i] − limit, 0) for each i of dst. NaN stays NaN.
func AddAbove(dst, src []float32, limit float32) { addAbove(dst, src[:len(dst)], limit) }

// AddBelow is dst[i] += max(limit − src[i], 0) for each i of dst. NaN stays NaN.
func AddBelow(dst, src []float32, limit float32) { addBelow(dst, src[:len(dst)], limit) }

// Sum is Σ s[i] in float64, by 16 partial sums as in [SumSquares].
func Sum(s []float32) float64 {
	var p [16]float64
	sum(&p, s)
	return halve(p[:])
}
