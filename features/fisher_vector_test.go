package features

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

func TestFisherVectorGoldens(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/fisher.npz")
	f := FisherVector{Weights: array(arrays["weights"]), Means: array(arrays["means"]), Variances: array(arrays["variances"])}
	for _, name := range []string{"small", "field", "one"} {
		for _, norm := range []string{"none", "l2", "power"} {
			f.Norm = norm
			got, want := apply(t, f, picture(tensor.Float32, tensor.None, arrays[name])).F32, arrays[name+"_"+norm].Data
			largest := slices.Max(want)
			t.Logf("%s %s: largest difference %.2g of %.2g", name, norm, testdata.Compare(got, want, 0).Max, largest)
			testdata.Near(t, name+" "+norm, got, want, 1e-5*largest)
		}
	}
}

// mixture2 has two Gaussians of three dimensions.
func mixture2() FisherVector {
	return FisherVector{
		Weights: *tensor.Vector([]float32{0.25, 0.75}),
		Means: tensor.Tensor{
			Spec: tensor.Spec{DType: tensor.Float32, C: 1, H: 2, W: 3}, F32: []float32{0.2, 0.3, 0.4, 0.7, 0.6, 0.5},
		},
		Variances: tensor.Tensor{
			Spec: tensor.Spec{DType: tensor.Float32, C: 1, H: 2, W: 3}, F32: []float32{0.1, 0.04, 0.1, 0.02, 0.01, 0.1},
		},
	}
}

// TestFisherVectorOfItsOwn: gradients vanish for descriptors that the mixture itself makes.
func TestFisherVectorOfItsOwn(t *testing.T) {
	f := mixture2()
	f.Norm = "none"
	src := tensor.New(tensor.Spec{DType: tensor.Float32, C: 3, H: 200, W: 200})
	random := stagetest.Fill(tensor.Spec{DType: tensor.Float32, C: 7, H: 200, W: 200}, 3)
	for i := range 200 * 200 {
		k := 0
		if random.F32[i] >= 0.25 {
			k = 1
		}
		for c := range 3 {
			a, b := float64(random.Plane32(1 + 2*c)[i]), float64(random.Plane32(2 + 2*c)[i])
			normal := math.Sqrt(-2*math.Log(1-a)) * math.Cos(2*math.Pi*b)
			src.Plane32(c)[i] = f.Means.F32[k*3+c] + float32(normal*math.Sqrt(float64(f.Variances.F32[k*3+c])))
		}
	}
	for i, v := range apply(t, f, src).F32 {
		if math.Abs(float64(v)) > 0.02 { // deviations are 1/200
			t.Errorf("gradient %d is %v", i, v)
		}
	}
}

// TestFisherVectorLevels: a cell is like a picture of its own, however many there are.
func TestFisherVectorLevels(t *testing.T) {
	f := mixture2()
	f.Levels = []int{3}
	src := descriptors(11, 7, 4)
	all := apply(t, f, src).F32
	for row := range 3 {
		for col := range 3 {
			part := new(tensor.Tensor)
			ys, xs := inCell(row, 11, 3), inCell(col, 7, 3)
			part.Reset(tensor.Spec{DType: tensor.Float32, C: 3, H: ys, W: xs})
			i := 0
			for c := range 3 {
				for y := range 11 {
					for x := range 7 {
						if y*3/11 == row && x*3/7 == col {
							part.F32[i] = src.F32[(c*11+y)*7+x]
							i++
						}
					}
				}
			}
			want := apply(t, mixture2(), part).F32
			testdata.Near(t, "cell", all[(row*3+col)*12:][:12], widen(want), 1e-6)
			if n := kernel.SumSquares(want); math.Abs(n-1) > 1e-5 {
				t.Errorf("squared length %v", n)
			}
		}
	}
}

func TestFisherVectorOfNothing(t *testing.T) {
	for _, norm := range []string{"power", "l2", "none"} {
		f := mixture2()
		f.Norm, f.Levels = norm, []int{1, 4}
		for _, v := range apply(t, f, tensor.New(descriptors(2, 3, 0).Spec)).F32 {
			if v != 0 {
				t.Errorf("%s: %v", norm, v)
			}
		}
	}
}

func TestFisherVectorNaN(t *testing.T) {
	f := mixture2()
	f.Levels = []int{2}
	for _, v := range extremesOf {
		src := descriptors(6, 5, 0)
		src.F32[0] = v
		got := apply(t, f, src).F32
		if v-v != 0 && (!isNaN(got[0]) || !isNaN(got[11]) || slices.ContainsFunc(got[12:], isNaN)) {
			t.Errorf("%v makes %v", v, got)
		}
	}
}

func TestFisherVectorRefuses(t *testing.T) {
	in := descriptors(4, 4, 0).Spec
	for param, change := range map[string]func(f *FisherVector){
		"levels":    func(f *FisherVector) { f.Levels = []int{-1} },
		"norm":      func(f *FisherVector) { f.Norm = "intra" },
		"means":     func(f *FisherVector) { f.Means = tensor.Tensor{} },
		"variances": func(f *FisherVector) { f.Variances.F32[2] = 0 },
		"weights":   func(f *FisherVector) { f.Weights.F32[1] = float32(math.NaN()) },
	} {
		f := mixture2()
		change(&f)
		_, err := f.OutSpec(in)
		if e, ok := errors.AsType[*tensor.ParamError](err); !ok || e.Op != "fisher_vector" || e.Param != param {
			t.Errorf("%s: %v", param, err)
		}
	}
	refusesDescriptors(t, mixture2(), 3)
}

func BenchmarkFisherVector(b *testing.B) {
	const k, d = 64, 128
	src := stagetest.Fill(tensor.Spec{DType: tensor.Float32, C: d, H: 60, W: 60}, 1)
	f := FisherVector{
		Weights:   *stagetest.Fill(tensor.VectorSpec(k), 2),
		Means:     *stagetest.Fill(tensor.Spec{DType: tensor.Float32, C: 1, H: k, W: d}, 3),
		Variances: *stagetest.Fill(tensor.Spec{DType: tensor.Float32, C: 1, H: k, W: d}, 4),
	}
	dst := tensor.New(tensor.VectorSpec(2 * k * d))
	b.Run("k=64/in=128x60x60", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := f.Apply(dst, src); err != nil {
				b.Fatal(err)
			}
		}
	})
}
