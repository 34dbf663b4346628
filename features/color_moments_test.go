package features

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

func TestColorMomentsGoldens(t *testing.T) {
	textureGoldens(t, "moments", decode[ColorMoments], func(t *testing.T, _ golden, got []float32, want []float64) {
		testdata.Near(t, "moments", got, want, 1e-7)
	})
}

// TestColorMomentsConverts: naming a space is converting before.
func TestColorMomentsConverts(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{Space: tensor.RGB, C: 3, H: 20, W: 20}, 8)
	lab := apply(t, colorspace.Convert{To: tensor.Lab}, src)
	got, want := apply(t, ColorMoments{Space: tensor.Lab, Rows: 2}, src), apply(t, ColorMoments{Rows: 2}, lab)
	testdata.Near(t, "lab", got.F32, widen(want.F32), 0)
}

// TestColorMomentsMirrored: of 1−v the mean is 1 less the mean, the deviation the same, the skewness the opposite.
func TestColorMomentsMirrored(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{Space: tensor.Gray, C: 1, H: 31, W: 17}, 9)
	for i, v := range src.U8 {
		src.U8[i] = uint8(int(v) * int(v) / 255) // more dark than light
	}
	v := apply(t, ColorMoments{}, src).F32
	for i := range src.U8 {
		src.U8[i] = 255 - src.U8[i]
	}
	testdata.Near(t, "mirrored", apply(t, ColorMoments{}, src).F32, widen([]float32{1 - v[0], v[1], -v[2]}), 1e-7)
	if v[2] <= 0 {
		t.Errorf("skewness %v, want it above 0", v[2])
	}
}

// TestColorMomentsCells: the moments of a cell are those of the picture cropped to it.
func TestColorMomentsCells(t *testing.T) {
	for _, dtype := range []tensor.DType{tensor.Uint8, tensor.Float32} {
		src := stagetest.Fill(tensor.Spec{DType: dtype, Space: tensor.RGB, C: 3, H: 11, W: 8}, 4)
		all := apply(t, ColorMoments{Rows: 3, Columns: 2}, src).F32
		for i, b := range []box{{0, 3, 0, 4}, {0, 3, 4, 8}, {3, 7, 0, 4}, {3, 7, 4, 8}, {7, 11, 0, 4}, {7, 11, 4, 8}} {
			part := tensor.New(tensor.Spec{DType: dtype, Space: tensor.RGB, C: 3, H: b.bottom - b.top, W: b.right - b.left})
			for k := range part.Len() {
				c, y, x := k/b.pixels(), b.top+k%b.pixels()/part.W, b.left+k%part.W
				if at := (c*src.H+y)*src.W + x; dtype == tensor.Uint8 {
					part.U8[k] = src.U8[at]
				} else {
					part.F32[k] = src.F32[at]
				}
			}
			testdata.Near(t, "cell", all[9*i:9*i+9], widen(apply(t, ColorMoments{}, part).F32), 0)
		}
	}
}

func TestColorMomentsOddPictures(t *testing.T) {
	dot := &tensor.Tensor{Spec: tensor.Spec{Space: tensor.Gray, C: 1, H: 1, W: 1}, U8: []uint8{51}}
	testdata.Near(t, "a pixel and cells without", apply(t, ColorMoments{Columns: 3}, dot).F32,
		[]float64{0, 0, 0, 0, 0, 0, float64(float32(0.2)), 0, 0}, 0)
	nan := math.NaN()
	for _, v := range []float64{nan, math.Inf(1)} {
		src := &tensor.Tensor{Spec: tensor.Spec{DType: tensor.Float32, Space: tensor.RGB, C: 3, H: 1, W: 2},
			F32: []float32{0, float32(v), 0.5, 0.5, 0, 1}}
		got := apply(t, ColorMoments{Columns: 2}, src).F32
		want := []float64{0, 0, 0, 0.5, 0, 0, 0, 0, 0, v, nan, nan, 0.5, 0, 0, 1, 0, 0}
		testdata.Near(t, "not a number", got[:9], want[:9], 0)
		testdata.Near(t, "not a number", got[10:], want[10:], 0)
	}
}

func TestColorMomentsRefusals(t *testing.T) {
	rgb := tensor.Spec{Space: tensor.RGB, C: 3, H: 9, W: 9}
	for _, tc := range []struct {
		m    ColorMoments
		in   tensor.Spec
		want string
	}{
		{ColorMoments{Space: tensor.RGBA}, rgb, "color_moments: space: wanted"},
		{ColorMoments{Rows: -1}, rgb, "color_moments: rows: wanted 1 to 1024"},
		{ColorMoments{Columns: 1025}, rgb, "color_moments: columns: wanted 1 to 1024"},
		{ColorMoments{}, tensor.Spec{Space: tensor.RGBA, C: 4, H: 9, W: 9}, "drop alpha"},
		{ColorMoments{}, tensor.VectorSpec(8), "color_moments: convert: wanted rgb"},
	} {
		if _, err := tc.m.OutSpec(tc.in); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%+v of %v: %v, want %q", tc.m, tc.in, err, tc.want)
		}
	}
	var p *tensor.ParamError
	if _, err := (ColorMoments{Rows: -1}).OutSpec(rgb); !errors.As(err, &p) || p.Param != "rows" {
		t.Errorf("%v is no *ParamError for rows", err)
	}
	if out, err := (ColorMoments{Rows: 2}).OutSpec(tensor.Spec{Space: tensor.RGB, C: 3}); err != nil || out.C != 18 {
		t.Errorf("unknown size: %v, %v", out, err)
	}
}

func TestColorMomentsIsAStage(t *testing.T) {
	specs := []tensor.Spec{
		{Space: tensor.Gray, C: 1, H: 1, W: 1},
		{Space: tensor.RGB, C: 3, H: 37, W: 59},
		{DType: tensor.Float32, Space: tensor.HSV, C: 3, H: 5, W: 7},
	}
	stagetest.Run(t, ColorMoments{}, specs...)
	stagetest.Run(t, ColorMoments{Space: tensor.Lab, Rows: 3, Columns: 2}, specs...)
}
