package main

import (
	"fmt"
	"math"

	"github.com/mmcloughlin/avo/attr"
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

// inFloat64 turns v, which it overwrites, into what f makes of its lower and of its upper half in float64.
func (w width) inFloat64(v vec, f func(half vec) vec) vec {
	low, high := w.vec(), w.vec()
	if w.lanes == 16 {
		upper := YMM()
		VCVTPS2PD(v.AsY(), low)
		VEXTRACTF64X4(Imm(1), v, upper)
		VCVTPS2PD(upper, high)
		low, high = f(low), f(high)
		VCVTPD2PS(low, v.AsY())
		VCVTPD2PS(high, upper)
		VINSERTF64X4(Imm(1), upper, v, v)
		return v
	}
	upper := XMM()
	VCVTPS2PD(v.AsX(), low)
	VEXTRACTF128(Imm(1), v, upper)
	VCVTPS2PD(upper, high)
	low, high = f(low), f(high)
	VCVTPD2PSY(low, v.AsX())
	VCVTPD2PSY(high, upper)
	VINSERTF128(Imm(1), upper, v, v)
	return v
}

// where64 is where for float64.
func (w width) where64(a vec, predicate uint64, b Op, yes, no vec) vec {
	v := w.vec()
	if w.lanes == 16 {
		k := K()
		VCMPPD(Imm(predicate), b, a, k)
		VBLENDMPD(yes, no, k, v)
	} else {
		m := w.vec()
		VCMPPD(Imm(predicate), b, a, m)
		VBLENDVPD(m, yes, no, v)
	}
	return v
}

// constants64 of 8 equal float64, each made once for a family.
var constants64 = map[float64]Mem{}

func double(v float64) Mem {
	if _, ok := constants64[v]; !ok {
		constants64[v] = quads(math.Float64bits(v))
	}
	return constants64[v]
}

// quads makes a constant of 8 equal 64-bit values.
func quads(v uint64) Mem {
	m := GLOBL(fmt.Sprintf("all%016x", v), attr.RODATA|attr.NOPTR)
	for i := range 8 {
		DATA(8*i, U64(v))
	}
	return m
}

// polynomial64 is polynomial for float64.
func (w width) polynomial64(x vec, c ...float64) vec {
	p := w.constant(double(c[0]))
	for _, c := range c[1:] {
		VMULPD(x, p, p)
		VADDPD(double(c), p, p)
	}
	return p
}

// expNegative is expNegative of gelu_generic.go, in place of x.
func (w width) expNegative(x vec) vec {
	const shifter64 = 1.5 * (1 << 52)
	t, n := w.vec(), w.vec()
	VMULPD(double(math.Log2E), x, t)
	VADDPD(double(shifter64), t, t)
	VSUBPD(double(shifter64), t, n)
	VMULPD(double(math.Ln2), n, n)
	VSUBPD(n, x, x)
	p := w.polynomial64(x, 1./40320, 1./5040, 1./720, 1./120, 1./24, 1./6, 1./2, 1, 1)
	VPSLLQ(Imm(52), t, t)
	VPADDQ(t, p, p)
	return p
}
