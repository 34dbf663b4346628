package report

import (
	"image"
	"image/color"
	"math"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

func TestFontIsThere(t *testing.T) {
	if _, err := parsed(); err != nil {
		t.Fatal(err)
	}
}

func TestSheetPlacesPanelsInRowsOfFour(t *testing.T) {
	red := image.NewRGBA(image.Rect(0, 0, 2, 1))
	red.Set(0, 0, color.RGBA{0xff, 0, 0, 0xff})
	red.Set(1, 0, color.RGBA{0xff, 0, 0, 0xff})
	var panels []Panel
	for range 5 {
		panels = append(panels, Panel{red, []string{"title", "line"}})
	}
	sheet := Sheet(panels)
	w, h := cell+margin, cell+margin+2*leading+leading/2
	if got, want := sheet.Bounds().Size(), image.Pt(4*w+margin, 2*h+margin); got != want {
		t.Errorf("size %v, want %v", got, want)
	}
	for _, at := range []image.Point{{margin + cell/2, margin + cell/2}, {margin + cell/2, margin + h + cell/2}} {
		if got := sheet.RGBAAt(at.X, at.Y); got != (color.RGBA{0xff, 0, 0, 0xff}) {
			t.Errorf("at %v is %v, want the red picture", at, got)
		}
	}
	if got := sheet.RGBAAt(margin+w+cell/2, margin+h+cell/2); got != paper {
		t.Errorf("there is %v where no panel is", got)
	}
	Sheet(nil)
	Sheet([]Panel{{nil, nil}, {image.NewGray(image.Rect(0, 0, 1, 5000)), []string{strings.Repeat("very long ", 99), "\xff\x00"}}})
}

func TestBars(t *testing.T) {
	img := Bars([]float32{1, -1, 0.5, float32(math.NaN())}, 8, 101).(*image.RGBA)
	for _, c := range []struct {
		x, y int
		want bool
	}{{0, 0, true}, {0, 49, true}, {0, 60, false}, {2, 100, true}, {2, 40, false}, {4, 30, true}, {4, 20, false}, {7, 30, false}} {
		if got := img.RGBAAt(c.x, c.y) == accent; got != c.want {
			t.Errorf("bar at %d,%d: %v, want %v", c.x, c.y, got, c.want)
		}
	}
	Bars(nil, 8, 8)
	Bars(make([]float32, 3), 8, 8)
	Bars(make([]float32, 100), 8, 8)
	Bars([]float32{float32(math.Inf(1)), float32(math.Inf(-1))}, 8, 8)
}

func TestPicture(t *testing.T) {
	gray := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 1, W: 2})
	gray.F32[0], gray.F32[1] = -2, 2
	img, note := Picture(gray)
	if note == "" || img.(*image.Gray).Pix[0] != 0 || img.(*image.Gray).Pix[1] != 255 {
		t.Errorf("values −2 and 2 drawn as %v with note %q", img, note)
	}
	lab := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.Lab, C: 3, H: 4, W: 5})
	if img, _ := Picture(lab); img.Bounds().Dx() != 15 {
		t.Errorf("three planes of 5 columns are %v wide", img.Bounds())
	}
	if img, _ := Picture(tensor.Vector([]float32{1})); img.Bounds().Dx() != cell {
		t.Errorf("a vector is drawn as %v", img.Bounds())
	}
}
