package features

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"math"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

func samples(ts ...*tensor.Tensor) iter.Seq2[*tensor.Tensor, error] {
	return func(yield func(*tensor.Tensor, error) bool) {
		for _, t := range ts {
			if !yield(t, nil) {
				return
			}
		}
	}
}

// rows cuts an array along its first axis.
func rows(a testdata.Array, spec tensor.Spec) []*tensor.Tensor {
	n := spec.Len()
	out := make([]*tensor.Tensor, a.Shape[0])
	for i := range out {
		out[i] = tensor.New(spec)
		for k, v := range a.Data[i*n : (i+1)*n] {
			out[i].F32[k] = float32(v)
		}
	}
	return out
}

func fit(t *testing.T, s Standardize, data ...*tensor.Tensor) *Standardized {
	t.Helper()
	stage, err := s.Fit(context.Background(), samples(data...))
	if err != nil {
		t.Fatal(err)
	}
	return stage.(*Standardized)
}

// nearRelative compares to 1e-6 of each value.
func nearRelative(t *testing.T, what string, got []float32, want []float64) {
	t.Helper()
	for i, w := range want {
		if math.Abs(float64(got[i])-w) > 1e-6*math.Abs(w) {
			t.Errorf("%s: value %d: %v, want %v", what, i, got[i], w)
		}
	}
}

func TestStandardizeVectors(t *testing.T) {
	g := testdata.ReadNPZ(t, "testdata/standardize.npz")
	vectors := rows(g["vectors"], tensor.VectorSpec(5))
	s := fit(t, Standardize{}, vectors...)
	nearRelative(t, "mean", s.Mean.F32, g["vectors_mean"].Data)
	nearRelative(t, "std", s.Std.F32, g["vectors_std"].Data)
	for i, v := range vectors {
		// The first feature's deviation is 1e-3 of its value: float32 leaves 1e-4 of it.
		testdata.Near(t, "standardised", apply(t, s, v).F32, g["vectors_want"].Data[i*5:(i+1)*5], 3e-4)
	}
}

func TestStandardizePictures(t *testing.T) {
	g := testdata.ReadNPZ(t, "testdata/standardize.npz")
	photos := rows(g["photos"], tensor.Spec{DType: tensor.Float32, C: 2, H: 3, W: 4})
	channels := fit(t, Standardize{}, photos...)
	nearRelative(t, "mean of channels", channels.Mean.F32, g["channels_mean"].Data)
	nearRelative(t, "std of channels", channels.Std.F32, g["channels_std"].Data)
	values := fit(t, Standardize{PerValue: true}, photos...)
	nearRelative(t, "mean of values", values.Mean.F32, g["values_mean"].Data)
	nearRelative(t, "std of values", values.Std.F32, g["values_std"].Data)
	if values.Mean.Shape() != "2×3×4" || channels.Mean.Shape() != "2×1×1" {
		t.Errorf("shapes %v and %v", values.Mean.Shape(), channels.Mean.Shape())
	}
}

// TestStandardizeSizes: pictures of several sizes count with all their pixels.
func TestStandardizeSizes(t *testing.T) {
	gray := func(values ...float32) *tensor.Tensor {
		return &tensor.Tensor{Spec: tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 1, W: len(values)}, F32: values}
	}
	s := fit(t, Standardize{}, gray(1, 2, 3), gray(10), gray(4, 4))
	nearRelative(t, "mean", s.Mean.F32, []float64{4})
	nearRelative(t, "std", s.Std.F32, []float64{math.Sqrt(50. / 6)})
	if got := apply(t, s, gray(4, 4, 4)); got.Space != tensor.Gray || got.F32[0] != 0 {
		t.Errorf("standardised: %v %v", got.Spec, got.F32)
	}
}

// TestStandardizeIsStable: a large mean doesn't drown a small deviation.
func TestStandardizeIsStable(t *testing.T) {
	var data []*tensor.Tensor
	for i := range 10000 {
		data = append(data, tensor.Vector([]float32{1e6 + float32(i%2)}))
	}
	s := fit(t, Standardize{}, data...)
	nearRelative(t, "mean", s.Mean.F32, []float64{1e6 + 0.5})
	nearRelative(t, "std", s.Std.F32, []float64{0.5})
}

func TestStandardizeConstants(t *testing.T) {
	vector := func() *tensor.Tensor { return tensor.Vector([]float32{0.1, 0, 1e30}) }
	s := fit(t, Standardize{}, vector(), vector(), vector())
	testdata.Near(t, "std", s.Std.F32, []float64{1, 1, 1}, 0)
	testdata.Near(t, "standardised", apply(t, s, vector()).F32, []float64{0, 0, 0}, 0)

	s = fit(t, Standardize{Eps: 0.01}, tensor.Vector([]float32{1, 1}), tensor.Vector([]float32{1.01, 2}))
	testdata.Near(t, "std with eps", s.Std.F32, []float64{1, 0.5}, 0)
}

func TestStandardizeErrors(t *testing.T) {
	good := tensor.Vector([]float32{1, 2})
	bad := errors.New("unreadable")
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	with := func(second *tensor.Tensor) iter.Seq2[*tensor.Tensor, error] { return samples(good, second) }
	pictures := samples(tensor.New(tensor.Spec{DType: tensor.Float32, C: 1, H: 2, W: 3}), &tensor.Tensor{
		Spec: tensor.Spec{DType: tensor.Float32, C: 1, H: 2, W: 3}, F32: []float32{0, 0, 0, 0, nan, 0}})
	for _, tc := range []struct {
		s    Standardize
		data iter.Seq2[*tensor.Tensor, error]
		want string
	}{
		{Standardize{}, samples(), "standardize: wanted data to learn from"},
		{Standardize{}, with(tensor.Vector([]float32{1, nan})), "sample 1: wanted finite values, found a NaN or an infinity in channel 1"},
		{Standardize{}, with(tensor.Vector([]float32{-inf, 1})), "sample 1: wanted finite values, found a NaN or an infinity in channel 0"},
		{Standardize{PerValue: true}, pictures, "sample 1: wanted finite values, found a NaN or an infinity in channel 0, row 1, column 1"},
		{Standardize{}, with(tensor.Vector([]float32{1})), "sample 1: standardize: wanted what the first sample was"},
		{Standardize{}, with(tensor.New(tensor.Spec{C: 2, H: 1, W: 1})), "sample 1: standardize: wanted float32"},
		{Standardize{}, with(tensor.New(tensor.Spec{DType: tensor.Float32, C: 2})), "sample 1: standardize: wanted a picture"},
		{Standardize{}, with(&tensor.Tensor{Spec: tensor.VectorSpec(2)}), "of which 0 are here"},
		{Standardize{Eps: -1}, with(good), "standardize: eps: wanted"},
		{Standardize{Eps: math.NaN()}, with(good), "standardize: eps: wanted"},
		{Standardize{}, func(yield func(*tensor.Tensor, error) bool) { _ = yield(good, nil) && yield(nil, bad) }, "sample 1: unreadable"},
	} {
		if _, err := tc.s.Fit(context.Background(), tc.data); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%+v: %v, want %q", tc.s, err, tc.want)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := (Standardize{}).Fit(ctx, samples(good)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestStandardizedJSON(t *testing.T) {
	s := fit(t, Standardize{}, tensor.Vector([]float32{1, 2}), tensor.Vector([]float32{3, 2}))
	b, err := json.Marshal(s)
	want := `{"mean":{"shape":[2,1,1],"data":[2,2]},"std":{"shape":[2,1,1],"data":[1,1]}}`
	if err != nil || string(b) != want {
		t.Fatalf("%s, %v; want %s", b, err, want)
	}
	var back Standardized
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	arrays := back.Arrays()
	if arrays["mean"] != &back.Mean || arrays["std"] != &back.Std || len(arrays) != 2 {
		t.Errorf("arrays %v", arrays)
	}
}

func TestStandardizedRefusals(t *testing.T) {
	vector := func(v ...float32) tensor.Tensor { return *tensor.Vector(v) }
	in := tensor.VectorSpec(2)
	for _, tc := range []struct {
		s    Standardized
		in   tensor.Spec
		want string
	}{
		{Standardized{}, in, "standardized: mean: wanted"},
		{Standardized{Mean: tensor.Tensor{Spec: tensor.VectorSpec(math.MaxInt)}}, in, "standardized: mean: wanted"},
		{Standardized{Mean: tensor.Tensor{Spec: tensor.Spec{DType: tensor.Float32, C: -1, H: -1, W: 1}}}, in, "standardized: mean: wanted"},
		{Standardized{Mean: vector(1, 2), Std: vector(1)}, in, "standardized: std: wanted"},
		{Standardized{Mean: vector(1, 2), Std: vector(1, 0)}, in, "standardized: std[1]: wanted"},
		{Standardized{Mean: vector(1, 2), Std: vector(float32(math.NaN()), 1)}, in, "standardized: std[0]: wanted"},
		{Standardized{Mean: vector(1, float32(math.Inf(1))), Std: vector(1, 1)}, in, "standardized: mean[1]: wanted"},
		{Standardized{Mean: vector(1, 2), Std: vector(1, 1)}, tensor.VectorSpec(3), "the shape it was fitted to"},
		{Standardized{Mean: vector(1, 2), Std: vector(1, 1)}, tensor.Spec{C: 2, H: 1, W: 1}, "wanted float32"},
	} {
		if _, err := tc.s.OutSpec(tc.in); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%v: %v, want %q", tc.in, err, tc.want)
		}
	}
}

func TestStandardizedIsAStage(t *testing.T) {
	spec := tensor.Spec{DType: tensor.Float32, C: 2, H: 3, W: 5}
	data := []*tensor.Tensor{stagetest.Fill(spec, 1), stagetest.Fill(spec, 2), stagetest.Fill(spec, 3)}
	stagetest.Run(t, *fit(t, Standardize{}, data...), spec, tensor.VectorSpec(2))
	stagetest.Run(t, *fit(t, Standardize{PerValue: true}, data...), spec)
}
