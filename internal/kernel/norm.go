package kernel

// SumSquares is Σ s[i]² in float64, where squares of float32 are exact. There are 16 partial sums: p[i mod 16] adds up
// its squares in order, and then p[k] += p[k+h] for k < h and h = 8, 4, 2, 1, which leaves the sum in p[0].
func SumSquares(s []float32) float64 {
	var p [16]float64
	sumSquares(&p, s)
	return halve(p[:])
}

// halve adds the upper half of p, whose length is a power of two, to the lower one until one sum is left.
func halve[T float32 | float64](p []T) T {
	for h := len(p) / 2; h > 0; h /= 2 {
		for k := range h {
			p[k] += p[k+h]
		}
	}
	return p[0]
}
