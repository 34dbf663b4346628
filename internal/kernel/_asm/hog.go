package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

func hog() {
	foldGradients().on(avx2Width)
	countPast().on(avx2Width)
	keepLarger().on(avx2Width)
	scaleTo().on(avx2Width)
	angle().on(avx2Width)
}

func foldGradients() elementwise {
	return elementwise{"foldGradients", "down, right, magnitudes, bins []float32, half float32", []string{"down", "right"},
		[]string{"down", "right", "magnitudes", "bins"}, 2, func(w width) body {
			half, zero, sign := w.broadcast("half"), w.zero(), w.constant(word(1<<31))
			return func(in []vec) []vec {
				dy, dx := in[0], in[1]
				magnitude := w.squares(dy, dx)
				VSQRTPS(magnitude, magnitude)
				lower, flat := w.vec(), w.vec()
				VCMPPS(Imm(less), zero, dx, lower)
				VCMPPS(Imm(equal), zero, dy, flat)
				VPAND(flat, lower, lower)
				VCMPPS(Imm(less), zero, dy, flat)
				VPOR(flat, lower, lower)
				bins, flip := w.vec(), w.vec()
				VPAND(half, lower, bins)
				VPAND(sign, lower, flip)
				VPXOR(flip, dy, dy)
				VPXOR(flip, dx, dx)
				return []vec{dy, dx, magnitude, bins}
			}
		}}
}

// squares is dy² + dx².
func (w width) squares(dy, dx vec) vec {
	sum, square := w.vec(), w.vec()
	VMULPS(dy, dy, sum)
	VMULPS(dx, dx, square)
	VADDPS(square, sum, sum)
	return sum
}

func countPast() elementwise {
	return elementwise{"countPast", "bins, down, right []float32, cos, sin float32", []string{"down", "right", "bins"}, []string{"bins"}, 4,
		func(w width) body {
			cos, sin, one := w.broadcast("cos"), w.broadcast("sin"), w.constant(float(1))
			return func(in []vec) []vec {
				VMULPS(cos, in[0], in[0])
				VMULPS(sin, in[1], in[1])
				VCMPPS(Imm(greaterEqual), in[1], in[0], in[0])
				VPAND(one, in[0], in[0])
				VADDPS(in[0], in[2], in[2])
				return in[2:]
			}
		}}
}

func keepLarger() elementwise {
	return elementwise{"keepLarger", "down, right, otherDown, otherRight []float32", []string{"down", "right", "otherDown", "otherRight"},
		[]string{"down", "right"}, 2, func(w width) body {
			return func(in []vec) []vec {
				larger := w.compare(w.squares(in[2], in[3]), greater, w.squares(in[0], in[1]))
				return []vec{w.choose(larger, in[2], in[0]), w.choose(larger, in[3], in[1])}
			}
		}}
}

// VMINPS has its first operand here where one is NaN.
func scaleTo() elementwise {
	return elementwise{"scaleTo", "dst, src []float32, factor, most float32", []string{"src"}, []string{"dst"}, 4, func(w width) body {
		factor, most := w.broadcast("factor"), w.broadcast("most")
		return func(in []vec) []vec {
			VMULPS(factor, in[0], in[0])
			VMINPS(in[0], most, in[0])
			return in
		}
	}}
}

// angle has a polynomial on 0..1, whose argument is the smaller side over the larger one.
func angle() elementwise {
	return elementwise{"angle", "dst, down, right []float32, scale float32", []string{"down", "right"}, []string{"dst"}, 1, func(w width) body {
		scale, zero, one, magnitude := w.broadcast("scale"), w.zero(), w.constant(float(1)), w.constant(word(1<<31-1))
		return func(in []vec) []vec {
			ay, ax, small, large := w.vec(), w.vec(), w.vec(), w.vec()
			VANDPS(magnitude, in[0], ay)
			VANDPS(magnitude, in[1], ax)
			VMINPS(ax, ay, small)
			VMAXPS(ay, ax, large)
			// Where both are 0, 0/1.
			large = w.where(large, equal, zero, one, large)
			VDIVPS(large, small, small)
			square, a := w.vec(), w.vec()
			VMULPS(small, small, square)
			VMULPS(float(-0.04432655554792128), square, a)
			for _, c := range []float32{0.1555786518463281, -0.3258083974640975, 0.9997878412794807} {
				VADDPS(float(c), a, a)
				if c < 0.9 {
					VMULPS(square, a, a)
				}
			}
			VMULPS(small, a, a)
			turn := func(from float32, lanes reg.Register) {
				rest := w.vec()
				VMOVUPS(float(from), rest)
				VSUBPS(a, rest, rest)
				a = w.choose(lanes, rest, a)
			}
			turn(math.Pi/2, w.compare(ay, greater, ax))
			turn(math.Pi, w.compare(in[1], less, zero))
			turn(2*math.Pi, w.compare(in[0], less, zero))
			VMULPS(scale, a, a)
			return []vec{a}
		}
	}}
}
