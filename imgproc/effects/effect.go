package effects

import (
	"fmt"
	"image"
	"image/color"
	"math"

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

// apply writes to dst what effect makes of src. out and err come from OutSpec.
func apply(op string, dst, src *tensor.Tensor, out tensor.Spec, err error, effect func(image.Image) image.Image) error {
	if err != nil {
		return err
	}
	if !src.Known() || len(src.U8) != src.Len() {
		return &tensor.SpecError{Op: op, Want: fmt.Sprintf("a picture with all its values, of which %d are here", len(src.U8)), Got: src.Spec}
	}
	if err := dst.Expect(op, out); err != nil {
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
			c = color.NRGBA(img.RGBAAt(x, y))
			if dst.Space.HasAlpha() { // otherwise rounding may have taken some of it, too
				c = straight(c)
			}
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

// straight divides by alpha and rounds. A filter may leave a colour above its alpha, which is clipped.
func straight(c color.NRGBA) color.NRGBA {
	if c.A == 0 || c.A == 255 {
		return c
	}
	divide := func(v uint8) uint8 { return uint8(min(math.Round(float64(v)*255/float64(c.A)), 255)) }
	return color.NRGBA{R: divide(c.R), G: divide(c.G), B: divide(c.B), A: c.A}
}
