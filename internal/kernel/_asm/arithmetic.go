package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

func arithmetic() {
	operation("add", VADDPS)
	operation("sub", VSUBPS)
	operation("mul", VMULPS)
	for _, e := range []elementwise{scaleBy(), addScaled(), addProduct()} {
		e.on(avx2Width)
	}
}

// operation writes a kernel that is one instruction.
func operation(name string, instruction func(...Op)) {
	elementwise{name, "dst, a, b []float32", []string{"a", "b"}, []string{"dst"}, 4, func(w width) body {
		return func(in []vec) []vec {
			instruction(in[1], in[0], in[0])
			return in[:1]
		}
	}}.on(avx2Width)
}

func scaleBy() elementwise {
	return elementwise{"scale", "dst, src []float32, factor float32", []string{"src"}, []string{"dst"}, 4, func(w width) body {
		factor := w.broadcast("factor")
		return func(in []vec) []vec {
			VMULPS(in[0], factor, in[0])
			return in
		}
	}}
}

func addScaled() elementwise {
	return elementwise{"addScaled", "dst, src []float32, factor float32", []string{"src", "dst"}, []string{"dst"}, 4, func(w width) body {
		factor := w.broadcast("factor")
		return func(in []vec) []vec {
			VMULPS(in[0], factor, in[0])
			VADDPS(in[0], in[1], in[0])
			return in[:1]
		}
	}}
}

func addProduct() elementwise {
	return elementwise{"addProduct", "dst, a, b []float32", []string{"a", "b", "dst"}, []string{"dst"}, 4, func(w width) body {
		return func(in []vec) []vec {
			VMULPS(in[0], in[1], in[0])
			VADDPS(in[0], in[2], in[0])
			return in[:1]
		}
	}}
}
