package features

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
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
