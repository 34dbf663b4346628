package features

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

// cut leaves the first h rows of the first w pixels.
func cut(src *tensor.Tensor, h, w int) *tensor.Tensor {
	spec := src.Spec
	spec.H, spec.W = h, w
	dst := tensor.New(spec)
	for c := range src.C {
		for y := range h {
			copy(dst.Plane8(c)[y*w:][:w], src.Plane8(c)[y*src.W:])
		}
	}
	return dst
}

// TestHOGLayouts compares with OpenCV and with scikit-image's formula for signed directions.
func TestHOGLayouts(t *testing.T) {
	b, err := os.ReadFile("testdata/hog_layouts.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []golden
	if err := json.Unmarshal(b, &cases); err != nil {
		t.Fatal(err)
	}
	pictures, wanted := testdata.ReadNPZ(t, "testdata/hog.npz"), testdata.ReadNPZ(t, "testdata/hog_layouts.npz")
	for _, g := range cases {
		var h HOG
		if err := json.Unmarshal(g.Params, &h); err != nil {
			t.Fatal(err)
		}
		src := picture(tensor.Uint8, ofChannels(pictures[g.Picture].Shape[0]), pictures[g.Picture])
		tolerance := 1e-6
		if h.Layout == opencvLayout {
			src = cut(src, src.H/h.Cell*h.Cell, src.W/h.Cell*h.Cell) // OpenCV wants whole cells
			tolerance = 5e-6                                         // and sums in float32
		}
		got := apply(t, h, src)
		what := g.Picture + " " + string(g.Params)
		t.Logf("%s: largest difference %.2g", what, testdata.Compare(got.F32, wanted[g.Want].Data, 0).Max)
		testdata.Near(t, what, got.F32, wanted[g.Want].Data, tolerance)
		if h.Layout == opencvLayout { // float32 is taken times 255
			testdata.Near(t, what+", as float32", apply(t, h, unitOfPicture(src)).F32, wanted[g.Want].Data, 1e-4)
		}
	}
}

func TestHOGOpenCVConformance(t *testing.T) {
	want := testdata.ReadNPY(t, testdata.Shared(t, "conformance/05_filters/out/coins.hog_cv_default_64x128.npy"))
	a := testdata.ReadNPY(t, testdata.Shared(t, "conformance/05_filters/src/coins_gray64x128.npy"))
	a.Shape = append([]int{1}, a.Shape...)
	got := apply(t, HOG{Layout: "opencv", TransformSqrt: true}, picture(tensor.Uint8, tensor.Gray, a))
	testdata.Near(t, "default", got.F32, want.Data, 1e-6)
}

func TestHOGLayoutsRefused(t *testing.T) {
	in := tensor.Spec{Space: tensor.Gray, C: 1, H: 64, W: 64}
	for _, h := range []HOG{{Layout: "matlab"}, {Layout: "opencv", Norm: "l1"}, {Signed: true, Orientations: 9}} {
		if out, err := h.OutSpec(in); err == nil {
			t.Errorf("%+v was taken and gives %v", h, out)
		}
	}
	for h, want := range map[HOG]int{{}: 6 * 6 * 81, {Layout: "opencv"}: 7 * 7 * 36, {Signed: true}: 6 * 6 * 162, {Layout: "skimage"}: 6 * 6 * 81} {
		if out, err := h.OutSpec(in); err != nil || out.C != want {
			t.Errorf("%+v gives %v, %v, want %d values", h, out, err, want)
		}
	}
}

// TestHOGOpenCVOfAnyFloat: values that are no numbers don't panic, and make blocks that see them NaN and no others.
func TestHOGOpenCVOfAnyFloat(t *testing.T) {
	for _, bad := range []float32{float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1)), math.MaxFloat32} {
		for _, signed := range []bool{false, true} {
			h := HOG{Layout: opencvLayout, Cell: 4, Signed: signed}
			src := stagetest.Fill(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 24, W: 24}, 7)
			clean := apply(t, h, src)
			src.F32[9*24+9] = bad
			got := apply(t, h, src)
			blockLen := len(got.F32) / 25
			for i, v := range got.F32 { // blocks begin at 0, 4 … 16, and the gradients of 8 to 10 see the value
				column, row := i/blockLen/5*4, i/blockLen%5*4
				if sees := column < 11 && column+8 > 8 && row < 11 && row+8 > 8; sees != (v != v) || !sees && v != clean.F32[i] {
					t.Fatalf("%v, signed %v: value %d of the block at %d, %d is %v", bad, signed, i%blockLen, row, column, v)
				}
			}
		}
	}
}

// TestHOGVisualizeSigned: opposite gradients, both in one half of the bins or the other, have the same line.
func TestHOGVisualizeSigned(t *testing.T) {
	up := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: 32, W: 32})
	for i := range up.U8 {
		up.U8[i] = byte(60 + 4*(i/32) + i%32)
	}
	down := up.Clone()
	for i, v := range up.U8 {
		down.U8[i] = 255 - v
	}
	for _, picture := range []*tensor.Tensor{up, down} {
		want, err := HOG{Cell: 16, Block: 1}.Visualize(picture)
		if err != nil {
			t.Fatal(err)
		}
		got, err := HOG{Cell: 16, Block: 1, Signed: true}.Visualize(picture)
		if err != nil {
			t.Fatal(err)
		}
		testdata.Near(t, "signed", got.F32, widen(want.F32), 1e-4)
	}
	for _, n := range []int{1, 7} {
		if _, err := (HOG{Layout: opencvLayout, Signed: true, Orientations: n}).Visualize(up); err == nil {
			t.Errorf("%d signed orientations: no error", n)
		}
	}
}
