package report

import (
	"image"
	"image/color"
	"math"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

func TestWeightPicture(t *testing.T) {
	gray := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 1, W: 3})
	copy(gray.F32, []float32{2, 0, -1})
	img := WeightPicture(gray)
	plus, zero, minus := img.At(0, 0).(color.RGBA), img.At(1, 0).(color.RGBA), img.At(2, 0).(color.RGBA)
	if plus.B <= plus.R || zero != white || minus.R <= minus.B || luminance(minus) < luminance(plus) {
		t.Errorf("2, 0 and -1 are %v, %v and %v, want dark blue, white and light red", plus, zero, minus)
	}
	rgb := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.RGB, C: 3, H: 1, W: 1})
	copy(rgb.F32, []float32{4, 0, -4})
	if got := WeightPicture(rgb).At(0, 0); got != (color.RGBA{255, 128, 0, 255}) {
		t.Errorf("4, 0 and -4 are %v, want full red, half green, no blue", got)
	}
	lab := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.Lab, C: 3, H: 2, W: 5})
	lab.F32[0], lab.F32[1] = float32(math.NaN()), float32(math.Inf(1))
	if got := WeightPicture(lab).Bounds().Size(); got != image.Pt(15, 2) {
		t.Errorf("three planes have the size %v, want 15×2", got)
	}
}

// Orientation 0 has a gradient to the right: its edge stands upright. The middle one of an odd number lies. Positive ones are on the left.
func TestStarPicture(t *testing.T) {
	cells := tensor.New(tensor.Spec{DType: tensor.Float32, C: 9, H: 2, W: 2})
	cells.Plane32(0)[0] = 1  // top left: nearly upright
	cells.Plane32(4)[3] = -1 // bottom right: lies
	img := StarPicture(cells, false).(*image.Paletted)
	side := cellsSide / 2
	extent := func(x0, y0 int) image.Rectangle {
		var r image.Rectangle
		for y := y0; y < y0+side; y++ {
			for x := x0; x < x0+side; x++ {
				if img.ColorIndexAt(x, y) != 128 {
					r = r.Union(image.Rect(x, y, x+1, y+1))
				}
			}
		}
		return r
	}
	right := 2*side + side/2
	upright, lying := extent(0, 0), extent(right+side, side)
	if upright.Dy() < side*3/4 || upright.Dx() > side/2 {
		t.Errorf("a gradient to the right is drawn as %v", upright)
	}
	if lying.Dx() < side*3/4 || lying.Dy() > side/5 {
		t.Errorf("a gradient down is drawn as %v", lying)
	}
	for _, at := range []image.Point{{side, 0}, {0, side}, {right, 0}} {
		if r := extent(at.X, at.Y); !r.Empty() {
			t.Errorf("something is drawn at %v: %v", at, r)
		}
	}
	if i := img.ColorIndexAt(side/2, side/2); i <= 128 {
		t.Errorf("a positive weight is entry %d, want one above 128", i)
	}
	if StarPicture(tensor.New(tensor.Spec{DType: tensor.Float32, C: 9, H: 100, W: 2}), false) != nil {
		t.Error("too many cells are drawn")
	}
	StarPicture(tensor.New(tensor.Spec{DType: tensor.Float32, C: 1, H: 1, W: 1}), true)
}

func TestEmbedBoundsSizes(t *testing.T) {
	for _, c := range []struct {
		w, h int
		want image.Point
	}{{28, 28, image.Pt(28, 28)}, {5000, 10, image.Pt(240, 1)}, {1, 4000, image.Pt(1, 240)}, {640, 480, image.Pt(240, 180)}, {0, 5, image.Pt(0, 0)}} {
		e := embed(image.NewRGBA(image.Rect(0, 0, c.w, c.h)))
		if e == nil {
			e = &embedded{}
		}
		if got := image.Pt(e.W, e.H); got != c.want || len(e.URL) > 32<<10 {
			t.Errorf("%d×%d is embedded as %v in %d bytes, want %v", c.w, c.h, got, len(e.URL), c.want)
		}
	}
	if embed(nil) != nil {
		t.Error("no picture is embedded as one")
	}
}
