package effects

import (
	"fmt"
	"image"
	"image/color"

	"github.com/saccade-go/saccade/tensor"
)

// check is what every OutSpec ends with.
func check(op string, in tensor.Spec) (tensor.Spec, error) {
	if err := in.Check(op); err != nil {
		return tensor.Spec{}, err
	}
	switch in.Space {
	case tensor.Gray, tensor.GrayAlpha, tensor.RGB, tensor.RGBA:
		if in.DType == tensor.Uint8 {
			return in, nil
		}
	}
	return tensor.Spec{}, &tensor.SpecError{Op: op, Want: "a gray or rgb picture of uint8 (before to_float)", Got: in}
}

// checkColour is check for what makes colours of gray.
func checkColour(op string, in tensor.Spec) (tensor.Spec, error) {
	out, err := check(op, in)
	if err == nil && in.Space != tensor.RGB && in.Space != tensor.RGBA {
		err = &tensor.SpecError{Op: op, Want: "an rgb picture", Got: in}
	}
	return out, err
}

// within reports a parameter that isn't in lo..hi.
func within(op, param string, v, lo, hi float64) error {
	if !(v >= lo && v <= hi) {
		return &tensor.ParamError{Op: op, Param: param, Want: fmt.Sprintf("a number from %g to %g", lo, hi), Got: v}
	}
	return nil
}

// maxRadius bounds the libraries' kernels, whose time grows with the square of the radius.
const maxRadius = 50

// radius reports one that isn't above 0, or too large.
func radius(op, param string, v float64) error {
	if !(v > 0 && v <= maxRadius) {
		return &tensor.ParamError{Op: op, Param: param, Want: fmt.Sprintf("a number above 0, at most %d", maxRadius), Got: v}
	}
	return nil
}

// maxRank bounds the radius of the filters that sort each pixel's neighbours: with it a megapixel takes some ten seconds.
const maxRank = 10

// rank reports a radius that isn't above 0, or too large for sorting.
func rank(op string, v float64) error {
	if !(v > 0 && v <= maxRank) {
		return &tensor.ParamError{Op: op, Param: "radius", Want: fmt.Sprintf("a number above 0, at most %d", maxRank), Got: v}
	}
	return nil
}

// applyOpaque is apply for bild, which takes premultiplied colours for straight ones: it sees the picture without alpha, which is
// copied.
func applyOpaque(op string, dst, src *tensor.Tensor, out tensor.Spec, err error, effect func(image.Image) image.Image) error {
	if err != nil || !src.Space.HasAlpha() {
		return apply(op, dst, src, out, err, effect)
	}
	if err := expect(op, dst, src, out); err != nil {
		return err
	}
	if err := apply(op, colours(dst), colours(src), colours(dst).Spec, nil, effect); err != nil {
		return err
	}
	alpha := (src.C - 1) * src.H * src.W
	copy(dst.U8[alpha:], src.U8[alpha:])
	return nil
}

// colours is t without alpha.
func colours(t *tensor.Tensor) *tensor.Tensor {
	spec := t.Spec
	spec.C--
	spec.Space = tensor.RGB
	if spec.C == 1 {
		spec.Space = tensor.Gray
	}
	return &tensor.Tensor{Spec: spec, U8: t.U8[:spec.Len()]}
}

// apply writes to dst what effect makes of src. out and err come from OutSpec.
func apply(op string, dst, src *tensor.Tensor, out tensor.Spec, err error, effect func(image.Image) image.Image) error {
	if err != nil {
		return err
	}
	if err := expect(op, dst, src, out); err != nil {
		return err
	}
	from, err := src.Image()
	if err != nil {
		return err
	}
	made, err := guarded(op, effect, from)
	if err != nil {
		return err
	}
	if size := made.Bounds().Size(); size != (image.Point{X: src.W, Y: src.H}) {
		return fmt.Errorf("%s: wanted a picture of %d×%d from the library, found %d×%d", op, src.H, src.W, size.Y, size.X)
	}
	fill(dst, made)
	return nil
}

// expect reports a source that lacks values, and a destination that isn't as OutSpec says.
func expect(op string, dst, src *tensor.Tensor, out tensor.Spec) error {
	if !src.Known() || len(src.U8) != src.Len() {
		return &tensor.SpecError{Op: op, Want: fmt.Sprintf("a picture with all its values, of which %d are here", len(src.U8)), Got: src.Spec}
	}
	return dst.Expect(op, out)
}

// guarded makes a panic in this goroutine an error.
func guarded(op string, effect func(image.Image) image.Image, from image.Image) (made image.Image, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: wanted a picture from the library, found a panic: %v", op, p)
		}
	}()
	return effect(from), nil
}

// fill writes the pixels of img, of which gray takes the red ones: all are equal there.
func fill(dst *tensor.Tensor, img image.Image) {
	at, n := img.Bounds().Min, dst.H*dst.W
	for i := range n {
		x, y := at.X+i%dst.W, at.Y+i/dst.W
		var c color.NRGBA
		switch img := img.(type) {
		case *image.NRGBA:
			c = img.NRGBAAt(x, y)
		case *image.RGBA:
			c = color.NRGBA(img.RGBAAt(x, y)) // bild's, of an opaque picture: where its alpha is 254 that is rounding
		default:
			c = color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
		}
		values := [4]uint8{c.R, c.G, c.B, c.A}
		if dst.C <= 2 {
			values[1] = c.A
		}
		for channel := range dst.C {
			dst.U8[channel*n+i] = values[channel]
		}
	}
}
