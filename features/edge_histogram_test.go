package features

import (
	"errors"
	"math"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

func TestEdgeHistogramGoldens(t *testing.T) {
	textureGoldens(t, "edges", decode[EdgeHistogram], func(t *testing.T, _ golden, got []float32, want []float64) {
		testdata.Near(t, "edges", got, want, 1e-6)
	})
}

// TestEdgeHistogramTurned: of a picture turned by 90 degrees the cells are elsewhere, and directions 90 degrees on. No gradient
// of noise in float32 is on a bin's edge.
func TestEdgeHistogramTurned(t *testing.T) {
	const n, cells, bins = 24, 3, 6
	src := stagetest.Fill(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: n, W: n}, 3)
	turned := tensor.New(src.Spec)
	for i, v := range src.F32 {
		turned.F32[i%n*n+n-1-i/n] = v
	}
	h := EdgeHistogram{Rows: cells, Columns: cells, Bins: bins}
	before, after := apply(t, h, src).F32, apply(t, h, turned).F32
	want := make([]float64, len(before))
	for i, v := range before {
		cell, bin := i/bins, i%bins
		cell = cell%cells*cells + cells - 1 - cell/cells
		want[cell*bins+(bin+bins/2)%bins] = float64(v)
	}
	// The border has gradients of 0° and 90° exactly, which are on an edge and change places exactly.
	testdata.Near(t, "turned", after, want, 1e-5)
}

// TestEdgeHistogramFloat32: v/255 gives what v gives.
func TestEdgeHistogramFloat32(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{Space: tensor.RGB, C: 3, H: 20, W: 21}, 6)
	h := EdgeHistogram{Bins: 1, Norm: "none"}
	testdata.Near(t, "unit", apply(t, h, unitOfPicture(src)).F32, widen(apply(t, h, src).F32), 1e-6)
}

func TestEdgeHistogramOddPictures(t *testing.T) {
	zeros := make([]float64, 128)
	for _, norm := range []string{"", "l1", "l2", "none"} {
		dot := &tensor.Tensor{Spec: tensor.Spec{Space: tensor.Gray, C: 1, H: 1, W: 1}, U8: []uint8{9}}
		testdata.Near(t, "a pixel", apply(t, EdgeHistogram{Norm: norm}, dot).F32, zeros, 0)
	}
	row := &tensor.Tensor{Spec: tensor.Spec{Space: tensor.Gray, C: 1, H: 1, W: 4}, U8: []uint8{0, 51, 0, 255}}
	h := EdgeHistogram{Rows: 1, Columns: 4, Bins: 2, Norm: "none"}
	testdata.Near(t, "a row", apply(t, h, row).F32, []float64{0, 0, 0, 0, 3.2, 0, 0, 0}, 1e-6)
	column := &tensor.Tensor{Spec: tensor.Spec{Space: tensor.Gray, C: 1, H: 4, W: 1}, U8: row.U8}
	h.Rows, h.Columns = 4, 1
	testdata.Near(t, "a column", apply(t, h, column).F32, []float64{0, 0, 0, 0, 0, 3.2, 0, 0}, 1e-6)
	nan := math.NaN()
	odd := &tensor.Tensor{Spec: tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 1, W: 6},
		F32: []float32{0, 0, 1, 0, 0, float32(nan)}}
	h.Rows, h.Columns = 1, 2
	testdata.Near(t, "NaN", apply(t, h, odd).F32, []float64{4. / 3, 0, nan, 0}, 1e-6)
}

func TestEdgeHistogramRefusals(t *testing.T) {
	gray := tensor.Spec{Space: tensor.Gray, C: 1, H: 9, W: 9}
	for _, tc := range []struct {
		h     EdgeHistogram
		param string
	}{
		{EdgeHistogram{Rows: -1}, "rows"},
		{EdgeHistogram{Columns: 1025}, "columns"},
		{EdgeHistogram{Bins: -1}, "bins"},
		{EdgeHistogram{Bins: 361}, "bins"},
		{EdgeHistogram{Norm: "l3"}, "norm"},
	} {
		var p *tensor.ParamError
		if _, err := tc.h.OutSpec(gray); !errors.As(err, &p) || p.Op != "edge_histogram" || p.Param != tc.param {
			t.Errorf("%+v: %v, want a *ParamError for %s", tc.h, err, tc.param)
		}
	}
	var s *tensor.SpecError
	for _, in := range []tensor.Spec{{Space: tensor.RGBA, C: 4, H: 9, W: 9}, {Space: tensor.Gray, C: 1, H: -1, W: 9}, {}} {
		if _, err := (EdgeHistogram{}).OutSpec(in); !errors.As(err, &s) {
			t.Errorf("%v: %v, want a *SpecError", in, err)
		}
	}
	if out, err := (EdgeHistogram{}).OutSpec(tensor.Spec{Space: tensor.RGB, C: 3}); err != nil || out.C != 128 {
		t.Errorf("unknown size: %v, %v", out, err)
	}
}

func TestEdgeHistogramIsAStage(t *testing.T) {
	specs := []tensor.Spec{
		{Space: tensor.Gray, C: 1, H: 1, W: 1},
		{Space: tensor.RGB, C: 3, H: 37, W: 59},
		{DType: tensor.Float32, Space: tensor.HSV, C: 3, H: 5, W: 7},
	}
	stagetest.Run(t, EdgeHistogram{}, specs...)
	stagetest.Run(t, EdgeHistogram{Rows: 2, Columns: 7, Bins: 36, Norm: "l1"}, specs...)
}
