package dataset

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"slices"

	"github.com/HugoSmits86/nativewebp"

	"github.com/saccade-go/saccade/imageio/png"
	"github.com/saccade-go/saccade/tensor"
)

// defaultQuality is that of JPEG files.
const defaultQuality = 90

// pictureEncoder makes files of pictures with 8 bits; float32 is 0..1.
type pictureEncoder struct {
	kind    Pictures // PNG, JPEG or WebP
	quality int
}

func (p pictureEncoder) fixed() bool { return false }

func (p pictureEncoder) ending() string {
	if p.kind == JPEG {
		return "jpg"
	}
	return p.kind.String()
}

func (p pictureEncoder) spec(in tensor.Spec) tensor.Spec {
	in.DType = tensor.Uint8
	return in
}

// isPicture reports whether files of pictures can hold s.
func isPicture(s tensor.Space) bool {
	return s == tensor.Gray || s == tensor.RGB || s == tensor.GrayAlpha || s == tensor.RGBA
}

// limit is the most rows and columns that a format has.
func (p pictureEncoder) limit() int {
	switch p.kind {
	case JPEG:
		return 65535
	case WebP:
		return 16383
	}
	return 1<<31 - 1
}

func (p pictureEncoder) check(in tensor.Spec) error {
	want := ""
	switch {
	case !isPicture(in.Space):
		want = "gray, rgb or either with alpha"
	case p.kind == JPEG && in.Space.HasAlpha():
		want = "a picture without alpha"
	case in.H > p.limit() || in.W > p.limit():
		want = fmt.Sprintf("at most %d rows and columns", p.limit())
	default:
		return nil
	}
	return &tensor.SpecError{Op: p.kind.String(), Want: want, Got: in}
}

func (p pictureEncoder) encode(dst []byte, s *encodeScratch, t *tensor.Tensor) (_ []byte, clipped int64, err error) {
	t, clipped = s.convert(t, tensor.Uint8)
	buf := bytes.NewBuffer(dst)
	switch p.kind {
	case PNG:
		err = png.Encode(buf, t, png.EncodeOptions{})
	case JPEG:
		err = jpeg.Encode(buf, s.image(t), &jpeg.Options{Quality: p.quality})
	case WebP:
		err = nativewebp.Encode(buf, s.image(t), nil)
	}
	return buf.Bytes(), clipped, err
}

// image returns t, a picture of uint8, as the encoders take it without conversion: gray, or with four channels. It is good
// until the next call.
func (s *encodeScratch) image(t *tensor.Tensor) image.Image {
	n, r := t.H*t.W, image.Rect(0, 0, t.W, t.H)
	if t.Space == tensor.Gray {
		return &image.Gray{Pix: t.U8, Stride: t.W, Rect: r}
	}
	s.pixels = slices.Grow(s.pixels[:0], 4*n)[:4*n]
	planes := [4][]uint8{t.U8[:n], t.U8[:n], t.U8[:n]} // of gray with alpha, gray for each colour
	if t.C >= 3 {
		planes[1], planes[2] = t.Plane8(1), t.Plane8(2)
	}
	if t.Space.HasAlpha() {
		planes[3] = t.Plane8(t.C - 1)
	}
	for c, plane := range planes {
		at := c
		for i := range n {
			v := uint8(255)
			if plane != nil {
				v = plane[i]
			}
			s.pixels[at] = v
			at += 4
		}
	}
	if t.Space.HasAlpha() {
		return &image.NRGBA{Pix: s.pixels, Stride: 4 * t.W, Rect: r}
	}
	return &image.RGBA{Pix: s.pixels, Stride: 4 * t.W, Rect: r} // opaque: the same, and what jpeg is fast with
}
