package features

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// fitVectors fits a step that learns from vectors.
func fitVectors[S tensor.Stage](t testing.TB, f vectorFitter, data ...*tensor.Tensor) S {
	t.Helper()
	stage, err := f.Fit(context.Background(), samples(data...))
	if err != nil {
		t.Fatal(err)
	}
	return stage.(S)
}

// normalVectors are n vectors of length d, of a normal distribution.
func normalVectors(n, d int, seed uint64) []*tensor.Tensor {
	r := rand.New(rand.NewPCG(seed, 1))
	out := make([]*tensor.Tensor, n)
	for i := range out {
		out[i] = tensor.New(tensor.VectorSpec(d))
		for j := range d {
			out[i].F32[j] = float32(r.NormFloat64())
		}
	}
	return out
}

func dot64(a, b []float32) (sum float64) {
	for i, v := range a {
		sum += float64(v) * float64(b[i])
	}
	return sum
}

func squareDistance(a, b []float32) (sum float64) {
	for i, v := range a {
		d := float64(v) - float64(b[i])
		sum += d * d
	}
	return sum
}

func TestCosine(t *testing.T) {
	g := testdata.ReadNPZ(t, "testdata/fourier.npz")
	got := make([]float32, len(g["angles"].Data))
	for i, v := range g["angles"].Data {
		got[i] = float32(v)
	}
	cosines(got, 1)
	for i, want := range g["cosines"].Data {
		if got[i] != float32(want) {
			t.Errorf("cos %v = %v, want %v", g["angles"].Data[i], got[i], want)
		}
	}
	odd := []float32{float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN())}
	cosines(odd, 1)
	for i, v := range odd {
		if v == v {
			t.Errorf("value %d: %v, want NaN", i, v)
		}
	}
}

func TestRandomFourierGoldens(t *testing.T) {
	g := testdata.ReadNPZ(t, "testdata/fourier.npz")
	m := RandomFourierMap{Weights: array(g["weights"]), Offsets: array(g["offsets"])}
	var scale scaleGamma
	for i, x := range rows(g["x"], tensor.VectorSpec(37)) {
		scale.add(x.F32)
		testdata.Near(t, "map", apply(t, m, x).F32, g["want"].Data[i*60:][:60], 1e-6)
	}
	if want := g["gamma"].Data[0]; math.Abs(scale.gamma()-want) > 1e-12*want {
		t.Errorf("gamma is %v, want %v", scale.gamma(), want)
	}
}

// TestRandomFourierKernel: inner products are the kernel's values, with an error that falls as 1/√components.
func TestRandomFourierKernel(t *testing.T) {
	const n, d, gamma = 12, 10, 0.05
	data := normalVectors(n, d, 1)
	deviation := func(components int) float64 {
		sum := 0.0
		for seed := range uint64(4) {
			m := fitVectors[*RandomFourierMap](t, RandomFourier{Components: components, Gamma: gamma, Seed: seed}, data...)
			mapped := make([]*tensor.Tensor, n)
			for i, x := range data {
				mapped[i] = apply(t, m, x)
			}
			for i := range n {
				for j := range i {
					diff := dot64(mapped[i].F32, mapped[j].F32) - math.Exp(-gamma*squareDistance(data[i].F32, data[j].F32))
					sum += diff * diff
				}
			}
		}
		return math.Sqrt(sum / (4 * n * (n - 1) / 2))
	}
	few, many := deviation(64), deviation(64*64)
	if few > 1.2/8 || few < 0.4/8 || many > 1.2/64 || many < 0.4/64 {
		t.Errorf("errors of %v with 64 components and %v with 4096: they should be near 1/√components", few, many)
	}
}

// TestRandomFourierDraws: weights and offsets are distributed as they should be, by the seed.
func TestRandomFourierDraws(t *testing.T) {
	fourier := RandomFourier{Components: 2000, Gamma: 2}
	data := normalVectors(1, 5, 2)
	m := fitVectors[*RandomFourierMap](t, fourier, data...)
	mean, squares := runMoments(m.Weights.F32)
	if v := squares / 10000; math.Abs(mean) > 0.06 || math.Abs(v-4) > 0.2 {
		t.Errorf("weights have the mean %v and the variance %v, want 0 and 4", mean, v)
	}
	if mean, _ := runMoments(m.Offsets.F32); math.Abs(mean-math.Pi) > 0.12 {
		t.Errorf("offsets have the mean %v, want π", mean)
	}
	again := fitVectors[*RandomFourierMap](t, fourier, data...)
	fourier.Seed = 1
	other := fitVectors[*RandomFourierMap](t, fourier, data...)
	if again.Weights.F32[7] != m.Weights.F32[7] || other.Weights.F32[7] == m.Weights.F32[7] {
		t.Error("weights don't follow from the seed")
	}
}

// TestRandomFourierConstants: data that are all the same have γ = 1.
func TestRandomFourierConstants(t *testing.T) {
	same := tensor.Vector([]float32{3, 3, 3})
	got := fitVectors[*RandomFourierMap](t, RandomFourier{Components: 8}, same, same)
	want := fitVectors[*RandomFourierMap](t, RandomFourier{Components: 8, Gamma: 1}, same)
	if !equalFloats(got.Weights.F32, want.Weights.F32) {
		t.Errorf("weights are %v, want %v", got.Weights.F32, want.Weights.F32)
	}
}

func equalFloats(a, b []float32) bool {
	for i, v := range a {
		if v != b[i] {
			return false
		}
	}
	return len(a) == len(b)
}

func TestRandomFourierRefuses(t *testing.T) {
	in := tensor.VectorSpec(4)
	refusesParams(t, "random_fourier", in, map[string]tensor.Step{
		"components": RandomFourier{Components: -1}, "gamma": RandomFourier{Gamma: math.NaN()},
	})
	refusesParams(t, "random_fourier_map", in, map[string]tensor.Step{
		"weights": RandomFourierMap{}, "offsets": RandomFourierMap{Weights: *zeroMatrix(2, 4), Offsets: *tensor.New(tensor.VectorSpec(3))},
	})
	refusesSpecs(t, RandomFourier{})
	refusesSpecs(t, RandomFourierMap{Weights: *zeroMatrix(2, 4), Offsets: *tensor.New(tensor.VectorSpec(2))}, tensor.VectorSpec(5))
	refusesData(t, RandomFourier{Components: 3}, "random_fourier")
	if _, err := (RandomFourier{Gamma: 1e300}).Fit(context.Background(), samples(tensor.Vector([]float32{1}))); err == nil {
		t.Error("a γ of 1e300 is taken")
	}
}

// refusesParams: each step has one parameter that makes no sense.
func refusesParams(t *testing.T, op string, in tensor.Spec, steps map[string]tensor.Step) {
	t.Helper()
	for param, step := range steps {
		_, err := step.OutSpec(in)
		if e, ok := errors.AsType[*tensor.ParamError](err); !ok || e.Op != op || e.Param != param {
			t.Errorf("%s: %s: %v", op, param, err)
		}
	}
}

// refusesSpecs: a step takes float32 of a known size only, and not others.
func refusesSpecs(t *testing.T, step tensor.Step, others ...tensor.Spec) {
	t.Helper()
	for _, in := range append(others, tensor.Spec{C: 4, H: 1, W: 1}, tensor.Spec{DType: tensor.Float32, C: 4}, tensor.Spec{DType: tensor.Float32, C: -1, H: 1, W: 1}) {
		if _, err := step.OutSpec(in); !isSpecError(err) {
			t.Errorf("%T of %v: %v", step, in, err)
		}
	}
}

// refusesData: bad samples are errors with their positions.
func refusesData(t *testing.T, f vectorFitter, op string) {
	t.Helper()
	good, nan := tensor.Vector([]float32{1, 2}), tensor.Vector([]float32{0, float32(math.NaN())})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for what, c := range map[string]struct {
		ctx  context.Context
		data []*tensor.Tensor
		want string
	}{
		"nothing":      {context.Background(), nil, op + ": wanted data"},
		"another size": {context.Background(), []*tensor.Tensor{good, good, tensor.Vector([]float32{1})}, op + ": sample 2: "},
		"NaN":          {context.Background(), []*tensor.Tensor{good, nan}, op + ": sample 1: wanted finite values, found NaN at 1"},
		"no values":    {context.Background(), []*tensor.Tensor{{Spec: good.Spec}}, op + ": sample 0: "},
		"uint8":        {context.Background(), []*tensor.Tensor{tensor.New(tensor.Spec{C: 2, H: 1, W: 1})}, op + ": sample 0: "},
		"cancelled":    {ctx, []*tensor.Tensor{good}, context.Canceled.Error()},
	} {
		_, err := f.Fit(c.ctx, samples(c.data...))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", what, err, c.want)
		}
	}
}

func BenchmarkRandomFourierMap(b *testing.B) {
	data := normalVectors(1, 1764, 1)
	m := fitVectors[*RandomFourierMap](b, RandomFourier{}, data...)
	dst := tensor.New(tensor.VectorSpec(1024))
	b.ReportAllocs()
	for b.Loop() {
		if err := m.Apply(dst, data[0]); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCosines(b *testing.B) {
	from, s := normalVectors(1, 1024, 1)[0].F32, make([]float32, 1024)
	for b.Loop() {
		copy(s, from)
		cosines(s, 1)
	}
}
