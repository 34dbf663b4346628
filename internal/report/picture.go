package report

import (
	"fmt"
	"image"
	"image/color"

	"github.com/saccade-go/saccade/tensor"
)

// Picture draws what a stage made: a picture as it is, a vector as bars, planes that are no colours side by side
// in gray. The note says what was done to the values so that they can be seen.
func Picture(t *tensor.Tensor) (img image.Image, note string) {
	switch {
	case t.H == 1 && t.W == 1:
		return Bars(t.F32, cell, cell*5/8), ""
	case t.Space == tensor.Gray || t.Space == tensor.RGB || t.Space.HasAlpha():
		shown := t
		if lo, hi := t.Range(); t.DType == tensor.Float32 && (lo < -1e-3 || hi > 1+1e-3) {
			shown, note = stretch(t, lo, hi), "shown stretched to 0..1"
		}
		if img, err := shown.Image(); err == nil {
			return img, note
		}
	}
	return planes(t), "channels side by side, each stretched"
}

// Contrast draws a gray picture with its brightest value white, whatever that is.
func Contrast(t *tensor.Tensor) image.Image {
	_, hi := t.Range()
	return planes(stretch(t, 0, hi))
}

// stretch maps lo..hi to 0..1.
func stretch(t *tensor.Tensor, lo, hi float32) *tensor.Tensor {
	s := t.Clone()
	scale := 1 / max(hi-lo, 1e-12)
	for i, v := range s.F32 {
		s.F32[i] = (v - lo) * scale
	}
	return s
}

// planes draws up to four channels from left to right.
func planes(t *tensor.Tensor) image.Image {
	n := min(t.C, 4)
	img := image.NewGray(image.Rect(0, 0, n*t.W, t.H))
	for c := range n {
		plane := &tensor.Tensor{Spec: tensor.Spec{DType: t.DType, Space: tensor.Gray, C: 1, H: t.H, W: t.W}}
		if t.DType == tensor.Uint8 {
			plane.U8 = t.Plane8(c)
		} else {
			plane.F32 = t.Plane32(c)
			lo, hi := plane.Range()
			plane = stretch(plane, lo, hi)
		}
		p, err := plane.Image()
		if err != nil {
			continue
		}
		for y := range t.H {
			copy(img.Pix[y*img.Stride+c*t.W:], p.(*image.Gray).Pix[y*t.W:(y+1)*t.W])
		}
	}
	return img
}

// Bars draws a vector as bars from zero, w×h pixels. Where there are more values than columns, a column shows the
// smallest and the largest of its values.
func Bars(values []float32, w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	lo, hi := (&tensor.Tensor{Spec: tensor.VectorSpec(len(values)), F32: values}).Range()
	lo, hi = min(lo, 0), max(hi, 0)
	if len(values) == 0 || hi == lo {
		return img
	}
	row := func(v float32) int { return int(float32(h-1) * (hi - max(min(v, hi), lo)) / (hi - lo)) }
	for x := range w {
		from := x * len(values) / w
		to := max(from+1, (x+1)*len(values)/w)
		low, high := (&tensor.Tensor{Spec: tensor.VectorSpec(to - from), F32: values[from:to]}).Range()
		for y := row(max(high, 0)); y <= row(min(low, 0)); y++ {
			img.SetRGBA(x, y, accent)
		}
	}
	for x := range w {
		img.SetRGBA(x, row(0), color.RGBA{0x99, 0x99, 0x99, 0xff})
	}
	return img
}

// Describe says shape, type and range of a tensor in two short lines.
func Describe(t *tensor.Tensor) []string {
	lo, hi := t.Range()
	shape := t.Shape()
	if t.H == 1 && t.W == 1 {
		shape = fmt.Sprintf("%d values", t.C)
	}
	return []string{
		fmt.Sprintf("%s %s %s", shape, t.DType, t.Space),
		fmt.Sprintf("range %.4g … %.4g", lo, hi),
	}
}
