package features

import (
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// Flatten makes a C×H×W picture into a vector of its C·H·W values in the order they have in memory: plane by
// plane, row by row.
//
// float32 values stay as they are. uint8 values are divided by 255, as imgproc.ToFloat does. The size of the
// picture has to be known.
//
// JSON: {}.
type Flatten struct{}

// OutSpec returns a vector of C·H·W values.
func (Flatten) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkSized("flatten", in); err != nil {
		return tensor.Spec{}, err
	}
	return tensor.VectorSpec(in.Len()), nil
}

// Apply writes the values of src into dst.
func (f Flatten) Apply(dst, src *tensor.Tensor) error {
	out, err := f.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("flatten", dst, src, out); err != nil {
		return err
	}
	if src.DType == tensor.Float32 {
		copy(dst.F32, src.F32)
	} else {
		kernel.UnitUint8(dst.F32, src.U8)
	}
	return nil
}
