package tensor

import (
	"image"
	"image/color"
	"math"
)

// FromImage returns img as a tensor; see [Tensor.SetImage].
func FromImage(img image.Image) (*Tensor, error) {
	t := new(Tensor)
	if err := t.SetImage(img); err != nil {
		return nil, err
	}
	return t, nil
}

// SetImage makes t a copy of img and reuses t's memory.
//
// Images with 8 bits per channel become uint8; those with 16 (Gray16, RGBA64, NRGBA64, or an unknown type
// whose colour model is one of these) become float32, v/65535. Gray stays Gray, an image that says it is
// opaque becomes RGB, any other RGBA with straight alpha: premultiplied colours are divided by alpha and
// rounded as the standard library's color.NRGBAModel does, and the colour of a fully transparent pixel is 0 if
// the image was premultiplied and kept if it was not. YCbCr is converted with libjpeg's rounding, CMYK as
// color.CMYKToRGB does. A palette's index without a colour is transparent black.
//
// An image without pixels is a *SpecError.
func (t *Tensor) SetImage(img image.Image) error {
	if p, ok := img.(*image.Paletted); ok && len(p.Palette) > 256 {
		cut := *p // indices can't reach the rest, and Opaque panics on it
		cut.Palette = p.Palette[:256]
		img = &cut
	}
	b := img.Bounds()
	spec := Spec{Space: RGBA, C: 4, H: b.Dy(), W: b.Dx()}
	if spec.H <= 0 || spec.W <= 0 {
		return &SpecError{Op: "image", Want: "at least one pixel", Got: spec}
	}
	switch img.ColorModel() {
	case color.Gray16Model, color.RGBA64Model, color.NRGBA64Model:
		spec.DType = Float32
	}
	switch img.ColorModel() {
	case color.GrayModel, color.Gray16Model:
		spec.Space, spec.C = Gray, 1
	default:
		if o, ok := img.(interface{ Opaque() bool }); ok && o.Opaque() {
			spec.Space, spec.C = RGB, 3
		}
	}
	if err := spec.Check("image"); err != nil {
		return err
	}
	t.Reset(spec)
	t.setPixels(img)
	return nil
}

// Image returns t as an 8-bit image: *image.Gray for Gray, otherwise *image.NRGBA. float32 values are taken
// as 0..1, rounded to the nearest of 0..255 and clipped; NaN becomes 0. Only Gray, RGB, GrayAlpha and RGBA
// can be an image; anything else is a *SpecError.
func (t *Tensor) Image() (image.Image, error) {
	if t.H == 0 || t.W == 0 || t.Space.Channels() != t.C {
		return nil, &SpecError{Op: "image", Want: "at least one pixel of gray, rgb, gray_alpha or rgba", Got: t.Spec}
	}
	rect := image.Rect(0, 0, t.W, t.H)
	n := t.H * t.W
	switch t.Space {
	case Gray:
		img := image.NewGray(rect)
		for i := range n {
			img.Pix[i] = t.byteAt(i)
		}
		return img, nil
	case RGB, RGBA, GrayAlpha:
		img := image.NewNRGBA(rect)
		colours := [...]int{0, 1, 2}
		if t.Space == GrayAlpha {
			colours = [...]int{0, 0, 0}
		}
		for i := range n {
			for k, c := range colours {
				img.Pix[4*i+k] = t.byteAt(c*n + i)
			}
			img.Pix[4*i+3] = 255
			if t.Space.HasAlpha() {
				img.Pix[4*i+3] = t.byteAt((t.C-1)*n + i)
			}
		}
		return img, nil
	}
	return nil, &SpecError{Op: "image", Want: "gray, rgb, gray_alpha or rgba", Got: t.Spec}
}

func (t *Tensor) byteAt(i int) uint8 {
	if t.DType == Uint8 {
		return t.U8[i]
	}
	v := float64(t.F32[i])
	if !(v > 0) {
		return 0
	}
	return uint8(math.Round(math.Min(v, 1) * 255))
}
