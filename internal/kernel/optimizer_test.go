package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// testOptimizer compares one step of each kind with the references, in fences.
func testOptimizer(t *testing.T, r *rand.Rand, n int, end bool) {
	t.Helper()
	grad := fillFloats(r, fenced[float32](fences[0], n, end))
	param := fillFloats(r, fenced[float32](fences[1], n, end))
	first := fillFloats(r, fenced[float32](fences[2], n, end))
	second := fillFloats(r, fenced[float32](fences[3], n, end))
	for i, v := range second {
		second[i] = max(v, -v)
	}
	f := func() float32 { return r.Float32() }
	lr, decay, momentum, take := f(), f(), f(), f()
	scale := f()
	s := SGD{LR: lr, WeightDecay: decay, GradScale: scale}
	wantParam, wantFirst, wantSecond := slices.Clone(param), slices.Clone(first), slices.Clone(second)
	check := func(what string) {
		t.Helper()
		sameFloats(t, param, wantParam, "%s, %d values: parameters", what, n)
		sameFloats(t, first, wantFirst, "%s, %d values: first moments", what, n)
		sameFloats(t, second, wantSecond, "%s, %d values: second moments", what, n)
	}
	s.Step(param, grad, nil)
	sgdPlainGeneric(wantParam, grad, scale, lr, decay)
	check("plain SGD")
	s.Momentum, s.Dampening = momentum, 1-take
	s.Step(param, grad, first)
	sgdMomentumGeneric(wantParam, grad, wantFirst, scale, lr, decay, momentum, 1-s.Dampening)
	check("SGD with momentum")
	s.Nesterov = true
	s.Step(param, grad, first)
	sgdNesterovGeneric(wantParam, grad, wantFirst, scale, lr, decay, momentum, 1-s.Dampening)
	check("SGD with Nesterov's momentum")
	c := [8]float32{scale, f(), f(), f(), f(), f(), f() * 1e-3, f()}
	adamW(param, grad, first, second, c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7])
	adamWGeneric(wantParam, grad, wantFirst, wantSecond, c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7])
	check("AdamW")
	Lerp(param, grad, take)
	lerpGeneric(wantParam, grad, take)
	check("lerp")
	for i, v := range grad {
		if v-v != 0 {
			grad[i] = 1
		}
	}
	var sums, want [16]float64
	sumSquares(&sums, grad)
	sumSquaresGeneric(&want, grad)
	if sums != want {
		t.Fatalf("squares of %d values: %v, want %v", n, sums, want)
	}
}

func TestOptimizerLevels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(20, 20))
		for n := range 150 {
			testOptimizer(t, r, n, false)
			testOptimizer(t, r, n, true)
		}
	})
}

func TestSumSquares(t *testing.T) {
	r := rand.New(rand.NewPCG(22, 22))
	for n := range 100 {
		s, want := randoms(r, n), 0.0
		for _, v := range s {
			want += float64(v) * float64(v)
		}
		if got := SumSquares(s); math.Abs(got-want) > 1e-14*want {
			t.Errorf("%d values: %v, want %v", n, got, want)
		}
	}
	huge := slices.Repeat([]float32{math.MaxFloat32}, 40)
	if got, want := SumSquares(huge), 40*math.MaxFloat32*math.MaxFloat32; got != want {
		t.Errorf("largest values: %v, want %v", got, want)
	}
	if got := SumSquares([]float32{1, float32(math.NaN())}); got == got {
		t.Errorf("NaN gives %v", got)
	}
}

// TestGradScale: a step with scaled gradients is one with gradients that were scaled before.
func TestGradScale(t *testing.T) {
	r := rand.New(rand.NewPCG(23, 23))
	start, grad, scaled := randoms(r, 50), randoms(r, 50), make([]float32, 50)
	Scale(scaled, grad, 0.3)
	for _, momentum := range []float32{0, 0.9} {
		got, want := slices.Clone(start), slices.Clone(start)
		s := SGD{LR: 0.1, Momentum: momentum, WeightDecay: 0.1}
		s.Step(want, scaled, make([]float32, 50))
		s.GradScale = 0.3
		s.Step(got, grad, make([]float32, 50))
		sameFloats(t, got, want, "SGD with momentum %v", momentum)
	}
	got, want := slices.Clone(start), slices.Clone(start)
	a := AdamW{LR: 0.1, Beta1: 0.9, Beta2: 0.99, Eps: 1e-8, Correction1: 0.1, Correction2: 0.01}
	a.Step(want, scaled, make([]float32, 50), make([]float32, 50))
	a.GradScale = 0.3
	a.Step(got, grad, make([]float32, 50), make([]float32, 50))
	sameFloats(t, got, want, "AdamW")
}

func TestLerp(t *testing.T) {
	dst := []float32{1, 2, -4}
	if Lerp(dst, []float32{3, 2, 4}, 0.25); !slices.Equal(dst, []float32{1.5, 2, -2}) {
		t.Errorf("%v", dst)
	}
}

func FuzzOptimizer(f *testing.F) {
	f.Add(uint64(1), uint16(300))
	f.Fuzz(func(t *testing.T, seed uint64, n uint16) {
		r := rand.New(rand.NewPCG(seed, 0))
		fuzzLevels(func() { testOptimizer(t, r, int(n%3000), seed%2 == 0) })
	})
}

// benchParams is how many parameters a network of 784, 512 and 10 has.
const benchParams = 512*785 + 10*513

func BenchmarkOptimizer(b *testing.B) {
	r := rand.New(rand.NewPCG(21, 21))
	param, grad, first, second := randoms(r, benchParams), randoms(r, benchParams), randoms(r, benchParams), make([]float32, benchParams)
	plain, momentum := SGD{LR: 1e-6, WeightDecay: 1e-4}, SGD{LR: 1e-6, Momentum: 0.9, WeightDecay: 1e-4}
	nesterov := momentum
	nesterov.Nesterov = true
	adam := AdamW{LR: 1e-6, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8, WeightDecay: 0.01, Correction1: 0.5, Correction2: 0.1}
	for _, k := range []struct {
		name string
		run  func()
	}{
		{"sgd", func() { plain.Step(param, grad, nil) }},
		{"momentum", func() { momentum.Step(param, grad, first) }},
		{"nesterov", func() { nesterov.Step(param, grad, first) }},
		{"adamw", func() { adam.Step(param, grad, first, second) }},
		{"lerp", func() { Lerp(first, param, 1e-3) }},
		{"sum_squares", func() { SumSquares(grad) }},
	} {
		b.Run("kernel="+k.name, func(b *testing.B) {
			benchLevels(b, func(b *testing.B) {
				b.SetBytes(4 * benchParams)
				for b.Loop() {
					k.run()
				}
			})
		})
	}
}
