package features

import "math"

// cosines replaces each x of s by factor·cos x. The cosine is rounded once and next to always to the nearest float32. That of an infinity
// is NaN.
func cosines(s []float32, factor float32) {
	for i, x := range s {
		s[i] = factor * float32(cosine(float64(x)))
	}
}

// cosine is the cosine of a float32, in float64 to a relative error of 1e-10, near its zeros as well: for x = (k + ½)·π + r with an
// integer k and |r| ≤ π/2 it is −sin r if k is even and sin r if it is odd.
func cosine(x float64) float64 {
	const (
		pi1     = 0x1.921fb544p1  // the first 33 bits of π, so that products with k + ½ are exact
		pi2     = math.Pi - pi1   // the next ones: constants are exact, which this becomes when it is rounded
		shifter = 1.5 * (1 << 52) // added to a small number, rounds it to an integer, which the lowest bits then hold
		largest = 1 << 20         // beyond, k + ½ has too many bits
	)
	if !(math.Abs(x) <= largest) {
		return math.Cos(x)
	}
	t := x*(1/math.Pi) - 0.5 + shifter
	k := t - shifter + 0.5
	r := x - k*pi1 - k*pi2
	odd := math.Float64bits(t) & 1
	return math.Float64frombits(math.Float64bits(sine(r)) ^ (odd^1)<<63)
}

// sine is sin r for |r| ≤ π/2, by a polynomial whose largest relative error, 2.4e-11, is the least that this degree allows.
func sine(r float64) float64 {
	z := r * r
	p := -2.388879217517923e-08
	p = p*z + 2.752537792984761e-06
	p = p*z - 0.00019840868086526826
	p = p*z + 0.008333331107686137
	p = p*z - 0.16666666626128612
	return r + r*z*p
}
