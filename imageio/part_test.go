package imageio

import (
	"errors"
	"image"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// withOrientation puts Exif with an orientation into a JPEG file.
func withOrientation(file []byte, orientation int) []byte {
	exif := []byte("\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00")
	exif[29] = byte(orientation)
	return slices.Concat(file[:2], exif, file[2:])
}

// TestPart: a part of a JPEG, however it is turned, is that part of the whole picture; other formats give all of it.
func TestPart(t *testing.T) {
	file := readTest(t, "../testdata/photos/chelsea.jpg")
	for orientation := 1; orientation <= 8; orientation++ {
		data := withOrientation(file, orientation)
		whole, err := Decode(data, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if (whole.H > whole.W) != (orientation > 4) {
			t.Fatalf("orientation %d: %v", orientation, whole.Spec)
		}
		for _, part := range []image.Rectangle{
			image.Rect(0, 0, 1, 1), image.Rect(10, 20, 90, 55), image.Rect(whole.W-3, whole.H-40, whole.W, whole.H), image.Rect(0, 0, whole.W, whole.H),
		} {
			got, err := Decode(data, Options{Part: func(h, w int) image.Rectangle {
				if h != whole.H || w != whole.W {
					t.Errorf("orientation %d: asked for %d×%d, want %d×%d", orientation, h, w, whole.H, whole.W)
				}
				return part
			}})
			if err != nil {
				t.Fatal(err)
			}
			samePart(t, got, whole, part)
		}
	}
}

func samePart(t *testing.T, got, whole *tensor.Tensor, part image.Rectangle) {
	t.Helper()
	if got.H != part.Dy() || got.W != part.Dx() || got.C != whole.C {
		t.Fatalf("%v of %v is %v", part, whole.Spec, got.Spec)
	}
	for c := range got.C {
		for y := range got.H {
			for x := range got.W {
				g, w := got.Plane8(c)[y*got.W+x], whole.Plane8(c)[(y+part.Min.Y)*whole.W+x+part.Min.X]
				if g != w {
					t.Fatalf("%v: channel %d, row %d, column %d is %d, want %d", part, c, y, x, g, w)
				}
			}
		}
	}
}

func TestPartRefused(t *testing.T) {
	file := readTest(t, "../testdata/photos/chelsea.jpg")
	for _, part := range []image.Rectangle{image.Rect(-1, 0, 5, 5), image.Rect(0, 0, 5, 10000), {Min: image.Pt(3, 3), Max: image.Pt(3, 9)}} {
		_, err := Decode(file, Options{Part: func(h, w int) image.Rectangle { return part }})
		var bad *tensor.ParamError
		if !errors.As(err, &bad) || bad.Param != "part" {
			t.Errorf("%v: %v", part, err)
		}
	}
	if _, err := Decode(file[:len(file)/2], Options{Part: func(h, w int) image.Rectangle { return image.Rect(0, 0, 8, 8) }}); err == nil {
		t.Error("damage outside the part is no error")
	}
}
