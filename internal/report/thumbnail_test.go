package report

import (
	"encoding/base64"
	"image"
	"image/jpeg"
	"strings"
	"testing"
)

func TestTransparentThumbnailIsWhite(t *testing.T) {
	text, ok := strings.CutPrefix(string(thumbnail(image.NewNRGBA(image.Rect(0, 0, 300, 20)))), "data:image/jpeg;base64,")
	if !ok {
		t.Fatal("no JPEG")
	}
	img, err := jpeg.Decode(base64.NewDecoder(base64.StdEncoding, strings.NewReader(text)))
	if err != nil {
		t.Fatal(err)
	}
	if size := img.Bounds().Size(); size != image.Pt(160, 10) {
		t.Errorf("size %v, want 160×10", size)
	}
	if r, g, b, _ := img.At(5, 5).RGBA(); min(r, g, b) < 0xfd00 {
		t.Errorf("a transparent picture becomes %x %x %x, want white", r, g, b)
	}
}
