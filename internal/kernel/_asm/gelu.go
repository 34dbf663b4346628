package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

func gelu() {
	g := gelus{magnitude: quads(math.MaxInt64), sign: quads(1 << 63)}
	for _, w := range []width{avx2Width, vnniWidth} {
		w.function("gelu", g.function(g.erf))
		w.function("geluTanh", g.function(g.tanh))
		w.gradient("geluGrad", "x", "", g.gradient(g.erfDerivative))
		w.gradient("geluTanhGrad", "x", "", g.gradient(g.tanhDerivative))
	}
}

const (
	geluEnd   = 20
	geluScale = 2 * math.Sqrt2 / math.SqrtPi
	geluCubic = geluScale * 0.044715
)

// gelus has the functions of gelu_generic.go, and masks for signs of float64.
type gelus struct{ magnitude, sign Mem }

func (gelus) function(f func(w width, x vec) vec) func(w width, x vec) vec {
	return func(w width, x vec) vec { return w.inFloat64(x, func(x vec) vec { return f(w, x) }) }
}

func (gelus) gradient(f func(w width, x vec) vec) func(w width) func(dy, x vec) vec {
	return func(w width) func(dy, x vec) vec {
		return func(dy, x vec) vec {
			d := w.inFloat64(x, func(x vec) vec { return f(w, x) })
			VMULPS(dy, d, d)
			return d
		}
	}
}

func (g gelus) erf(w width, x vec) vec {
	v := g.clip(w, x)
	_, below := g.normal(w, v)
	return g.times(w, x, below)
}

func (g gelus) erfDerivative(w width, x vec) vec {
	v := g.clip(w, x)
	bell, below := g.normal(w, v)
	VMULPD(double(1/(math.Sqrt2*math.SqrtPi)), bell, bell)
	VMULPD(bell, v, v)
	VADDPD(v, below, v)
	return v
}

func (g gelus) tanh(w width, x vec) vec {
	v, square := g.clip(w, x), w.vec()
	VMULPD(v, v, square)
	_, s := g.logistic(w, v, square)
	return g.times(w, x, s)
}

func (g gelus) tanhDerivative(w width, x vec) vec {
	v, square := g.clip(w, x), w.vec()
	VMULPD(v, v, square)
	slope, s := g.logistic(w, v, square)
	VMULPD(v, slope, slope)
	VMULPD(double(3*geluCubic), square, square)
	VADDPD(double(geluScale), square, square)
	VMULPD(square, slope, slope)
	VADDPD(slope, s, s)
	return s
}

// clip makes x at least −20, in place, and returns it made at most 20. NaN stays NaN.
func (gelus) clip(w width, x vec) vec {
	v := w.vec()
	VMAXPD(x, w.constant(double(-geluEnd)), x)
	VMINPD(x, w.constant(double(geluEnd)), v)
	return v
}

func (gelus) times(w width, x, y vec) vec {
	VMULPD(x, y, y)
	return y
}

func (g gelus) logistic(w width, x, square vec) (slope, s vec) {
	u, q, one := w.vec(), w.vec(), w.constant(double(1))
	VMULPD(double(geluCubic), square, u)
	VADDPD(double(geluScale), u, u)
	VMULPD(x, u, u)
	w.or(g.sign, u, u)
	e := w.expNegative(u)
	VADDPD(one, e, q)
	VDIVPD(q, one, q)
	VMULPD(e, q, e)
	slope = w.vec()
	VMULPD(e, q, slope)
	return slope, w.where64(x, less, w.zero(), e, q)
}

func (g gelus) normal(w width, x vec) (bell, below vec) {
	square, q, u, one := w.vec(), w.vec(), w.vec(), w.constant(double(1))
	VMULPD(x, x, square)
	VMULPD(double(-0.5), square, square)
	bell = w.expNegative(square)
	w.and(g.magnitude, x, q)
	VADDPD(double(3), q, q)
	VDIVPD(q, one, q)
	VMULPD(double(6), q, u)
	VSUBPD(u, one, u)
	p := w.polynomial64(u, 5.28606832046108e-05, 0.00012947996875312015, -0.00024289172616630581, -0.001030403288429484,
		0.0010240057330009153, 0.006968469430602022, -0.01046237531271345, -0.04726256944867256, 0.23001768890905455,
		-0.5093319957213562, 0.7290836905256138)
	VMULPD(q, p, p)
	VMULPD(bell, p, p)
	VSUBPD(p, one, u)
	return bell, w.where64(x, less, w.zero(), p, u)
}
