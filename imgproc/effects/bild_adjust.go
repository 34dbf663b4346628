package effects

import (
	"image"

	"github.com/anthonynsimon/bild/adjust"

	"github.com/saccade-go/saccade/tensor"
)

// BildBrightness is bild's adjust.Brightness: values times 1 + Change, from −1 to 1.
type BildBrightness struct {
	Change float64 `json:"change,omitzero"`
}

// OutSpec returns in.
func (s BildBrightness) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "bild_brightness"
	if err := within(op, "change", s.Change, -1, 1); err != nil {
		return tensor.Spec{}, err
	}
	return check(op, in)
}

// Apply writes what the library makes of src to dst.
func (s BildBrightness) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return applyOpaque("bild_brightness", dst, src, out, err, func(img image.Image) image.Image { return adjust.Brightness(img, s.Change) })
}

// BildContrast is bild's adjust.Contrast; Change is from −1 to 1.
type BildContrast struct {
	Change float64 `json:"change,omitzero"`
}

// OutSpec returns in.
func (s BildContrast) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "bild_contrast"
	if err := within(op, "change", s.Change, -1, 1); err != nil {
		return tensor.Spec{}, err
	}
	return check(op, in)
}

// Apply writes what the library makes of src to dst.
func (s BildContrast) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return applyOpaque("bild_contrast", dst, src, out, err, func(img image.Image) image.Image { return adjust.Contrast(img, s.Change) })
}

// BildGamma is bild's adjust.Gamma: values to the power 1/Gamma. Gamma is required.
type BildGamma struct {
	Gamma float64 `json:"gamma,omitzero"`
}

// OutSpec returns in.
func (s BildGamma) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "bild_gamma"
	if err := radius(op, "gamma", s.Gamma); err != nil {
		return tensor.Spec{}, err
	}
	return check(op, in)
}

// Apply writes what the library makes of src to dst.
func (s BildGamma) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return applyOpaque("bild_gamma", dst, src, out, err, func(img image.Image) image.Image { return adjust.Gamma(img, s.Gamma) })
}

// BildHue is bild's adjust.Hue: hues in HSL turned by Change degrees, from −360 to 360.
type BildHue struct {
	Change int `json:"change,omitzero"`
}

// OutSpec returns in.
func (s BildHue) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "bild_hue"
	if err := within(op, "change", float64(s.Change), -360, 360); err != nil {
		return tensor.Spec{}, err
	}
	return checkColour(op, in)
}

// Apply writes what the library makes of src to dst.
func (s BildHue) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return applyOpaque("bild_hue", dst, src, out, err, func(img image.Image) image.Image { return adjust.Hue(img, s.Change) })
}

// BildSaturation is bild's adjust.Saturation: saturations in HSL times 1 + Change, from −1 to 1.
type BildSaturation struct {
	Change float64 `json:"change,omitzero"`
}

// OutSpec returns in.
func (s BildSaturation) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "bild_saturation"
	if err := within(op, "change", s.Change, -1, 1); err != nil {
		return tensor.Spec{}, err
	}
	return checkColour(op, in)
}

// Apply writes what the library makes of src to dst.
func (s BildSaturation) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return applyOpaque("bild_saturation", dst, src, out, err, func(img image.Image) image.Image { return adjust.Saturation(img, s.Change) })
}
