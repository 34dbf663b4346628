package features

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// array makes a float32 tensor of an array of up to three axes; missing ones stand behind for a vector, before for a matrix.
func array(a testdata.Array) tensor.Tensor {
	spec := tensor.Spec{DType: tensor.Float32, C: 1, H: 1, W: 1}
	if len(a.Shape) == 1 {
		spec.C = a.Shape[0]
	} else {
		spec.H, spec.W = a.Shape[0], a.Shape[1]
	}
	t := tensor.New(spec)
	for i, v := range a.Data {
		t.F32[i] = float32(v)
	}
	return *t
}

// patchCases are those of make_patches_goldens.py.
func patchCases(t testing.TB) (cases map[string]LearnedPatches, pictures map[string]*tensor.Tensor, want map[string][]float64) {
	goldens := testdata.ReadNPZ(t, "testdata/patches.npz")
	colour := picture(tensor.Uint8, tensor.RGB, goldens["colour"])
	gray := picture(tensor.Uint8, tensor.Gray, goldens["gray"])
	pictures = map[string]*tensor.Tensor{"default": colour, "apart": colour, "soft": colour, "zero": gray, "empty": gray}
	cases = map[string]LearnedPatches{
		"default": {Size: 6, Stride: 1, NormEps: 10.0 / (255 * 255), Encoding: triangle, Pool: 2},
		"apart":   {Size: 3, Stride: 2, NormEps: 0.01, Encoding: triangle, Pool: 3},
		"soft":    {Size: 4, Stride: 1, NormEps: 0.001, Encoding: softThreshold, Threshold: 0.5, Pool: 2},
		"zero":    {Size: 3, Stride: 3, NormEps: 0.001, Encoding: softThreshold, Pool: 1},
		"empty":   {Size: 8, Stride: 1, NormEps: 0.001, Encoding: triangle, Pool: 4},
	}
	want = map[string][]float64{}
	for name, l := range cases {
		l.Mean, l.Whiten, l.Dictionary = array(goldens[name+"_mean"]), array(goldens[name+"_whiten"]), array(goldens[name+"_dictionary"])
		cases[name], want[name] = l, goldens[name].Data
	}
	return cases, pictures, want
}

func TestLearnedPatchesGoldens(t *testing.T) {
	cases, pictures, want := patchCases(t)
	for name, l := range cases {
		for _, src := range []*tensor.Tensor{pictures[name], unitOfPicture(pictures[name])} {
			got := apply(t, l, src)
			largest := 0.0
			for _, w := range want[name] {
				largest = max(largest, w)
			}
			if len(got.F32) != len(want[name]) || largest == 0 {
				t.Fatalf("%s: %d values, want %d", name, len(got.F32), len(want[name]))
			}
			for i, w := range want[name] {
				if math.Abs(float64(got.F32[i])-w) > 1e-5*largest {
					t.Errorf("%s: value %d: %v, want %v", name, i, got.F32[i], w)
				}
			}
		}
	}
}

func TestLearnedPatchesRefuses(t *testing.T) {
	cases, pictures, _ := patchCases(t)
	in := pictures["soft"].Spec
	for param, change := range map[string]func(l *LearnedPatches){
		"size":       func(l *LearnedPatches) { l.Size = 0 },
		"stride":     func(l *LearnedPatches) { l.Stride = -1 },
		"pool":       func(l *LearnedPatches) { l.Pool = 65 },
		"norm_eps":   func(l *LearnedPatches) { l.NormEps = math.NaN() },
		"encoding":   func(l *LearnedPatches) { l.Encoding = "sparse" },
		"threshold":  func(l *LearnedPatches) { l.Threshold = math.Inf(1) },
		"mean":       func(l *LearnedPatches) { l.Mean = tensor.Tensor{} },
		"whiten":     func(l *LearnedPatches) { l.Whiten.F32 = l.Whiten.F32[1:] },
		"dictionary": func(l *LearnedPatches) { l.Dictionary.W++ },
	} {
		l := cases["soft"]
		change(&l)
		_, err := l.OutSpec(in)
		if e, ok := errors.AsType[*tensor.ParamError](err); !ok || e.Op != "learned_patches" || e.Param != param {
			t.Errorf("%s: %v", param, err)
		}
	}
	for _, in := range []tensor.Spec{
		{Space: tensor.Gray, C: 1, H: 13, W: 17}, {Space: tensor.RGB, C: 3, H: 3, W: 17}, {Space: tensor.RGB, C: 3},
	} {
		if _, err := cases["soft"].OutSpec(in); !isSpecError(err) {
			t.Errorf("%v: %v", in, err)
		}
	}
}

func isSpecError(err error) bool {
	_, ok := errors.AsType[*tensor.SpecError](err)
	return ok
}

// TestLearnedPatchesNaN: NaN stays in its cells.
func TestLearnedPatchesNaN(t *testing.T) {
	cases, pictures, _ := patchCases(t)
	for _, name := range []string{"default", "soft"} {
		src := unitOfPicture(pictures[name])
		src.F32[0] = float32(math.NaN())
		got := apply(t, cases[name], src).F32
		first := got[:len(got)/4]
		if !slices.ContainsFunc(first, isNaN) || slices.ContainsFunc(got[len(got)/4:], isNaN) {
			t.Errorf("%s: NaN isn't where it should be", name)
		}
	}
}

func isNaN(v float32) bool { return v != v }

func BenchmarkLearnedPatches(b *testing.B) {
	l := LearnedPatches{Size: 6, Stride: 1, NormEps: 1e-4, Encoding: triangle, Pool: 2}
	l.Mean = *tensor.New(tensor.Spec{DType: tensor.Float32, C: 108, H: 1, W: 1})
	l.Whiten = *tensor.New(tensor.Spec{DType: tensor.Float32, C: 1, H: 108, W: 108})
	l.Dictionary = *tensor.New(tensor.Spec{DType: tensor.Float32, C: 1, H: 1600, W: 108})
	for _, s := range [][]float32{l.Whiten.F32, l.Dictionary.F32} {
		for i := range s {
			s[i] = float32(math.Sin(float64(i)))
		}
	}
	src := tensor.New(tensor.Spec{Space: tensor.RGB, C: 3, H: 32, W: 32})
	for i := range src.U8 {
		src.U8[i] = uint8(i * i)
	}
	out, err := l.OutSpec(src.Spec)
	if err != nil {
		b.Fatal(err)
	}
	dst := tensor.New(out)
	for _, l.Encoding = range []string{triangle, softThreshold} {
		b.Run("encoding="+l.Encoding+"/in=3x32x32/k=1600", func(b *testing.B) {
			out, err := l.OutSpec(src.Spec)
			if err != nil {
				b.Fatal(err)
			}
			dst.Reset(out)
			b.ReportAllocs()
			for b.Loop() {
				if err := l.Apply(dst, src); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
