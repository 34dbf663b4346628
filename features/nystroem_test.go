package features

import (
	"context"
	"math"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// histograms are n vectors of values of 0 or more, some of them 0.
func histograms(n, d int, seed uint64) []*tensor.Tensor {
	out := normalVectors(n, d, seed)
	for _, x := range out {
		for i, v := range x.F32 {
			x.F32[i] = max(v+0.5, 0)
		}
	}
	return out
}

// pairKernels are one of each name.
func pairKernels() []pairKernel {
	return []pairKernel{
		{name: rbf, gamma: 0.1}, {name: linear}, {name: polynomial, gamma: 0.2, coef0: 1, degree: 3},
		{name: chi2, gamma: 0.3}, {name: intersection},
	}
}

func TestNystroemGoldens(t *testing.T) {
	g := testdata.ReadNPZ(t, "testdata/nystroem.npz")
	for name, n := range map[string]Nystroem{
		"rbf": {Gamma: 0.05}, "linear": {Kernel: linear}, "deficient": {Kernel: linear},
		"polynomial": {Kernel: polynomial, Gamma: 0.1, Coef0: 1}, "chi2": {Kernel: chi2}, "intersection": {Kernel: intersection},
	} {
		landmarks := rows(g[name+"_landmarks"], tensor.VectorSpec(17))
		data := g["x"]
		if n.defaults().kernel().ofHistograms() {
			data = g["histograms"]
		}
		n.Components = len(landmarks)
		m := fitVectors[*NystroemMap](t, n, landmarks...)
		for i, x := range rows(data, tensor.VectorSpec(17)) {
			testdata.Near(t, name, apply(t, m, x).F32, g[name].Data[i*len(landmarks):][:len(landmarks)], 2e-5)
		}
	}
}

// TestPairKernels: float32 and float64 agree, for all lengths.
func TestPairKernels(t *testing.T) {
	for _, k := range pairKernels() {
		for _, d := range []int{1, 2, 3, 4, 5, 17, 100} {
			data := histograms(6, d, uint64(d))
			matrix, got := zeroMatrix(5, d), make([]float32, 5)
			for i, y := range data[1:] {
				copy(matrix.F32[i*d:], y.F32)
			}
			x := data[0].F32
			if !k.ofHistograms() {
				x = normalVectors(1, d, 9)[0].F32
			}
			k.row(got, x, matrix)
			for i, y := range data[1:] {
				if want := k.value(x, y.F32); math.Abs(float64(got[i])-want) > 2e-6*max(1, math.Abs(want)) {
					t.Errorf("%s of %d: %v, want %v", k.name, d, got[i], want)
				}
			}
		}
	}
}

// TestNystroemKernel: inner products with what a landmark becomes are the kernel's values.
func TestNystroemKernel(t *testing.T) {
	data, others := histograms(15, 20, 1), histograms(10, 20, 2)
	for _, k := range pairKernels() {
		m := fitVectors[*NystroemMap](t, Nystroem{
			Components: 15, Kernel: k.name, Gamma: k.gamma, Coef0: k.coef0, Degree: k.degree,
		}, data...)
		for _, x := range others {
			mapped := apply(t, m, x).F32
			for _, l := range data {
				got, want := dot64(mapped, apply(t, m, l).F32), k.value(x.F32, l.F32)
				if math.Abs(got-want) > 1e-4*max(1, want) {
					t.Errorf("%s: %v, want %v", k.name, got, want)
				}
			}
		}
	}
}

// TestNystroemFarFromZero: rbf doesn't care where 0 is.
func TestNystroemFarFromZero(t *testing.T) {
	near, far := normalVectors(12, 8, 3), normalVectors(12, 8, 3)
	for i := range near {
		for j := range near[i].F32 {
			near[i].F32[j] = float32(math.Round(float64(near[i].F32[j])*64) / 64)
			far[i].F32[j] = near[i].F32[j] + 1000
		}
	}
	n := Nystroem{Components: 10, Gamma: 0.1}
	a, b := fitVectors[*NystroemMap](t, n, near...), fitVectors[*NystroemMap](t, n, far...)
	for i := range near {
		testdata.Near(t, "far from 0", apply(t, b, far[i]).F32, widen(apply(t, a, near[i]).F32), 0)
	}
}

// TestNystroemTwins: a landmark that is there twice counts once.
func TestNystroemTwins(t *testing.T) {
	data := normalVectors(5, 4, 4)
	once := fitVectors[*NystroemMap](t, Nystroem{Components: 5, Gamma: 0.1}, data...)
	twice := fitVectors[*NystroemMap](t, Nystroem{Components: 10, Gamma: 0.1}, append(data, data...)...)
	x, y := normalVectors(1, 4, 5)[0], normalVectors(1, 4, 6)[0]
	got, want := dot64(apply(t, twice, x).F32, apply(t, twice, y).F32), dot64(apply(t, once, x).F32, apply(t, once, y).F32)
	if math.Abs(got-want) > 1e-5 {
		t.Errorf("%v, want %v", got, want)
	}
}

// TestNystroemDraws: all samples are taken with the same probability; the seed decides which.
func TestNystroemDraws(t *testing.T) {
	const n, k, tries = 30, 6, 2000
	var counts [n]float64
	for seed := range uint64(tries) {
		r := newUniformSample(k, seed)
		for i := range n {
			r.add([]float32{float32(i)})
		}
		if r.Rows != k {
			t.Fatalf("%d are kept, want %d", r.Rows, k)
		}
		for _, v := range r.Data {
			counts[int(v)]++
		}
	}
	for i, c := range counts { // 400 ± 18
		if math.Abs(c-tries*k/n) > 80 {
			t.Errorf("%d is kept %v times, want about %d", i, c, tries*k/n)
		}
	}
}

func TestNystroemDepends(t *testing.T) {
	data := normalVectors(100, 6, 7)
	for _, n := range []Nystroem{{Components: 8}, {Components: 8, Method: kmeansLandmarks, Samples: 50}} {
		want := fitVectors[*NystroemMap](t, n, data...)
		procs := runtime.GOMAXPROCS(1)
		got := fitVectors[*NystroemMap](t, n, data...)
		runtime.GOMAXPROCS(procs)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the number of processors changes what is learned", n.Method)
		}
		n.Seed = 1
		if got := fitVectors[*NystroemMap](t, n, data...); reflect.DeepEqual(got.Landmarks, want.Landmarks) {
			t.Errorf("%s: the seed doesn't change what is learned", n.Method)
		}
	}
}

// TestNystroemKMeans: centroids of clusters that lie apart are their means.
func TestNystroemKMeans(t *testing.T) {
	data := normalVectors(60, 3, 8)
	for i, x := range data {
		x.F32[i%3] += 1000
	}
	m := fitVectors[*NystroemMap](t, Nystroem{Components: 3, Method: kmeansLandmarks, Samples: 60}, data...)
	for i := range 3 {
		sum := m.Landmarks.F32[i*3] + m.Landmarks.F32[i*3+1] + m.Landmarks.F32[i*3+2]
		if math.Abs(float64(sum)-1000) > 2 {
			t.Errorf("centroid %d is %v", i, m.Landmarks.F32[i*3:][:3])
		}
	}
}

func TestNystroemLearnsGamma(t *testing.T) {
	data := []*tensor.Tensor{tensor.Vector([]float32{0, 2}), tensor.Vector([]float32{2, 0})} // variance 1
	for kernel, want := range map[string]float64{rbf: 0.5, polynomial: 0.5, chi2: 1, linear: 0} {
		if got := fitVectors[*NystroemMap](t, Nystroem{Components: 2, Kernel: kernel}, data...).Gamma; got != want {
			t.Errorf("%s: gamma is %v, want %v", kernel, got, want)
		}
	}
}

func TestNystroemRefuses(t *testing.T) {
	in := tensor.VectorSpec(4)
	for _, steps := range []map[string]tensor.Step{
		{
			"components": Nystroem{Components: -1}, "kernel": Nystroem{Kernel: "cosine"}, "gamma": Nystroem{Gamma: math.Inf(1)},
			"coef0": Nystroem{Kernel: polynomial, Coef0: -1}, "degree": Nystroem{Kernel: polynomial, Degree: 17},
			"method": Nystroem{Method: "first"}, "samples": Nystroem{Method: kmeansLandmarks, Samples: 5},
		},
		{
			"components": Nystroem{Components: 4097}, "gamma": Nystroem{Kernel: linear, Gamma: 1}, "coef0": Nystroem{Coef0: 1},
			"degree": Nystroem{Degree: 2}, "samples": Nystroem{Samples: 1000},
		},
	} {
		refusesParams(t, "nystroem", in, steps)
	}
	m := NystroemMap{Kernel: linear, Landmarks: *zeroMatrix(2, 4), Normalization: *zeroMatrix(2, 2)}
	refusesParams(t, "nystroem_map", in, map[string]tensor.Step{
		"kernel": NystroemMap{}, "gamma": NystroemMap{Kernel: rbf, Landmarks: m.Landmarks, Normalization: m.Normalization},
		"landmarks": NystroemMap{Kernel: linear}, "normalization": NystroemMap{Kernel: linear, Landmarks: m.Landmarks},
	})
	refusesSpecs(t, Nystroem{})
	refusesSpecs(t, m, tensor.VectorSpec(5))
	refusesData(t, Nystroem{Components: 1}, "nystroem")
	for want, c := range map[string]struct {
		Nystroem
		data []*tensor.Tensor
	}{
		"as many samples as components, 3, found 2": {Nystroem{Components: 3}, normalVectors(2, 2, 1)},
		"sample 1: wanted values of 0 or more":      {Nystroem{Components: 1, Kernel: chi2}, []*tensor.Tensor{tensor.Vector([]float32{0}), tensor.Vector([]float32{-1})}},
		"values are too large":                      {Nystroem{Components: 1, Kernel: polynomial, Gamma: 1, Degree: 16}, []*tensor.Tensor{tensor.Vector([]float32{1e20})}},
		"too small":                                 {Nystroem{Components: 1, Kernel: polynomial, Gamma: 1, Degree: 16}, []*tensor.Tensor{tensor.Vector([]float32{1e-10})}},
	} {
		if _, err := c.Fit(context.Background(), samples(c.data...)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestNystroemZeros: landmarks whose kernels are all 0 make zeros.
func TestNystroemZeros(t *testing.T) {
	zero := tensor.Vector([]float32{0, 0})
	m := fitVectors[*NystroemMap](t, Nystroem{Components: 2, Kernel: linear}, zero, zero)
	testdata.Near(t, "map", apply(t, m, tensor.Vector([]float32{1, 2})).F32, []float64{0, 0}, 0)
}

func BenchmarkNystroemMap(b *testing.B) {
	data := histograms(256, 1764, 1)
	for _, k := range pairKernels() {
		m := fitVectors[*NystroemMap](b, Nystroem{Kernel: k.name}, data...)
		dst := tensor.New(tensor.VectorSpec(256))
		b.Run("kernel="+k.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := m.Apply(dst, data[0]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
