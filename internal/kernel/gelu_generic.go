package kernel

import "math"

// What follows rounds each product and each sum to float64, and has no branches that vectors can't have.

// geluGeneric is the reference for [GELU].
func geluGeneric(dst, src []float32) {
	for i, x := range src {
		v := max(float64(x), -geluEnd)
		_, below := normal(min(v, geluEnd))
		dst[i] = float32(v * below)
	}
}

// geluGradGeneric is the reference for [GELUGrad].
func geluGradGeneric(dx, dy, x []float32) {
	for i, d := range dy {
		dx[i] = d * geluDerivative(x[i])
	}
}

// geluGradAddGeneric is the reference for [GELUGradAdd].
func geluGradAddGeneric(dx, dy, x []float32) {
	for i, d := range dy {
		dx[i] += float32(d * geluDerivative(x[i]))
	}
}

func geluDerivative(x float32) float32 {
	v := min(max(float64(x), -geluEnd), geluEnd)
	bell, below := normal(v)
	return float32(below + float64(v*float64(bell*(1/(math.Sqrt2*math.SqrtPi)))))
}

// geluTanhGeneric is the reference for [GELUTanh].
func geluTanhGeneric(dst, src []float32) {
	for i, x := range src {
		v := max(float64(x), -geluEnd)
		c := min(v, geluEnd)
		_, below := logistic(c, float64(c*c))
		dst[i] = float32(v * below)
	}
}

// geluTanhGradGeneric is the reference for [GELUTanhGrad].
func geluTanhGradGeneric(dx, dy, x []float32) {
	for i, d := range dy {
		dx[i] = d * geluTanhDerivative(x[i])
	}
}

// geluTanhGradAddGeneric is the reference for [GELUTanhGradAdd].
func geluTanhGradAddGeneric(dx, dy, x []float32) {
	for i, d := range dy {
		dx[i] += float32(d * geluTanhDerivative(x[i]))
	}
}

func geluTanhDerivative(x float32) float32 {
	v := min(max(float64(x), -geluEnd), geluEnd)
	square := float64(v * v)
	slope, s := logistic(v, square)
	inner := float64(square*(3*geluCubic)) + geluScale
	return float32(s + float64(float64(v*slope)*inner))
}

const (
	geluEnd   = 20                           // at −20, GELU rounds to 0, and at 20, Φ is 1
	geluScale = 2 * math.Sqrt2 / math.SqrtPi // 2√(2/π)
	geluCubic = geluScale * 0.044715
)

// logistic returns s = sigmoid(2u) of GELUTanh and s·(1−s), for |x| ≤ 20.
func logistic(x, square float64) (slope, s float64) {
	u := float64(x * (float64(square*geluCubic) + geluScale))
	e := expNegative(-math.Abs(u))
	q := 1 / (e + 1)
	tail := float64(e * q)
	slope = float64(tail * q)
	if x < 0 {
		return slope, tail
	}
	return slope, q
}

// normal returns exp(−x²/2) and Φ(x) for |x| ≤ 20. Φ(−t) is exp(−t²/2)·Q(t), and Q(t) is q times a polynomial in 1 − 6q
// for q = 1/(t+3), which is a fit of degree 10 to within 1.5·10⁻⁹ of Q.
func normal(x float64) (bell, below float64) {
	bell = expNegative(float64(x*x) * -0.5)
	q := 1 / (math.Abs(x) + 3)
	u := 1 - float64(q*6)
	p := 5.28606832046108e-05
	p = float64(p*u) + 0.00012947996875312015
	p = float64(p*u) - 0.00024289172616630581
	p = float64(p*u) - 0.001030403288429484
	p = float64(p*u) + 0.0010240057330009153
	p = float64(p*u) + 0.006968469430602022
	p = float64(p*u) - 0.01046237531271345
	p = float64(p*u) - 0.04726256944867256
	p = float64(p*u) + 0.23001768890905455
	p = float64(p*u) - 0.5093319957213562
	p = float64(p*u) + 0.7290836905256138
	tail := float64(float64(p*q) * bell)
	if x < 0 {
		return bell, tail
	}
	return bell, 1 - tail
}

// shifter64 is what shifter is, for float64.
const shifter64 = 1.5 * (1 << 52)

// expNegative is eˣ for −700 ≤ x ≤ 0, to within 3·10⁻¹⁰ of it: 2ⁿ·eʳ with |r| ≤ ln 2 / 2, and the Taylor polynomial of
// degree 8 for eʳ.
func expNegative(x float64) float64 {
	t := float64(x*math.Log2E) + shifter64
	r := x - float64((t-shifter64)*math.Ln2)
	p := float64(r*(1./40320)) + 1./5040
	p = float64(p*r) + 1./720
	p = float64(p*r) + 1./120
	p = float64(p*r) + 1./24
	p = float64(p*r) + 1./6
	p = float64(p*r) + 1./2
	p = float64(p*r) + 1
	p = float64(p*r) + 1
	return math.Float64frombits(math.Float64bits(p) + math.Float64bits(t)<<52)
}
