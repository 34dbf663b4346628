package main

import (
	"image"
	"math"
)

// The job of all: the shorter side becomes 256, the middle 224×224 pixels are cut out, and each channel is
// (v/255 − mean)/std.
const (
	shorter = 256
	side    = 224
)

var (
	mean = [3]float32{0.485, 0.456, 0.406}
	std  = [3]float32{0.229, 0.224, 0.225}
)

// scaled returns the size of a w×h picture when its shorter side is 256, as torchvision computes it.
func scaled(w, h int) (int, int) {
	if w <= h {
		return shorter, shorter * h / w
	}
	return shorter * w / h, shorter
}

// middle returns the rectangle of the crop in a w×h picture. Halves go to the even neighbour, as in torchvision.
func middle(w, h int) image.Rectangle {
	x, y := int(math.RoundToEven(float64(w-side)/2)), int(math.RoundToEven(float64(h-side)/2))
	return image.Rect(x, y, x+side, y+side)
}

// normalize writes the opaque 224×224 picture with four bytes per pixel into dst, plane by plane.
func normalize(dst []float32, pix []uint8, stride int) {
	const plane = side * side
	for c := range 3 {
		scale, shift := 1/(255*std[c]), -mean[c]/std[c]
		for y := range side {
			row := pix[y*stride:][:4*side]
			out := dst[c*plane+y*side:][:side]
			for x := range out {
				out[x] = float32(row[4*x+c])*scale + shift
			}
		}
	}
}
