package effects

import (
	"image"

	"github.com/anthonynsimon/bild/effect"

	"github.com/saccade-go/saccade/tensor"
)

// BildInvert is bild's effect.Invert: the negative.
type BildInvert struct{}

// OutSpec returns in.
func (BildInvert) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	return check("bild_invert", in)
}

// Apply writes what the library makes of src to dst.
func (s BildInvert) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return applyOpaque("bild_invert", dst, src, out, err, func(img image.Image) image.Image { return effect.Invert(img) })
}

// BildGrayscale is bild's effect.Grayscale: 0.3 R + 0.6 G + 0.1 B in all channels.
type BildGrayscale struct{}

// OutSpec returns in.
func (BildGrayscale) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	return check("bild_grayscale", in)
}

// Apply writes what the library makes of src to dst.
func (s BildGrayscale) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return applyOpaque("bild_grayscale", dst, src, out, err, func(img image.Image) image.Image { return effect.Grayscale(img) })
}

// BildSepia is bild's effect.Sepia: brownish tones.
type BildSepia struct{}

// OutSpec returns in.
func (BildSepia) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	return checkColour("bild_sepia", in)
}

// Apply writes what the library makes of src to dst.
func (s BildSepia) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return applyOpaque("bild_sepia", dst, src, out, err, func(img image.Image) image.Image { return effect.Sepia(img) })
}

// BildEdgeDetection is bild's effect.EdgeDetection: each pixel less its neighbours. Radius is required.
type BildEdgeDetection struct {
	Radius float64 `json:"radius,omitzero"`
}

// OutSpec returns in.
func (s BildEdgeDetection) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "bild_edge_detection"
	if err := radius(op, "radius", s.Radius); err != nil {
		return tensor.Spec{}, err
	}
	return check(op, in)
}

// Apply writes what the library makes of src to dst.
func (s BildEdgeDetection) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return applyOpaque("bild_edge_detection", dst, src, out, err, func(img image.Image) image.Image { return effect.EdgeDetection(img, s.Radius) })
}

// BildEmboss is bild's effect.Emboss: a relief on gray ground.
type BildEmboss struct{}

// OutSpec returns in.
func (BildEmboss) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	return check("bild_emboss", in)
}

// Apply writes what the library makes of src to dst.
func (s BildEmboss) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return applyOpaque("bild_emboss", dst, src, out, err, func(img image.Image) image.Image { return effect.Emboss(img) })
}

// BildSharpen is bild's effect.Sharpen: a kernel of 3×3.
type BildSharpen struct{}

// OutSpec returns in.
func (BildSharpen) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	return check("bild_sharpen", in)
}

// Apply writes what the library makes of src to dst.
func (s BildSharpen) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return applyOpaque("bild_sharpen", dst, src, out, err, func(img image.Image) image.Image { return effect.Sharpen(img) })
}

// BildUnsharpMask is bild's effect.UnsharpMask, whose Gaussian has the radius 5·Radius. Radius is required, Amount is from
// 0 to 10.
type BildUnsharpMask struct {
	Radius float64 `json:"radius,omitzero"`
	Amount float64 `json:"amount,omitzero"`
}

// OutSpec returns in.
func (s BildUnsharpMask) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "bild_unsharp_mask"
	if err := within(op, "radius", s.Radius, 0.001, maxRadius/5); err != nil {
		return tensor.Spec{}, err
	}
	if err := within(op, "amount", s.Amount, 0, 10); err != nil {
		return tensor.Spec{}, err
	}
	return check(op, in)
}

// Apply writes what the library makes of src to dst.
func (s BildUnsharpMask) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return applyOpaque("bild_unsharp_mask", dst, src, out, err, func(img image.Image) image.Image { return effect.UnsharpMask(img, s.Radius, s.Amount) })
}

// BildSobel is bild's effect.Sobel: squares of both derivatives, added.
type BildSobel struct{}

// OutSpec returns in.
func (BildSobel) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	return check("bild_sobel", in)
}

// Apply writes what the library makes of src to dst.
func (s BildSobel) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return applyOpaque("bild_sobel", dst, src, out, err, func(img image.Image) image.Image { return effect.Sobel(img) })
}

// BildMedian is bild's effect.Median: the pixel of the middle rank by 0.3 R + 0.6 G + 0.1 B. Radius is required,
// at most 10: the time grows with its square, times a logarithm.
type BildMedian struct {
	Radius float64 `json:"radius,omitzero"`
}

// OutSpec returns in.
func (s BildMedian) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "bild_median"
	if err := rank(op, s.Radius); err != nil {
		return tensor.Spec{}, err
	}
	return check(op, in)
}

// Apply writes what the library makes of src to dst.
func (s BildMedian) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return applyOpaque("bild_median", dst, src, out, err, func(img image.Image) image.Image { return effect.Median(img, s.Radius) })
}

// BildDilate is bild's effect.Dilate: the pixel of the highest rank. Radius is required,
// at most 10: the time grows with its square, times a logarithm.
type BildDilate struct {
	Radius float64 `json:"radius,omitzero"`
}

// OutSpec returns in.
func (s BildDilate) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "bild_dilate"
	if err := rank(op, s.Radius); err != nil {
		return tensor.Spec{}, err
	}
	return check(op, in)
}

// Apply writes what the library makes of src to dst.
func (s BildDilate) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return applyOpaque("bild_dilate", dst, src, out, err, func(img image.Image) image.Image { return effect.Dilate(img, s.Radius) })
}

// BildErode is bild's effect.Erode: the pixel of the lowest rank. Radius is required,
// at most 10: the time grows with its square, times a logarithm.
type BildErode struct {
	Radius float64 `json:"radius,omitzero"`
}

// OutSpec returns in.
func (s BildErode) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "bild_erode"
	if err := rank(op, s.Radius); err != nil {
		return tensor.Spec{}, err
	}
	return check(op, in)
}

// Apply writes what the library makes of src to dst.
func (s BildErode) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return applyOpaque("bild_erode", dst, src, out, err, func(img image.Image) image.Image { return effect.Erode(img, s.Radius) })
}
