package report

import (
	"image"
	"testing"
)

func TestTransparentThumbnailIsWhite(t *testing.T) {
	img := thumbnail(image.NewNRGBA(image.Rect(0, 0, 480, 20)))
	if size := img.Bounds().Size(); size != image.Pt(240, 10) {
		t.Errorf("size %v, want 240×10", size)
	}
	if r, g, b, _ := img.At(5, 5).RGBA(); min(r, g, b) < 0xfd00 {
		t.Errorf("a transparent picture becomes %x %x %x, want white", r, g, b)
	}
}
