package effects

import (
	"image"

	"github.com/anthonynsimon/bild/blur"

	"github.com/saccade-go/saccade/tensor"
)

// BildBoxBlur blurs by the mean of a square, bild's blur.Box. Radius is required.
type BildBoxBlur struct {
	Radius float64 `json:"radius,omitzero"`
}

// OutSpec returns in.
func (s BildBoxBlur) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "bild_box_blur"
	if err := radius(op, "radius", s.Radius); err != nil {
		return tensor.Spec{}, err
	}
	return check(op, in)
}

// Apply writes what the library makes of src to dst.
func (s BildBoxBlur) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return applyOpaque("bild_box_blur", dst, src, out, err, func(img image.Image) image.Image { return blur.Box(img, s.Radius) })
}

// BildGaussianBlur blurs by a Gaussian, bild's blur.Gaussian. Radius is required.
type BildGaussianBlur struct {
	Radius float64 `json:"radius,omitzero"`
}

// OutSpec returns in.
func (s BildGaussianBlur) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "bild_gaussian_blur"
	if err := radius(op, "radius", s.Radius); err != nil {
		return tensor.Spec{}, err
	}
	return check(op, in)
}

// Apply writes what the library makes of src to dst.
func (s BildGaussianBlur) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return applyOpaque("bild_gaussian_blur", dst, src, out, err, func(img image.Image) image.Image { return blur.Gaussian(img, s.Radius) })
}
