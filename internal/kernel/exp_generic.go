package kernel

import "math"

// The polynomials and the splitting of ln 2 are those of expf, logf and tanhf in S. L. Moshier's Cephes library. What
// follows has no branches, so that vectors can do the same, and rounds each product and each sum.

// expGeneric is the reference for [Exp].
func expGeneric(dst, src []float32) {
	for i, x := range src {
		dst[i] = exp32(x)
	}
}

// logGeneric is the reference for [Log].
func logGeneric(dst, src []float32) {
	for i, x := range src {
		dst[i] = log32(x)
	}
}

// sigmoidGeneric is the reference for [Sigmoid].
func sigmoidGeneric(dst, src []float32) {
	for i, x := range src {
		dst[i] = sigmoid32(x)
	}
}

// tanhGeneric is the reference for [Tanh].
func tanhGeneric(dst, src []float32) {
	for i, x := range src {
		dst[i] = tanh32(x)
	}
}

const (
	ln2High = 0.693359375 // has 9 bits, so that products with small integers are exact
	ln2Low  = -2.12194440e-4
	// shifter, added to a small number, rounds it to an integer, which the lowest bits then hold.
	shifter = 1.5 * (1 << 23)
)

// exp32 is eˣ = 2ⁿ·eʳ. 2ⁿ comes in two factors, of which the second may leave the normal numbers.
func exp32(x float32) float32 {
	n, p := reduced32(max(min(x, 89), -104))
	half := n >> 1
	return p * power2(half) * power2(n-half)
}

// expBelow32 is eˣ for x ≤ 0, and 0 below −87, so that no result is below the normal numbers.
func expBelow32(x float32) float32 {
	if x < -87 {
		return 0
	}
	n, p := reduced32(x)
	return p * power2(n)
}

// reduced32 returns n and eʳ for x = n·ln 2 + r with |r| ≤ ln 2 / 2, where eʳ = 1 + r + r²·p(r).
func reduced32(x float32) (n int32, exp float32) {
	t := float32(x*math.Log2E) + shifter
	f := t - shifter
	r := x - float32(f*ln2High) - float32(f*ln2Low)
	p := float32(1.9875691500e-4)
	p = float32(p*r) + 1.3981999507e-3
	p = float32(p*r) + 8.3334519073e-3
	p = float32(p*r) + 4.1665795894e-2
	p = float32(p*r) + 1.6666665459e-1
	p = float32(p*r) + 5.0000001201e-1
	return int32(math.Float32bits(t) - math.Float32bits(shifter)), float32(float32(p*r)*r) + r + 1
}

// power2 is 2ᵏ for −127 < k < 128.
func power2(k int32) float32 { return math.Float32frombits(uint32(k+127) << 23) }

// rootHalf is √½.
const rootHalf = 0.70710677

// log32 is log x = e·ln 2 + log(1 + f) for x = 2ᵉ·(1 + f) with √½ ≤ 1 + f < √2.
func log32(x float32) float32 {
	const smallest, infinity = 0x1p-126, 0x7f800000
	v, e := x, float32(0)
	if x < smallest {
		v, e = x*(1<<23), -23
	}
	b := int32(math.Float32bits(v) - math.Float32bits(rootHalf))
	e += float32(b >> 23)
	f := math.Float32frombits(uint32(b&(1<<23-1))+math.Float32bits(rootHalf)) - 1
	p := float32(7.0376836292e-2)
	p = float32(p*f) - 1.1514610310e-1
	p = float32(p*f) + 1.1676998740e-1
	p = float32(p*f) - 1.2420140846e-1
	p = float32(p*f) + 1.4249322787e-1
	p = float32(p*f) - 1.6668057665e-1
	p = float32(p*f) + 2.0000714765e-1
	p = float32(p*f) - 2.4999993993e-1
	p = float32(p*f) + 3.3333331174e-1
	z := float32(f * f)
	y := float32(float32(p*f)*z) + float32(e*ln2Low) - float32(0.5*z)
	y = f + y + float32(e*ln2High)
	switch {
	case x < 0:
		return float32(math.NaN())
	case x == 0:
		return float32(math.Inf(-1))
	case !(x < math.Float32frombits(infinity)):
		return x
	}
	return y
}

// sigmoid32 is 1/(1 + e⁻ˣ), and eˣ/(1 + eˣ) below 0. With t = e/(1 + e) for e = exp(−|x|), these are 1 − t and e − e·t,
// which lose less than the quotients, because rounding t matters less.
func sigmoid32(x float32) float32 {
	e := exp32(-abs32(x))
	t := e / (1 + e)
	if x < 0 {
		return e - float32(e*t)
	}
	return 1 - t
}

// tanh32 is x + x³·p(x²) where |x| < 0.625, and 1 − 2/(e²ˣ + 1), for |x|, beyond, with the sign of x.
func tanh32(x float32) float32 {
	z := float32(x * x)
	p := float32(-5.70498872745e-3)
	p = float32(p*z) + 2.06390887954e-2
	p = float32(p*z) - 5.37397155531e-2
	p = float32(p*z) + 1.33314422036e-1
	p = float32(p*z) - 3.33332819422e-1
	p = float32(float32(p*z)*x) + x
	y, a := p, abs32(x)
	if !(a < 0.625) {
		y = 1 - 2/(exp32(a+a)+1)
	}
	return math.Float32frombits(math.Float32bits(y) | math.Float32bits(x)&(1<<31))
}

func abs32(x float32) float32 { return math.Float32frombits(math.Float32bits(x) &^ (1 << 31)) }
