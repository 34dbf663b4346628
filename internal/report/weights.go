package report

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/vector"

	"github.com/saccade-go/saccade/tensor"
)

// signed is the palette of numbers from −1 (dark red) over 0 (white) to 1 (dark blue): entry 128 is 0.
var signed = func() color.Palette {
	against, for_ := color.RGBA{0xa5, 0x1d, 0x08, 0xff}, color.RGBA{0x0b, 0x4f, 0x94, 0xff}
	p := make(color.Palette, 256)
	for i := range p {
		if v := float64(i-128) / 127; v < 0 {
			p[i] = mix(white, against, min(-v, 1))
		} else {
			p[i] = mix(white, for_, v)
		}
	}
	return p
}()

// shade is the entry of a number in −1..1.
func shade(v float64) uint8 { return uint8(128 + math.Round(127*max(-1, min(1, v)))) }

// WeightPicture draws numbers that belong to pixels. Those of an RGB picture are drawn in its colours, 0 as the gray in the middle;
// of any other, channels stand side by side, blue above 0 and red below. The largest in size decides on how much that is.
func WeightPicture(t *tensor.Tensor) image.Image {
	most := largest(t.F32)
	if t.Space == tensor.RGB && t.C == 3 {
		img := image.NewRGBA(image.Rect(0, 0, t.W, t.H))
		for i := range t.H * t.W {
			var c [3]uint8
			for k := range c {
				c[k] = uint8(math.Round(127.5 + 127.5*float64(t.Plane32(k)[i])/most))
			}
			img.SetRGBA(i%t.W, i/t.W, color.RGBA{c[0], c[1], c[2], 0xff})
		}
		return img
	}
	img := image.NewPaletted(image.Rect(0, 0, t.C*t.W, t.H), signed)
	for i, v := range t.F32 {
		c, y, x := i/(t.H*t.W), i/t.W%t.H, i%t.W
		img.SetColorIndex(c*t.W+x, y, shade(float64(v)/most))
	}
	return img
}

// largest is the largest size of a value, or 1 if all are 0. Values that aren't finite don't count.
func largest(values []float32) float64 {
	most := 0.0
	for _, v := range values {
		if s := math.Abs(float64(v)); s > most && !math.IsInf(s, 0) {
			most = s
		}
	}
	if most == 0 {
		return 1
	}
	return most
}

// Sizes of a picture of cells in pixels.
const (
	mostCells = 48  // rows or columns that are drawn
	cellsSide = 236 // of the longer side
)

// StarPicture draws numbers that belong to orientations of cells, Orientations×rows×columns as [features.HOG.Cells] has them: in
// each cell lines along the edge, across the gradient. On the left are those above 0, blue, on the right those below, red. With
// both, opposite orientations, the second half, go with the first. It returns nil for more cells than can be seen.
func StarPicture(t *tensor.Tensor, both bool) image.Image {
	if max(t.H, t.W) > mostCells {
		return nil
	}
	side := max(cellsSide/max(t.H, t.W), 5)
	w, h, gap := t.W*side, t.H*side, max(side/2, 6)
	most := largest(t.F32)
	panels := [2]*image.Alpha{image.NewAlpha(image.Rect(0, 0, w, h)), image.NewAlpha(image.Rect(0, 0, w, h))}
	n := t.C
	if both {
		n /= 2
	}
	for i, v := range t.F32 {
		o, cell := i/(t.H*t.W), i%(t.H*t.W)
		panel := panels[0]
		if v < 0 {
			panel = panels[1]
		}
		x, y := (float64(cell%t.W)+0.5)*float64(side), (float64(cell/t.W)+0.5)*float64(side)
		angle := math.Pi * (float64(o%max(n, 1)) + 0.5) / float64(max(n, 1))
		drawStroke(panel, x, y, angle, float64(side), math.Abs(float64(v))/most)
	}
	img := image.NewPaletted(image.Rect(0, 0, 2*w+gap, h), signed)
	for i := range img.Pix {
		img.Pix[i] = shade(0)
	}
	for k, panel := range panels {
		sign := float64(1 - 2*k)
		for y := range h {
			for x := range w {
				img.SetColorIndex(k*(w+gap)+x, y, shade(sign*float64(panel.AlphaAt(x, y).A)/255))
			}
		}
	}
	return img
}

// drawStroke adds a line through (x, y), across the gradient's angle, nearly as long as a cell's side and as strong as v in 0..1.
func drawStroke(dst *image.Alpha, x, y, angle, side, v float64) {
	if !(v > 0.02) {
		return
	}
	r := image.Rect(int(x-side/2), int(y-side/2), int(x+side/2)+1, int(y+side/2)+1).Intersect(dst.Rect)
	x, y = x-float64(r.Min.X), y-float64(r.Min.Y)
	sin, cos := math.Sincos(angle) // the gradient is (cos, sin): the edge is (−sin, cos)
	length, width := side*0.46, max(side*0.045, 0.6)
	z := vector.NewRasterizer(r.Dx(), r.Dy())
	corner := func(along, across float64) (float32, float32) {
		return float32(x - sin*length*along + cos*width*across), float32(y + cos*length*along + sin*width*across)
	}
	z.MoveTo(corner(-1, -1))
	z.LineTo(corner(1, -1))
	z.LineTo(corner(1, 1))
	z.LineTo(corner(-1, 1))
	z.ClosePath()
	z.Draw(dst, r, image.NewUniform(color.Alpha{uint8(math.Round(255 * min(v, 1)))}), image.Point{})
}
