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

// MostShot is the longer side, in pixels, of pictures that pages show.
const MostShot = 240

// smallShot is up to where pictures are embedded as they are, and shown with their pixels.
const smallShot = 64

// An embedded picture is an <img> of a page.
type embedded struct {
	URL   template.URL
	W, H  int
	Small bool // its pixels are to be seen
}

// Thumbnail returns what a page shows of img: img itself if it is small, or a drawing, or nil, and otherwise the picture on white,
// scaled down to a bounded size. Whoever collects many pictures keeps their thumbnails.
func Thumbnail(img image.Image) image.Image {
	if img == nil || isDrawing(img) || longer(img) <= smallShot {
		return img
	}
	return thumbnail(img)
}

// longer is the longer side.
func longer(img image.Image) int { return max(img.Bounds().Dx(), img.Bounds().Dy()) }

// isDrawing reports whether img has few colours and sharp edges.
func isDrawing(img image.Image) bool {
	_, few := img.(*image.Paletted)
	return few && longer(img) <= 3*MostShot
}

// embed returns what Thumbnail makes of img as a data URL, PNG for what is small or a drawing and JPEG for the rest; and nil for
// nil and what can't be encoded.
func embed(img image.Image) *embedded {
	if img == nil || img.Bounds().Empty() {
		return nil
	}
	img = Thumbnail(img)
	e := &embedded{W: img.Bounds().Dx(), H: img.Bounds().Dy(), Small: longer(img) <= smallShot}
	var buf bytes.Buffer
	kind, err := "image/png", error(nil)
	if e.Small || isDrawing(img) {
		err = png.Encode(&buf, img)
	} else {
		kind, err = "image/jpeg", jpeg.Encode(&buf, img, &jpeg.Options{Quality: 82})
	}
	if err != nil {
		return nil
	}
	e.URL = template.URL("data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(buf.Bytes()))
	return e
}

// thumbnail returns img on white, at most MostShot pixels wide and high.
func thumbnail(img image.Image) *image.RGBA {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	if m := max(w, h); m > MostShot {
		w, h = max(1, w*MostShot/m), max(1, h*MostShot/m)
	}
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	xdraw.Draw(small, small.Bounds(), image.White, image.Point{}, xdraw.Src) // JPEG knows no transparency
	xdraw.CatmullRom.Scale(small, small.Bounds(), img, b, xdraw.Over, nil)
	return small
}
