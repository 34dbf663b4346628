package features

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

func TestColorHistogramGoldens(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/histogram.npz")
	for _, g := range goldens(t, "histogram") {
		h := ColorHistogram{Norm: "none"}
		if err := json.Unmarshal(g.Params, &h); err != nil {
			t.Fatal(err)
		}
		dtype := tensor.Uint8
		if g.Space == tensor.Lab {
			dtype = tensor.Float32
		}
		got := apply(t, h, picture(dtype, g.Space, arrays[g.Picture]))
		testdata.Near(t, g.Picture+" "+string(g.Params), got.F32, arrays[g.Want].Data, 0)
	}
}

func TestColorHistogramConformance(t *testing.T) {
	a := testdata.ReadNPY(t, testdata.Shared(t, "conformance/05_filters/src/coins_gray.npy"))
	a.Shape = append([]int{1}, a.Shape...)
	want := testdata.ReadNPY(t, testdata.Shared(t, "conformance/05_filters/out/coins.hist_rgb.npy"))
	got := apply(t, ColorHistogram{Bins: []int{256}, Norm: "none"}, picture(tensor.Uint8, tensor.Gray, a))
	testdata.Near(t, "256 bins", got.F32, want.Data[:256], 0)
}

// TestColorHistogramUint8 counts all levels with all numbers of bins: stored pixels and their v/255 agree.
func TestColorHistogramUint8(t *testing.T) {
	src := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: 1, W: 256})
	for i := range src.U8 {
		src.U8[i] = uint8(i)
	}
	unit := unitOfPicture(src)
	for n := 1; n <= 512; n++ {
		h := ColorHistogram{Bins: []int{n}, Norm: "none"}
		testdata.Near(t, "bins", apply(t, h, unit).F32, widen(apply(t, h, src).F32), 0)
	}
}

// TestColorHistogramSums: each histogram has the sum or length that its norm says, in any space.
func TestColorHistogramSums(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		h := ColorHistogram{
			Space: rapid.SampledFrom(tensor.Spaces()).Filter(func(s tensor.Space) bool { return !s.HasAlpha() }).Draw(r, "space"),
			Bins:  []int{rapid.IntRange(1, 20).Draw(r, "bins")},
			Joint: rapid.Bool().Draw(r, "joint"),
			Norm:  rapid.SampledFrom([]string{"", "l1", "l2", "none"}).Draw(r, "norm"),
		}
		size := rapid.IntRange(1, 60)
		src := stagetest.Fill(tensor.Spec{DType: rapid.SampledFrom([]tensor.DType{tensor.Uint8, tensor.Float32}).Draw(r, "dtype"),
			Space: tensor.RGB, C: 3, H: size.Draw(r, "h"), W: size.Draw(r, "w")}, rapid.Uint64().Draw(r, "seed"))
		p, err := h.plan(src.Spec)
		if err != nil {
			r.Fatal(err)
		}
		got := apply(t, h, src).F32
		for per := len(got) / p.groups; len(got) > 0; got = got[per:] {
			sum := 0.
			for _, v := range got[:per] {
				if h.Norm == "l2" {
					v *= v
				}
				sum += float64(v)
			}
			want := 1.
			if h.Norm == "none" {
				want = float64(src.H * src.W)
			}
			if math.Abs(sum-want) > 1e-5*want {
				r.Fatalf("sum %v, want %v", sum, want)
			}
		}
	})
}

// TestColorHistogramJoint: added up over the other channels, a joint histogram is each channel's own.
func TestColorHistogramJoint(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{Space: tensor.RGB, C: 3, H: 31, W: 57}, 7)
	bins := []int{3, 4, 5}
	joint := apply(t, ColorHistogram{Space: tensor.Lab, Bins: bins, Joint: true, Norm: "none"}, src).F32
	each := apply(t, ColorHistogram{Space: tensor.Lab, Bins: bins, Norm: "none"}, src).F32
	sums := make([]float64, len(each))
	for i, v := range joint {
		sums[i/20] += float64(v)
		sums[3+i/5%4] += float64(v)
		sums[7+i%5] += float64(v)
	}
	testdata.Near(t, "marginals", each, sums, 0)
}

// TestColorHistogramConverts: naming a space is converting before.
func TestColorHistogramConverts(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{Space: tensor.RGB, C: 3, H: 20, W: 20}, 8)
	hsv := apply(t, colorspace.Convert{To: tensor.HSV}, src)
	got, want := apply(t, ColorHistogram{Space: tensor.HSV}, src), apply(t, ColorHistogram{}, hsv)
	testdata.Near(t, "hsv", got.F32, widen(want.F32), 0)
}

func TestColorHistogramOddValues(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	src := &tensor.Tensor{Spec: tensor.Spec{DType: tensor.Float32, Space: tensor.RGB, C: 3, H: 1, W: 5}, F32: []float32{
		nan, -inf, inf, 0.1, 1e30,
		0.9, nan, 0.9, 0.1, -1e30,
		0.9, 0.9, nan, 0.1, 0.5}}
	each := apply(t, ColorHistogram{Bins: []int{2}, Norm: "none"}, src)
	testdata.Near(t, "each channel", each.F32, []float64{2, 2, 2, 2, 1, 3}, 0)
	joint := apply(t, ColorHistogram{Bins: []int{2}, Joint: true, Norm: "none"}, src)
	testdata.Near(t, "joint", joint.F32, []float64{1, 0, 0, 0, 0, 1, 0, 0}, 0)
	for i := range src.F32 {
		src.F32[i] = nan
	}
	testdata.Near(t, "nothing but NaN", apply(t, ColorHistogram{Bins: []int{2}}, src).F32, make([]float64, 6), 0)
}

func TestColorHistogramRefusals(t *testing.T) {
	rgb := tensor.Spec{Space: tensor.RGB, C: 3, H: 9, W: 9}
	for _, tc := range []struct {
		h    ColorHistogram
		in   tensor.Spec
		want string
	}{
		{ColorHistogram{Space: tensor.RGBA}, rgb, "color_histogram: space: wanted"},
		{ColorHistogram{Bins: []int{4, 4}}, rgb, "color_histogram: bins: wanted one number or 3"},
		{ColorHistogram{Bins: []int{0}}, rgb, "above 0"},
		{ColorHistogram{Bins: []int{4, -1, 4}}, rgb, "above 0"},
		{ColorHistogram{Bins: []int{math.MaxInt}}, rgb, "above 0"},
		{ColorHistogram{Bins: []int{257, 256, 256}, Joint: true}, rgb, "at most 16777216 bins"},
		{ColorHistogram{Norm: "max"}, rgb, "color_histogram: norm: wanted"},
		{ColorHistogram{}, tensor.Spec{Space: tensor.RGBA, C: 4, H: 9, W: 9}, "drop alpha"},
		{ColorHistogram{Space: tensor.Lab}, tensor.Spec{Space: tensor.GrayAlpha, C: 2, H: 9, W: 9}, "drop alpha"},
		{ColorHistogram{}, tensor.VectorSpec(8), "color_histogram: convert: wanted rgb"},
	} {
		if _, err := tc.h.OutSpec(tc.in); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%+v of %v: %v, want %q", tc.h, tc.in, err, tc.want)
		}
	}
	if out, err := (ColorHistogram{Bins: []int{256}, Joint: true}).OutSpec(rgb); err != nil || out.C != 1<<24 {
		t.Errorf("256³ bins: %v, %v", out, err)
	}
	if out, err := (ColorHistogram{}).OutSpec(tensor.Spec{Space: tensor.RGB, C: 3}); err != nil || out.C != 48 {
		t.Errorf("unknown size: %v, %v", out, err)
	}
}

func TestColorHistogramIsAStage(t *testing.T) {
	specs := []tensor.Spec{
		{Space: tensor.Gray, C: 1, H: 1, W: 1},
		{Space: tensor.RGB, C: 3, H: 37, W: 59},
		{DType: tensor.Float32, Space: tensor.HSV, C: 3, H: 5, W: 7},
	}
	stagetest.Run(t, ColorHistogram{}, specs...)
	stagetest.Run(t, ColorHistogram{Space: tensor.Lab, Bins: []int{3, 4, 5}, Joint: true, Norm: "l2"}, specs...)
}
