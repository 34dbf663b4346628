package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// Hue turns the hue of each pixel by Shift, in turns from −½ to ½; 0, if not given, changes nothing. Saturation and value in the
// hexcone model (HSV) stay. The numbers are those of torchvision.transforms.functional.adjust_hue, which computes on v/255 in uint8
// and cuts off behind the decimal point of 255.999·v on the way back. Gray pictures stay as they are, as there.
//
// The input is gray or RGB; alpha stays. The spec stays.
type Hue struct {
	Shift float64 `json:"shift,omitzero"`
}

// OutSpec returns in.
func (h Hue) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if !(h.Shift >= -0.5 && h.Shift <= 0.5) {
		return tensor.Spec{}, &tensor.ParamError{Op: "hue", Param: "shift", Want: "turns from -0.5 to 0.5", Got: h.Shift}
	}
	return in, checkPicture("hue", in)
}

// Apply writes src with other hues to dst.
func (h Hue) Apply(dst, src *tensor.Tensor) error {
	out, err := h.OutSpec(src.Spec)
	if err := ready("hue", dst, src, out, err); err != nil {
		return err
	}
	copy(dst.U8, src.U8)
	copy(dst.F32, src.F32)
	if colours(src.Spec) == 1 {
		return nil
	}
	shift := float32(h.Shift)
	if src.DType == tensor.Uint8 {
		r, g, b := dst.Plane8(0), dst.Plane8(1), dst.Plane8(2)
		for i := range r {
			x, y, z := turnHue(float32(r[i])*unit255, float32(g[i])*unit255, float32(b[i])*unit255, shift)
			r[i], g[i], b[i] = uint8(x*255.999), uint8(y*255.999), uint8(z*255.999)
		}
		return nil
	}
	r, g, b := dst.Plane32(0), dst.Plane32(1), dst.Plane32(2)
	for i := range r {
		r[i], g[i], b[i] = turnHue(r[i], g[i], b[i], shift)
	}
	return nil
}

// unit255 is what torchvision multiplies by.
const unit255 = float32(1. / 255)

// turnHue goes to HSV and back in torchvision's order of operations. A pixel with a NaN becomes NaN.
func turnHue(r, g, b, shift float32) (float32, float32, float32) {
	high, low := max(r, g, b), min(r, g, b)
	span := high - low
	if span != span {
		return span, span, span
	}
	h, s := float32(0), float32(0)
	if span != 0 {
		s = span / high
		rc, gc, bc := (high-r)/span, (high-g)/span, (high-b)/span
		switch high {
		case r:
			h = bc - gc
		case g:
			h = rc + 2 - bc
		default:
			h = gc + 4 - rc
		}
	}
	h = fraction(float32(h*(1./6)) + 1)
	h = fraction(h + shift)
	sector := float32(h * 6)
	whole := float32(math.Floor(float64(sector)))
	f := float32(s * (sector - whole))
	p, q, t := unit((1-s)*high), unit((1-f)*high), unit((f+(1-s))*high)
	switch int(whole) % 6 {
	case 0:
		return high, t, p
	case 1:
		return q, high, p
	case 2:
		return p, high, t
	case 3:
		return p, q, high
	case 4:
		return t, p, high
	}
	return high, p, q
}

// fraction returns v − ⌊v⌋.
func fraction(v float32) float32 { return v - float32(math.Floor(float64(v))) }
