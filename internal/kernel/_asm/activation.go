package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

func activation() {
	rectifier("relu", false, false)
	rectifier("leakyReLU", true, false)
	rectifier("biasReLU", false, true)
	rectifier("biasLeakyReLU", true, true)
	avx2Width.gradient("reluGrad", "y", "", func(w width) func(dy, y vec) vec {
		zero := w.zero()
		return func(dy, y vec) vec {
			above := w.vec()
			VCMPPS(Imm(greater), zero, y, above)
			VANDPS(above, dy, dy)
			return dy
		}
	})
	avx2Width.gradient("leakyReLUGrad", "y", ", slope float32", func(w width) func(dy, y vec) vec {
		slope, zero := w.broadcast("slope"), w.zero()
		return func(dy, y vec) vec {
			sloped := w.vec()
			VMULPS(dy, slope, sloped)
			return w.where(y, greater, zero, dy, sloped)
		}
	})
	one := float(1)
	avx2Width.gradient("sigmoidGrad", "y", "", func(w width) func(dy, y vec) vec {
		one := w.constant(one)
		return func(dy, y vec) vec {
			d := w.vec()
			VSUBPS(y, one, d)
			VMULPS(y, d, d)
			VMULPS(dy, d, d)
			return d
		}
	})
	avx2Width.gradient("tanhGrad", "y", "", func(w width) func(dy, y vec) vec {
		one := w.constant(one)
		return func(dy, y vec) vec {
			d := w.vec()
			VMULPS(y, y, d)
			VSUBPS(d, one, d)
			VMULPS(dy, d, d)
			return d
		}
	})
}

// rectifier writes a kernel that keeps what is above 0 and multiplies the rest by a slope or makes it 0. With a bias,
// that is added first. VMAXPS gives its first operand here if both are 0 or one is NaN.
func rectifier(name string, leaky, biased bool) {
	e := elementwise{name, "dst, src []float32", []string{"src"}, []string{"dst"}, 4, func(w width) body {
		zero, slope := w.zero(), vec(nil)
		if leaky {
			slope = w.broadcast("slope")
		}
		return func(in []vec) []vec {
			v := in[0]
			if biased {
				VADDPS(in[1], v, v)
			}
			if !leaky {
				VMAXPS(v, zero, v)
				return []vec{v}
			}
			sloped := w.vec()
			VMULPS(v, slope, sloped)
			return []vec{w.where(v, greater, zero, v, sloped)}
		}
	}}
	if biased {
		e.params, e.read = "dst, src, bias []float32", append(e.read, "bias")
	}
	if leaky {
		e.params += ", slope float32"
	}
	e.on(avx2Width)
}

// gradient writes a kernel that stores dy·f′ and one that adds it, where f′ is told from y = f(x) or from x.
func (w width) gradient(name, of, params string, derive func(w width) func(dy, of vec) vec) {
	params = "dx, dy, " + of + " []float32" + params
	elementwise{name, params, []string{"dy", of}, []string{"dx"}, 2, func(w width) body {
		times := derive(w)
		return func(in []vec) []vec { return []vec{times(in[0], in[1])} }
	}}.on(w)
	elementwise{name + "Add", params, []string{"dy", of, "dx"}, []string{"dx"}, 2, func(w width) body {
		times := derive(w)
		return func(in []vec) []vec {
			d := times(in[0], in[1])
			VADDPS(d, in[2], d)
			return []vec{d}
		}
	}}.on(w)
}
