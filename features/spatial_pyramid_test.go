package features

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

// counts is the step whose numbers pyramid.npz has.
var counts = []tensor.Step{ColorHistogram{Bins: []int{8}, Norm: "none"}}

func TestSpatialPyramidGoldens(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/pyramid.npz")
	colour := picture(tensor.Uint8, tensor.RGB, arrays["colour"])
	for _, tc := range []struct {
		want      string
		pyramid   SpatialPyramid
		src       *tensor.Tensor
		tolerance float64
	}{
		{"counts", SpatialPyramid{Of: counts}, colour, 0},
		{"weighted", SpatialPyramid{Of: counts, Levels: []int{1, 2, 4, 8}, Weighted: true}, colour, 0},
		{"thirds", SpatialPyramid{Of: counts, Levels: []int{3, 5}, Weighted: true}, colour, 0},
		{"hog", SpatialPyramid{Of: []tensor.Step{HOG{Block: 2}}}, picture(tensor.Uint8, tensor.Gray, arrays["gray"]), 1e-6},
	} {
		testdata.Near(t, tc.want, apply(t, tc.pyramid, tc.src).F32, arrays[tc.want].Data, tc.tolerance)
	}
}

// TestSpatialPyramidCellsCoverThePicture: counts of a level add up to those of the picture.
func TestSpatialPyramidCellsCoverThePicture(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{DType: tensor.Float32, Space: tensor.RGB, C: 3, H: 67, W: 65}, 1)
	want := apply(t, counts[0].(ColorHistogram), src)
	for n := 1; n <= maxPyramidCells; n++ {
		sums := make([]float32, want.Len())
		for i, v := range apply(t, SpatialPyramid{Of: counts, Levels: []int{n}}, src).F32 {
			sums[i%len(sums)] += v
		}
		if !slices.Equal(sums, want.F32) {
			t.Errorf("level %d: counts add up to %v, want %v", n, sums, want.F32)
		}
	}
}

// TestSpatialPyramidOfChain: several steps, the last of them a Concat, are applied to each cell.
func TestSpatialPyramidOfChain(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{Space: tensor.RGB, C: 3, H: 6, W: 4}, 2)
	gray := colorspace.Convert{To: tensor.Gray}
	of := []tensor.Step{gray, Concat{Branches: [][]tensor.Step{{Flatten{}}}}}
	got := apply(t, SpatialPyramid{Of: of, Levels: []int{2}}, src)
	all := apply(t, Flatten{}, apply(t, gray, src)).F32
	want := []float32{
		all[0], all[1], all[4], all[5], all[8], all[9], all[2], all[3], all[6], all[7], all[10], all[11],
		all[12], all[13], all[16], all[17], all[20], all[21], all[14], all[15], all[18], all[19], all[22], all[23]}
	testdata.Near(t, "cells", got.F32, widen(want), 0)
}

func TestSpatialPyramidOfUnknownSize(t *testing.T) {
	p := SpatialPyramid{Of: counts}
	for _, in := range []tensor.Spec{{Space: tensor.RGB, C: 3}, {Space: tensor.RGB, C: 3, H: 5}} {
		out, err := p.OutSpec(in)
		if want := tensor.VectorSpec(21 * 24); err != nil || out != want {
			t.Errorf("OutSpec(%v) = %v, %v, want %v", in, out, err, want)
		}
	}
}

func TestSpatialPyramidCells(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{Space: tensor.RGB, C: 3, H: 5, W: 6}, 3)
	p := SpatialPyramid{Of: counts, Levels: []int{2, 3}}
	cells, err := p.Cells(src)
	if err != nil {
		t.Fatal(err)
	}
	var sizes [][2]int
	for cell := range cells {
		sizes = append(sizes, [2]int{cell.H, cell.W})
	}
	if want := [][2]int{{2, 3}, {2, 3}, {3, 3}, {3, 3}, {1, 2}, {1, 2}, {1, 2}, {2, 2}, {2, 2}, {2, 2}, {2, 2}, {2, 2}, {2, 2}}; !slices.Equal(sizes, want) {
		t.Errorf("sizes %v, want %v", sizes, want)
	}
	for range cells {
		break
	}
	if _, err := p.Cells(&tensor.Tensor{Spec: tensor.Spec{Space: tensor.RGB, C: 3, H: 2, W: 2}}); err == nil {
		t.Error("cells of less than a pixel")
	}
	for _, tc := range []struct {
		levels []int
		h, w   int
	}{{[]int{2, 3}, 0, 0}, {[]int{2}, 0, 0}, {[]int{5}, 0, 0}, {[]int{1}, 5, 6}, {nil, 0, 0}} {
		p.Levels = tc.levels
		if s := p.CellSpec(src.Spec); s.H != tc.h || s.W != tc.w || s.C != 3 {
			t.Errorf("levels %v: CellSpec is %v", tc.levels, s)
		}
	}
	src.H = 6
	p.Levels = []int{3}
	if s := p.CellSpec(src.Spec); s.H != 2 || s.W != 2 {
		t.Errorf("CellSpec is %v, want 2×2", s)
	}
}

func TestSpatialPyramidRefusals(t *testing.T) {
	rgb := func(h, w int) tensor.Spec { return tensor.Spec{Space: tensor.RGB, C: 3, H: h, W: w} }
	flat := []tensor.Step{Flatten{}}
	for _, tc := range []struct {
		pyramid SpatialPyramid
		in      tensor.Spec
		want    string
	}{
		{SpatialPyramid{}, rgb(9, 9), "spatial_pyramid: of: wanted at least one step"},
		{SpatialPyramid{Of: flat, Levels: []int{0}}, rgb(9, 9), "spatial_pyramid: levels: wanted numbers from 1 to 64 in increasing order"},
		{SpatialPyramid{Of: flat, Levels: []int{2, 2}}, rgb(9, 9), "spatial_pyramid: levels: wanted"},
		{SpatialPyramid{Of: flat, Levels: []int{65}}, rgb(99, 99), "spatial_pyramid: levels: wanted"},
		{SpatialPyramid{Of: flat}, rgb(3, 9), "spatial_pyramid: wanted at least 4×4 pixels"},
		{SpatialPyramid{Of: flat}, rgb(12, 13), "cells of one size on level 2, because"},
		{SpatialPyramid{Of: flat}, rgb(0, 0), "spatial_pyramid: cells of level 1, step 1 (features.Flatten): flatten: wanted a known size"},
		{SpatialPyramid{Of: []tensor.Step{HOG{}}}, rgb(48, 48), "spatial_pyramid: cells of level 4, step 1 (features.HOG): hog: wanted at least 24×24"},
		{SpatialPyramid{Of: []tensor.Step{imgproc.Identity{}}}, rgb(8, 8), "(end the steps with flatten)"},
		{SpatialPyramid{Of: []tensor.Step{nil}}, rgb(8, 8), "spatial_pyramid: cells of level 1, step 1: wanted a stage, found nothing"},
		{SpatialPyramid{Of: flat}, tensor.Spec{Space: tensor.RGB, C: 2, H: 9, W: 9}, "3 channels"},
		{SpatialPyramid{Of: []tensor.Step{ColorHistogram{Bins: []int{1 << 20}}}, Levels: []int{64}}, rgb(64, 64), "2 GiB"},
	} {
		if _, err := tc.pyramid.OutSpec(tc.in); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%+v of %v: %v, want %q", tc.pyramid, tc.in, err, tc.want)
		}
	}
	// HOG leaves out what makes no whole cell, so cells that differ by a pixel can do.
	if _, err := (SpatialPyramid{Of: []tensor.Step{HOG{Block: 1}}, Levels: []int{2}}).OutSpec(rgb(33, 37)); err != nil {
		t.Error(err)
	}
	src := stagetest.Fill(rgb(8, 8), 4)
	for want, of := range map[string]tensor.Step{
		"spatial_pyramid: cell 1 of level 1, step 2 (features.Standardize): wanted a stage": Standardize{},
		"spatial_pyramid: cell 1 of level 1, step 2 (features.failing): failing":            failing{},
	} {
		p := SpatialPyramid{Of: []tensor.Step{Flatten{}, of}}
		out, err := p.OutSpec(src.Spec)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Apply(tensor.New(out), src); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

func TestSpatialPyramidKeepsNaNInItsCells(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 4, W: 4}, 5)
	src.F32[5] = float32(math.NaN())
	for i, v := range apply(t, SpatialPyramid{Of: []tensor.Step{Flatten{}}, Levels: []int{4}}, src).F32 {
		if (v != v) != (i == 5) {
			t.Errorf("value %d is %v", i, v)
		}
	}
}

func TestSpatialPyramidDoesNotAllocate(t *testing.T) {
	p := SpatialPyramid{Of: []tensor.Step{colorspace.Convert{To: tensor.Gray}, HOG{Block: 1}}, Weighted: true}
	src := stagetest.Fill(tensor.Spec{Space: tensor.RGB, C: 3, H: 64, W: 96}, 6)
	dst := apply(t, p, src)
	if n := testing.AllocsPerRun(50, func() { _ = p.Apply(dst, src) }); n >= 1 && !testdata.Race {
		t.Errorf("%v allocations", n)
	}
}
