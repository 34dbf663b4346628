package kernel

import "math"

// squareRootGeneric is the reference for [SquareRoot].
func squareRootGeneric(dst, src []float32, shift float32) {
	for i, v := range src {
		v += shift
		if v < 0 {
			v = 0
		}
		dst[i] = float32(math.Sqrt(float64(v)))
	}
}

// addAboveGeneric is the reference for [AddAbove].
func addAboveGeneric(dst, src []float32, limit float32) {
	for i, v := range src {
		d := v - limit
		if d < 0 {
			d = 0
		}
		dst[i] += d
	}
}

// addBelowGeneric is the reference for [AddBelow].
func addBelowGeneric(dst, src []float32, limit float32) {
	for i, v := range src {
		d := limit - v
		if d < 0 {
			d = 0
		}
		dst[i] += d
	}
}

// sumGeneric is the reference for the partial sums of [Sum].
func sumGeneric(sums *[16]float64, s []float32) {
	for i, v := range s {
		sums[i%16] += float64(v)
	}
}
