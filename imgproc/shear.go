package imgproc

import "github.com/saccade-go/saccade/tensor"

// Shear shears an image about its middle: by X degrees parallel to the x axis, then by Y degrees parallel to the y axis, as
// torchvision.transforms.functional.affine does with shear=(X, Y). Positive X moves what is above the middle to the right,
// positive Y what is left of it down. Both are from −89 to 89. The spec stays.
//
// Filter is [Nearest], [Bilinear], the default, or [Bicubic]; Border, [Constant] if not given, and Value say what lies
// beyond the border; see [Affine].
type Shear struct {
	X      float64   `json:"x,omitzero"`
	Y      float64   `json:"y,omitzero"`
	Filter Filter    `json:"filter,omitzero"`
	Border Border    `json:"border,omitzero"`
	Value  []float32 `json:"value,omitzero"`
}

// steepest is the largest angle of a shear, in degrees.
const steepest = 89

func (s Shear) sampling() sampling { return sampling{s.Filter, s.Border, s.Value} }

// OutSpec returns in.
func (s Shear) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if !within(steepest, s.X) {
		return tensor.Spec{}, &tensor.ParamError{Op: "shear", Param: "x", Want: "degrees from -89 to 89", Got: s.X}
	}
	if !within(steepest, s.Y) {
		return tensor.Spec{}, &tensor.ParamError{Op: "shear", Param: "y", Want: "degrees from -89 to 89", Got: s.Y}
	}
	return in, s.sampling().check("shear", in)
}

// Apply writes the sheared src to dst.
func (s Shear) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	if err := ready("shear", dst, src, out, err); err != nil {
		return err
	}
	g, _ := AffineMap{Shear: [2]float64{s.X, s.Y}}.Matrix(src.Spec).inverse()
	warp(dst, src, g, s.sampling())
	return nil
}
