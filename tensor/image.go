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
// whose colour model is one of these) become float32, v/65535. Gray stays Gray, an image that says it is opaque becomes RGB, any
// other RGBA with straight alpha: premultiplied colours are divided by alpha and rounded as the standard
// library's color.NRGBAModel does, and the colour of a fully transparent pixel is 0 if the image was
// premultiplied and kept if it was not.
//
// An image without pixels is a *SpecError.
func (t *Tensor) SetImage(img image.Image) error {
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
	switch img := img.(type) {
	case *image.Gray:
		t.setGray(img)
	case *image.YCbCr:
		t.setYCbCr(img)
	case *image.RGBA:
		t.setRGBA(img)
	case *image.NRGBA:
		t.setInterleaved(img.Pix, img.Stride)
	case *image.Paletted:
		t.setPaletted(img)
	default:
		t.setAny(img)
	}
	return nil
}

func (t *Tensor) setGray(img *image.Gray) {
	for y := range t.H {
		copy(t.U8[y*t.W:(y+1)*t.W], img.Pix[y*img.Stride:])
	}
}

// setYCbCr uses the standard library's JFIF conversion, which is within 1 of the exact one.
func (t *Tensor) setYCbCr(img *image.YCbCr) {
	r, g, b := t.Plane8(0), t.Plane8(1), t.Plane8(2)
	i := 0
	for y := img.Rect.Min.Y; y < img.Rect.Max.Y; y++ {
		for x := img.Rect.Min.X; x < img.Rect.Max.X; x++ {
			c := img.COffset(x, y)
			r[i], g[i], b[i] = color.YCbCrToRGB(img.Y[img.YOffset(x, y)], img.Cb[c], img.Cr[c])
			i++
		}
	}
}

func (t *Tensor) setRGBA(img *image.RGBA) {
	if t.Space == RGB {
		t.setInterleaved(img.Pix, img.Stride)
		return
	}
	t.setAny(img)
}

// setInterleaved takes 4 bytes per pixel apart; the fourth is dropped if t is RGB.
func (t *Tensor) setInterleaved(pix []uint8, stride int) {
	n := t.H * t.W
	for y := range t.H {
		row := pix[y*stride : y*stride+4*t.W]
		for c := range t.C {
			dst := t.U8[c*n+y*t.W : c*n+(y+1)*t.W]
			for x := range dst {
				dst[x] = row[4*x+c]
			}
		}
	}
}

func (t *Tensor) setPaletted(img *image.Paletted) {
	var palette [256]color.NRGBA
	for i, c := range img.Palette {
		palette[i] = color.NRGBAModel.Convert(c).(color.NRGBA)
	}
	n := t.H * t.W
	for y := range t.H {
		for x, v := range img.Pix[y*img.Stride : y*img.Stride+t.W] {
			c, i := palette[v], y*t.W+x
			t.U8[i], t.U8[n+i], t.U8[2*n+i] = c.R, c.G, c.B
			if t.Space == RGBA {
				t.U8[3*n+i] = c.A
			}
		}
	}
}

// setAny goes pixel by pixel through the color interfaces.
func (t *Tensor) setAny(img image.Image) {
	b := img.Bounds()
	n, i := t.H*t.W, 0
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			px := img.At(x, y)
			if t.DType == Uint8 {
				c := color.NRGBAModel.Convert(px).(color.NRGBA)
				samples := [4]uint8{c.R, c.G, c.B, c.A}
				for k := range t.C {
					t.U8[k*n+i] = samples[k]
				}
			} else {
				c := color.NRGBA64Model.Convert(px).(color.NRGBA64)
				samples := [4]uint16{c.R, c.G, c.B, c.A}
				for k := range t.C {
					t.F32[k*n+i] = float32(samples[k]) / 65535
				}
			}
			i++
		}
	}
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
