package imgproc

import (
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// Normalize standardises each channel c:
//
//	dst[c][y][x] = (src[c][y][x] − Mean[c]) / Std[c]
//
// in float32, as torchvision.transforms.Normalize does. Mean and Std are required, in the range of the input (0..1
// for RGB): one for each channel, or one for all. Std isn't 0; a negative one turns the channel's sign.
//
// The input is float32 ([ToFloat] makes it so). The spec stays, and with it the space, though its values no
// longer have that space's range.
type Normalize struct {
	Mean []float32 `json:"mean,omitzero"`
	Std  []float32 `json:"std,omitzero"`
}

// OutSpec returns in.
func (n Normalize) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := n.check(); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkIn("normalize", in); err != nil {
		return tensor.Spec{}, err
	}
	if in.DType != tensor.Float32 {
		return tensor.Spec{}, &tensor.SpecError{Op: "normalize", Want: "float32 (to_float makes it)", Got: in}
	}
	if err := checkChannels("normalize", "mean", n.Mean, in); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkChannels("normalize", "std", n.Std, in)
}

func (n Normalize) check() error {
	if len(n.Mean) == 0 || !allFinite(n.Mean) {
		return &tensor.ParamError{Op: "normalize", Param: "mean", Want: "a finite number for each channel", Got: n.Mean}
	}
	if len(n.Std) == 0 || !allFinite(n.Std) {
		return &tensor.ParamError{Op: "normalize", Param: "std", Want: "a finite number for each channel", Got: n.Std}
	}
	for _, v := range n.Std {
		if v == 0 {
			return &tensor.ParamError{Op: "normalize", Param: "std", Want: "numbers other than 0", Got: n.Std}
		}
	}
	return nil
}

// Pointwise says that a plan may merge the stage with its neighbours.
func (Normalize) Pointwise() bool { return true }

// Apply writes the standardised src to dst.
func (n Normalize) Apply(dst, src *tensor.Tensor) error {
	out, err := n.OutSpec(src.Spec)
	if err := ready("normalize", dst, src, out, err); err != nil {
		return err
	}
	for c := range src.C {
		kernel.AffineFloat32(dst.Plane32(c), src.Plane32(c), channel(n.Mean, c), channel(n.Std, c))
	}
	return nil
}
