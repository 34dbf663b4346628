package report

import (
	"bytes"
	"encoding/base64"
	"html/template"
	"image"
	"image/jpeg"
	"image/png"

	xdraw "golang.org/x/image/draw"
)

// A Shot is a picture of a contact sheet with its caption. All its text may be other people's.
type Shot struct {
	Image image.Image // nil if it can't be shown
	Alt   string      // what to say in place of the picture
	Title string
	Value string   // beside the title: a probability
	Notes []string // a line each
	Path  string   // below; a long one is cut in its middle
}

// Sizes of pictures in pages, in pixels.
const (
	mostShot  = 240 // the longer side of a picture
	smallShot = 64  // up to here pictures are embedded as they are, and shown with their pixels
)

// An embedded picture is an <img> of a page.
type embedded struct {
	URL   template.URL
	W, H  int
	Small bool // its pixels are to be seen
}

// embed returns img as a data URL, and nil for nil and what can't be encoded: small pictures and drawings (of few
// colours) as PNG, and larger ones as JPEG on white, scaled down to a bounded size.
func embed(img image.Image) *embedded {
	if img == nil || img.Bounds().Empty() {
		return nil
	}
	b := img.Bounds()
	var buf bytes.Buffer
	_, drawn := img.(*image.Paletted)
	if max(b.Dx(), b.Dy()) <= smallShot || drawn && max(b.Dx(), b.Dy()) <= 3*mostShot {
		if png.Encode(&buf, img) != nil {
			return nil
		}
		return &embedded{dataURL("image/png", buf.Bytes()), b.Dx(), b.Dy(), max(b.Dx(), b.Dy()) <= smallShot}
	}
	small := thumbnail(img)
	if jpeg.Encode(&buf, small, &jpeg.Options{Quality: 82}) != nil {
		return nil
	}
	return &embedded{dataURL("image/jpeg", buf.Bytes()), small.Rect.Dx(), small.Rect.Dy(), false}
}

func dataURL(kind string, data []byte) template.URL {
	return template.URL("data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(data))
}

// thumbnail returns img on white, at most mostShot pixels wide and high.
func thumbnail(img image.Image) *image.RGBA {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if m := max(w, h); m > mostShot {
		w, h = max(1, w*mostShot/m), max(1, h*mostShot/m)
	}
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	xdraw.Draw(small, small.Bounds(), image.White, image.Point{}, xdraw.Src) // JPEG knows no transparency
	xdraw.CatmullRom.Scale(small, small.Bounds(), img, b, xdraw.Over, nil)
	return small
}
