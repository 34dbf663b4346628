package effects

import (
	"image"

	"github.com/disintegration/imaging"

	"github.com/saccade-go/saccade/tensor"
)

// ImagingGrayscale is imaging.Grayscale: 0.299 R + 0.587 G + 0.114 B in all channels.
type ImagingGrayscale struct{}

// OutSpec returns in.
func (ImagingGrayscale) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	return check("imaging_grayscale", in)
}

// Apply writes what the library makes of src to dst.
func (s ImagingGrayscale) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return apply("imaging_grayscale", dst, src, out, err, func(img image.Image) image.Image { return imaging.Grayscale(img) })
}

// ImagingInvert is imaging.Invert: the negative.
type ImagingInvert struct{}

// OutSpec returns in.
func (ImagingInvert) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	return check("imaging_invert", in)
}

// Apply writes what the library makes of src to dst.
func (s ImagingInvert) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return apply("imaging_invert", dst, src, out, err, func(img image.Image) image.Image { return imaging.Invert(img) })
}

// ImagingSaturation is imaging.AdjustSaturation; Percentage is from −100 to 100.
type ImagingSaturation struct {
	Percentage float64 `json:"percentage,omitzero"`
}

// OutSpec returns in.
func (s ImagingSaturation) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "imaging_saturation"
	if err := within(op, "percentage", s.Percentage, -100, 100); err != nil {
		return tensor.Spec{}, err
	}
	return checkColour(op, in)
}

// Apply writes what the library makes of src to dst.
func (s ImagingSaturation) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return apply("imaging_saturation", dst, src, out, err, func(img image.Image) image.Image { return imaging.AdjustSaturation(img, s.Percentage) })
}

// ImagingContrast is imaging.AdjustContrast; Percentage is from −100 to 100.
type ImagingContrast struct {
	Percentage float64 `json:"percentage,omitzero"`
}

// OutSpec returns in.
func (s ImagingContrast) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "imaging_contrast"
	if err := within(op, "percentage", s.Percentage, -100, 100); err != nil {
		return tensor.Spec{}, err
	}
	return check(op, in)
}

// Apply writes what the library makes of src to dst.
func (s ImagingContrast) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return apply("imaging_contrast", dst, src, out, err, func(img image.Image) image.Image { return imaging.AdjustContrast(img, s.Percentage) })
}

// ImagingBrightness is imaging.AdjustBrightness; Percentage is from −100 to 100.
type ImagingBrightness struct {
	Percentage float64 `json:"percentage,omitzero"`
}

// OutSpec returns in.
func (s ImagingBrightness) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "imaging_brightness"
	if err := within(op, "percentage", s.Percentage, -100, 100); err != nil {
		return tensor.Spec{}, err
	}
	return check(op, in)
}

// Apply writes what the library makes of src to dst.
func (s ImagingBrightness) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return apply("imaging_brightness", dst, src, out, err, func(img image.Image) image.Image { return imaging.AdjustBrightness(img, s.Percentage) })
}

// ImagingGamma is imaging.AdjustGamma: values to the power 1/Gamma. Gamma is required.
type ImagingGamma struct {
	Gamma float64 `json:"gamma,omitzero"`
}

// OutSpec returns in.
func (s ImagingGamma) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "imaging_gamma"
	if err := radius(op, "gamma", s.Gamma); err != nil {
		return tensor.Spec{}, err
	}
	return check(op, in)
}

// Apply writes what the library makes of src to dst.
func (s ImagingGamma) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return apply("imaging_gamma", dst, src, out, err, func(img image.Image) image.Image { return imaging.AdjustGamma(img, s.Gamma) })
}

// ImagingSigmoid is imaging.AdjustSigmoid: contrast by a sigmoid around Midpoint, from 0 to 1; Factor is from −100 to 100.
type ImagingSigmoid struct {
	Midpoint float64 `json:"midpoint,omitzero"`
	Factor   float64 `json:"factor,omitzero"`
}

// OutSpec returns in.
func (s ImagingSigmoid) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "imaging_sigmoid"
	if err := within(op, "midpoint", s.Midpoint, 0, 1); err != nil {
		return tensor.Spec{}, err
	}
	if err := within(op, "factor", s.Factor, -100, 100); err != nil {
		return tensor.Spec{}, err
	}
	return check(op, in)
}

// Apply writes what the library makes of src to dst.
func (s ImagingSigmoid) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return apply("imaging_sigmoid", dst, src, out, err, func(img image.Image) image.Image { return imaging.AdjustSigmoid(img, s.Midpoint, s.Factor) })
}

// ImagingBlur is imaging.Blur: a Gaussian with Sigma, which is required.
type ImagingBlur struct {
	Sigma float64 `json:"sigma,omitzero"`
}

// OutSpec returns in.
func (s ImagingBlur) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "imaging_blur"
	if err := radius(op, "sigma", s.Sigma); err != nil {
		return tensor.Spec{}, err
	}
	return check(op, in)
}

// Apply writes what the library makes of src to dst.
func (s ImagingBlur) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return apply("imaging_blur", dst, src, out, err, func(img image.Image) image.Image { return imaging.Blur(img, s.Sigma) })
}

// ImagingSharpen is imaging.Sharpen: twice the picture less its Gaussian with Sigma, which is required.
type ImagingSharpen struct {
	Sigma float64 `json:"sigma,omitzero"`
}

// OutSpec returns in.
func (s ImagingSharpen) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "imaging_sharpen"
	if err := radius(op, "sigma", s.Sigma); err != nil {
		return tensor.Spec{}, err
	}
	return check(op, in)
}

// Apply writes what the library makes of src to dst.
func (s ImagingSharpen) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return apply("imaging_sharpen", dst, src, out, err, func(img image.Image) image.Image { return imaging.Sharpen(img, s.Sigma) })
}
