package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

func exp() {
	for _, w := range []width{avx2Width, vnniWidth} {
		w.function("exp", exp32)
		w.function("log", log32)
		w.function("sigmoid", sigmoid32)
		w.function("tanh", tanh32)
	}
}

// function writes a kernel for a function of single values.
func (w width) function(name string, f func(w width, x vec) vec) {
	elementwise{name, "dst, src []float32", []string{"src"}, []string{"dst"}, 2, func(w width) body {
		return func(in []vec) []vec { return []vec{f(w, in[0])} }
	}}.on(w)
}

const (
	ln2High = 0.693359375
	ln2Low  = -2.12194440e-4
	shifter = 1.5 * (1 << 23)
	signBit = 1 << 31
)

// exp32 is exp32 of exp_generic.go. VMINPS and VMAXPS give their first operand here if one is NaN.
func exp32(w width, x vec) vec {
	v, half := w.vec(), w.vec()
	VMINPS(x, w.constant(float(89)), v)
	VMAXPS(v, w.constant(float(-104)), v)
	k, p := reduced32(w, v)
	VPSRAD(Imm(1), k, half)
	VPSUBD(half, k, k)
	timesPower2(half, p)
	timesPower2(k, p)
	return p
}

// expBelow32 is expBelow32 of exp_generic.go.
func expBelow32(w width, x vec) vec {
	n, p := reduced32(w, x)
	timesPower2(n, p)
	return w.where(x, less, w.constant(float(-87)), w.zero(), p)
}

// reduced32 is reduced32 of exp_generic.go.
func reduced32(w width, x vec) (n, exp vec) {
	t, f, r := w.vec(), w.vec(), w.vec()
	VMULPS(float(math.Log2E), x, t)
	VADDPS(float(shifter), t, t)
	VSUBPS(float(shifter), t, f)
	VMULPS(float(ln2High), f, r)
	VSUBPS(r, x, r)
	VMULPS(float(ln2Low), f, f)
	VSUBPS(f, r, r)
	p := w.polynomial(r, 1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1)
	VMULPS(r, p, p)
	VMULPS(r, p, p)
	VADDPS(r, p, p)
	VADDPS(float(1), p, p)
	VPSUBD(word(math.Float32bits(shifter)), t, t)
	return t, p
}

// timesPower2 multiplies p by 2ᵏ.
func timesPower2(k, p vec) {
	VPADDD(word(127), k, k)
	VPSLLD(Imm(23), k, k)
	VMULPS(k, p, p)
}

// polynomial is c[0]·xⁿ + c[1]·xⁿ⁻¹ + … + c[n].
func (w width) polynomial(x vec, c ...float32) vec {
	p := w.constant(float(c[0]))
	for _, c := range c[1:] {
		VMULPS(x, p, p)
		VADDPS(float(c), p, p)
	}
	return p
}

// log32 is log32 of exp_generic.go.
func log32(w width, x vec) vec {
	const rootHalf = 0.70710677
	v, f, e, z := w.vec(), w.vec(), w.vec(), w.vec()
	VMULPS(float(1<<23), x, v)
	small := w.constant(float(0x1p-126))
	v = w.where(x, less, small, v, x)
	lift := w.where(x, less, small, w.constant(float(-23)), w.zero())
	VPSUBD(word(math.Float32bits(rootHalf)), v, v)
	VPSRAD(Imm(23), v, e)
	VCVTDQ2PS(e, e)
	VADDPS(lift, e, e)
	w.and(word(1<<23-1), v, f)
	VPADDD(word(math.Float32bits(rootHalf)), f, f)
	VSUBPS(float(1), f, f)
	p := w.polynomial(f, 7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1,
		-1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1)
	VMULPS(f, f, z)
	VMULPS(f, p, p)
	VMULPS(z, p, p)
	y := w.vec()
	VMULPS(float(ln2Low), e, y)
	VADDPS(y, p, p)
	VMULPS(float(0.5), z, z)
	VSUBPS(z, p, p)
	VADDPS(f, p, p)
	VMULPS(float(ln2High), e, e)
	VADDPS(e, p, p)
	infinity := float32(math.Inf(1))
	p = w.where(x, less, w.constant(float(infinity)), p, x)
	zero := w.zero()
	negative := w.where(x, less, zero, w.constant(word(0x7fc00000)), w.constant(float(-infinity)))
	return w.where(x, lessEqual, zero, negative, p)
}

// sigmoid32 is sigmoid32 of exp_generic.go.
func sigmoid32(w width, x vec) vec {
	a, d := w.vec(), w.vec()
	w.or(word(signBit), x, a)
	e, one := exp32(w, a), w.constant(float(1))
	VADDPS(one, e, d)
	VDIVPS(d, e, d)
	y := w.where(x, less, w.zero(), e, one)
	VMULPS(y, d, d)
	VSUBPS(d, y, y)
	return y
}

// tanh32 is tanh32 of exp_generic.go.
func tanh32(w width, x vec) vec {
	z, a, y, sign := w.vec(), w.vec(), w.vec(), w.vec()
	w.and(word(math.MaxInt32), x, a)
	VADDPS(a, a, y)
	e := exp32(w, y)
	VADDPS(float(1), e, e)
	VMOVUPS(float(2), y)
	VDIVPS(e, y, y)
	VSUBPS(y, w.constant(float(1)), y)
	VMULPS(x, x, z)
	p := w.polynomial(z, -5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1)
	VMULPS(z, p, p)
	VMULPS(x, p, p)
	VADDPS(x, p, p)
	y = w.where(a, less, w.constant(float(0.625)), p, y)
	w.and(word(signBit), x, sign)
	w.or(sign, y, y)
	return y
}
