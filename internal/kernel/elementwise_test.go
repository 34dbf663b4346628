package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// An elementwise kernel makes dst of a, or of a and b, and perhaps of what dst has; generic is its reference.
type elementwise struct {
	name         string
	run, generic func(dst, a, b []float32)
}

// unary leaves b out.
func unary(f func(dst, src []float32)) func(dst, a, b []float32) {
	return func(dst, a, _ []float32) { f(dst, a) }
}

// with gives a parameter, too.
func with[F func(dst, src []float32, k float32)](f F, k float32) func(dst, a, b []float32) {
	return func(dst, a, _ []float32) { f(dst, a, k) }
}

func with2[F func(dst, a, b []float32, k float32)](f F, k float32) func(dst, a, b []float32) {
	return func(dst, a, b []float32) { f(dst, a, b, k) }
}

var elementwiseKernels = []elementwise{
	{"add", Add, addGeneric},
	{"sub", Sub, subGeneric},
	{"mul", Mul, mulGeneric},
	{"scale", with(Scale, 0.3), with(scaleGeneric, 0.3)},
	{"add_scaled", with(AddScaled, 0.3), with(addScaledGeneric, 0.3)},
	{"add_product", AddProduct, addProductGeneric},
	{"square_root", with(SquareRoot, 0.3), with(squareRootGeneric, 0.3)},
	{"add_above", with(AddAbove, 0.3), with(addAboveGeneric, 0.3)},
	{"add_below", with(AddBelow, 0.3), with(addBelowGeneric, 0.3)},
	{"count_past", countPast40(CountPast), countPast40(countPastGeneric)},
	{"scale_to", scaleToOne(ScaleTo), scaleToOne(scaleToGeneric)},
	{"fold_gradients", foldedGradients(FoldGradients), foldedGradients(foldGradientsGeneric)},
	{"fold_gradients_bins", foldedBins(FoldGradients), foldedBins(foldGradientsGeneric)},
	{"angle", with2(Angle, 3), with2(angleGeneric, 3)},
	{"keep_larger", largerGradients(KeepLarger), largerGradients(keepLargerGeneric)},
	{"relu", unary(ReLU), unary(reluGeneric)},
	{"relu_grad", ReLUGrad, reluGradGeneric},
	{"relu_grad_add", ReLUGradAdd, reluGradAddGeneric},
	{"leaky_relu", with(LeakyReLU, 0.01), with(leakyReLUGeneric, 0.01)},
	{"leaky_relu_grad", with2(LeakyReLUGrad, 0.01), with2(leakyReLUGradGeneric, 0.01)},
	{"leaky_relu_grad_add", with2(LeakyReLUGradAdd, 0.01), with2(leakyReLUGradAddGeneric, 0.01)},
	{"exp", unary(Exp), unary(expGeneric)},
	{"log", unary(Log), unary(logGeneric)},
	{"sigmoid", unary(Sigmoid), unary(sigmoidGeneric)},
	{"tanh", unary(Tanh), unary(tanhGeneric)},
	{"sigmoid_grad", SigmoidGrad, sigmoidGradGeneric},
	{"sigmoid_grad_add", SigmoidGradAdd, sigmoidGradAddGeneric},
	{"tanh_grad", TanhGrad, tanhGradGeneric},
	{"tanh_grad_add", TanhGradAdd, tanhGradAddGeneric},
	{"gelu", unary(GELU), unary(geluGeneric)},
	{"gelu_grad", GELUGrad, geluGradGeneric},
	{"gelu_grad_add", GELUGradAdd, geluGradAddGeneric},
	{"gelu_tanh", unary(GELUTanh), unary(geluTanhGeneric)},
	{"gelu_tanh_grad", GELUTanhGrad, geluTanhGradGeneric},
	{"gelu_tanh_grad_add", GELUTanhGradAdd, geluTanhGradAddGeneric},
}

// fillWide fills with what fillFloats gives, with numbers up to 100 and with any bits.
func fillWide(r *rand.Rand, s []float32) []float32 {
	fillFloats(r, s)
	for i := range s {
		switch r.IntN(4) {
		case 0:
			s[i] *= 100
		case 1:
			s[i] = math.Float32frombits(r.Uint32())
		}
	}
	return s
}

// testElementwise compares with the reference, in a destination of its own and in those of both sources.
func testElementwise(t *testing.T, r *rand.Rand, k elementwise, n int, end bool) {
	t.Helper()
	a, b := fillWide(r, fenced[float32](fences[0], n, end)), fillWide(r, fenced[float32](fences[1], n, end))
	dst := fillWide(r, fenced[float32](fences[2], n, end))
	want := slices.Clone(dst)
	k.generic(want, slices.Clone(a), slices.Clone(b))
	k.run(dst, a, b)
	sameFloats(t, dst, want, "%s of %d", k.name, n)
	for i := range 2 {
		from := [2][]float32{slices.Clone(a), slices.Clone(b)}
		want := slices.Clone(from[i])
		k.generic(want, a, b)
		k.run(from[i], from[0], from[1])
		sameFloats(t, from[i], want, "%s of %d in the place of source %d", k.name, n, i)
	}
}

func TestElementwiseLevels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(30, 30))
		for _, k := range elementwiseKernels {
			for n := range 150 {
				testElementwise(t, r, k, n, n%2 == 0)
				testElementwise(t, r, k, n, n%2 == 1)
			}
		}
	})
}

func FuzzElementwise(f *testing.F) {
	f.Add(uint64(1), uint8(3), uint16(300))
	f.Fuzz(func(t *testing.T, seed uint64, which uint8, n uint16) {
		k := elementwiseKernels[int(which)%len(elementwiseKernels)]
		fuzzLevels(func() { testElementwise(t, rand.New(rand.NewPCG(seed, 0)), k, int(n%3000), seed%2 == 0) })
	})
}

func BenchmarkElementwise(b *testing.B) {
	const n = 64 * 512
	r := rand.New(rand.NewPCG(31, 31))
	x, y, dst := randoms(r, n), randoms(r, n), make([]float32, n)
	for _, k := range elementwiseKernels {
		b.Run("kernel="+k.name, func(b *testing.B) {
			benchLevels(b, func(b *testing.B) {
				b.SetBytes(4 * n)
				for b.Loop() {
					k.run(dst, x, y)
				}
			})
		})
	}
}
