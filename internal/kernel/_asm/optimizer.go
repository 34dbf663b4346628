package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

// optimizer waits for memory: neither vectors of 16 nor prefetching gained anything that is worth more code.
func optimizer() {
	sgdPlain().on(avx2Width)
	sgdMomentum("sgdMomentum", false).on(avx2Width)
	sgdMomentum("sgdNesterov", true).on(avx2Width)
	adamW().on(avx2Width)
	lerp().on(avx2Width)
	sumSquares()
}

// decayed is scale·g + decay·p, in place of g.
func decayed(w width, p, g, scale, decay vec) vec {
	v := w.vec()
	VMULPS(p, decay, v)
	VMULPS(g, scale, g)
	VADDPS(v, g, g)
	return g
}

// descend is p − lr·step, in place of step.
func descend(p, lr, step vec) vec {
	VMULPS(step, lr, step)
	VSUBPS(step, p, step)
	return step
}

func sgdPlain() elementwise {
	return elementwise{
		"sgdPlain", "param, grad []float32, scale, lr, decay float32", []string{"param", "grad"}, []string{"param"}, 4,
		func(w width) body {
			scale, lr, decay := w.broadcast("scale"), w.broadcast("lr"), w.broadcast("decay")
			return func(in []vec) []vec {
				return []vec{descend(in[0], lr, decayed(w, in[0], in[1], scale, decay))}
			}
		},
	}
}

func sgdMomentum(name string, nesterov bool) elementwise {
	return elementwise{
		name, "param, grad, velocity []float32, scale, lr, decay, momentum, take float32",
		[]string{"param", "grad", "velocity"}, []string{"velocity", "param"}, 2,
		func(w width) body {
			scale, lr, decay := w.broadcast("scale"), w.broadcast("lr"), w.broadcast("decay")
			momentum, take := w.broadcast("momentum"), w.broadcast("take")
			return func(in []vec) []vec {
				p, v, step := in[0], in[2], w.vec()
				g := decayed(w, p, in[1], scale, decay)
				VMULPS(g, take, step)
				VMULPS(v, momentum, v)
				VADDPS(step, v, v)
				if nesterov {
					VMULPS(v, momentum, step)
					VADDPS(step, g, step)
				} else {
					VMOVAPS(v, step)
				}
				return []vec{v, descend(p, lr, step)}
			}
		},
	}
}

func adamW() elementwise {
	return elementwise{
		"adamW", "param, grad, first, second []float32, scale, keep, take1, beta2, take2, correction, eps, step float32",
		[]string{"param", "grad", "first", "second"}, []string{"first", "second", "param"}, 1,
		func(w width) body {
			scale := w.broadcast("scale")
			keep, take1, beta2, take2 := w.broadcast("keep"), w.broadcast("take1"), w.broadcast("beta2"), w.broadcast("take2")
			correction, eps, step := w.broadcast("correction"), w.broadcast("eps"), w.broadcast("step")
			return func(in []vec) []vec {
				p, g, m, v, d := in[0], in[1], in[2], in[3], w.vec()
				VMULPS(g, scale, g)
				VSUBPS(m, g, d)
				VMULPS(d, take1, d)
				VADDPS(d, m, m)
				VMULPS(g, take2, d)
				VMULPS(g, d, d)
				VMULPS(v, beta2, v)
				VADDPS(d, v, v)
				VSQRTPS(v, d)
				VDIVPS(correction, d, d)
				VADDPS(eps, d, d)
				VMULPS(m, step, g)
				VDIVPS(d, g, g)
				VMULPS(keep, p, p)
				VSUBPS(g, p, p)
				return []vec{m, v, p}
			}
		},
	}
}

func lerp() elementwise {
	return elementwise{
		"lerp", "dst, src []float32, weight float32", []string{"dst", "src"}, []string{"dst"}, 4,
		func(w width) body {
			weight := w.broadcast("weight")
			return func(in []vec) []vec {
				d := w.vec()
				VSUBPS(in[0], in[1], d)
				VMULPS(d, weight, d)
				VADDPS(d, in[0], d)
				return []vec{d}
			}
		},
	}
}

// sumSquares may fuse: the square of a float32 is exact in float64.
func sumSquares() {
	TEXT("sumSquaresAVX2", NOSPLIT, "func(sums *[16]float64, s []float32)")
	Doc("sumSquaresAVX2 is sumSquaresGeneric for a multiple of 16 values, at least 16.")
	Pragma("noescape")
	sums, s, n := load("sums"), loadBase("s"), loadLen("s")
	var sum [4]vec
	for i := range sum {
		sum[i] = YMM()
		VMOVUPD(Mem{Base: sums, Disp: 32 * i}, sum[i])
	}
	Label("values")
	for i := range sum {
		v := YMM()
		VCVTPS2PD(Mem{Base: s, Disp: 16 * i}, v)
		VFMADD231PD(v, v, sum[i])
	}
	ADDQ(Imm(64), s)
	SUBQ(Imm(16), n)
	JNE(LabelRef("values"))
	for i, v := range sum {
		VMOVUPD(v, Mem{Base: sums, Disp: 32 * i})
	}
	VZEROUPPER()
	RET()
}
