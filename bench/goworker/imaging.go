package main

import (
	"bytes"
	"image/jpeg"
	"runtime"

	"github.com/saccade-go/saccade/bench/internal/harness"

	"github.com/disintegration/imaging"
)

// imagingLibrary decodes with the standard library and resizes with disintegration/imaging.
var imagingLibrary = contestant{
	version: func() string {
		return "disintegration/imaging " + harness.ModuleVersion("github.com/disintegration/imaging") + ", image/jpeg of " + runtime.Version()
	},
	jobs: map[string]func([][]byte) (job, error){"tensor": forEach(newImaging)},
}

func newImaging() worker {
	out := make([]float32, 3*side*side)
	return func(file []byte) ([]float32, error) {
		img, err := jpeg.Decode(bytes.NewReader(file))
		if err != nil {
			return nil, err
		}
		w, h := scaled(img.Bounds().Dx(), img.Bounds().Dy())
		crop := imaging.Crop(imaging.Resize(img, w, h, imaging.Linear), middle(w, h))
		normalize(out, crop.Pix, crop.Stride)
		return out, nil
	}
}
