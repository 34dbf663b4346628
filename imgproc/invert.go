package imgproc

import "github.com/saccade-go/saccade/tensor"

// Invert makes the negative of a picture: 255 − v in uint8, 1 − v in float32, as torchvision.transforms.functional.invert
// does.
//
// The input is gray or RGB; alpha stays. The spec stays.
type Invert struct{}

// OutSpec returns in.
func (Invert) OutSpec(in tensor.Spec) (tensor.Spec, error) { return in, checkPicture("invert", in) }

// Pointwise says that a plan may merge the stage with its neighbours.
func (Invert) Pointwise() bool { return true }

// Apply writes the negative of src to dst.
func (v Invert) Apply(dst, src *tensor.Tensor) error {
	out, err := v.OutSpec(src.Spec)
	if err := ready("invert", dst, src, out, err); err != nil {
		return err
	}
	if src.DType == tensor.Uint8 {
		to, from := bytes8(dst, src)
		for i, v := range from {
			to[i] = ^v
		}
		return nil
	}
	to, from := floats(dst, src)
	for i, v := range from {
		to[i] = 1 - v
	}
	return nil
}
