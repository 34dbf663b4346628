package main

import (
	"bytes"
	"image"
	"image/jpeg"
	"runtime"

	"github.com/saccade-go/saccade/bench/internal/harness"

	"golang.org/x/image/draw"
)

// xdraw decodes with the standard library and resizes with golang.org/x/image/draw, only what the crop shows.
var xdraw = contestant{
	version: func() string {
		return "x/image/draw " + harness.ModuleVersion("golang.org/x/image") + ", image/jpeg of " + runtime.Version()
	},
	jobs: map[string]func([][]byte) (job, error){"tensor": forEach(newXDraw)},
}

func newXDraw() worker {
	out := make([]float32, 3*side*side)
	crop := image.NewRGBA(image.Rect(0, 0, side, side))
	return func(file []byte) ([]float32, error) {
		img, err := jpeg.Decode(bytes.NewReader(file))
		if err != nil {
			return nil, err
		}
		w, h := scaled(img.Bounds().Dx(), img.Bounds().Dy())
		whole := image.Rect(0, 0, w, h).Sub(middle(w, h).Min)
		draw.BiLinear.Scale(crop, whole, img, img.Bounds(), draw.Src, nil)
		normalize(out, crop.Pix, crop.Stride)
		return out, nil
	}
}
