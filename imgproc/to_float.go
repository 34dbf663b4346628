package imgproc

import (
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// ToFloat makes float32 of uint8: v/255, correctly rounded, as torchvision.transforms.ToTensor does. A float32
// tensor is copied. Space and shape stay.
type ToFloat struct{}

// OutSpec returns in as float32.
func (ToFloat) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	out := in
	out.DType = tensor.Float32
	return out, checkIn("to_float", in)
}

// Pointwise says that a plan may merge the stage with its neighbours.
func (ToFloat) Pointwise() bool { return true }

// Apply writes the values of src, as float32, to dst.
func (f ToFloat) Apply(dst, src *tensor.Tensor) error {
	out, err := f.OutSpec(src.Spec)
	if err := ready("to_float", dst, src, out, err); err != nil {
		return err
	}
	if src.DType == tensor.Uint8 {
		kernel.UnitUint8(dst.F32, src.U8)
	} else {
		copy(dst.F32, src.F32)
	}
	return nil
}
