package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// PerImageStandardize gives each image the mean 0 and the variance 1, over all its N values:
//
//	dst = (src − mean)/max(σ, 1/√N)
//
// where σ is the standard deviation with divisor N, as tf.image.per_image_standardization does. It gives float32; uint8 counts
// as v/255. The mean and the deviation are summed in float64.
//
// All spaces, every channel. The shape and the space stay, though the values no longer have its range.
type PerImageStandardize struct{}

// OutSpec returns in as float32.
func (PerImageStandardize) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	out := in
	out.DType = tensor.Float32
	if err := checkIn("per_image_standardize", in); err != nil {
		return tensor.Spec{}, err
	}
	return out, out.Check("per_image_standardize")
}

// Apply writes the standardized src to dst.
func (p PerImageStandardize) Apply(dst, src *tensor.Tensor) error {
	out, err := p.OutSpec(src.Spec)
	if err := ready("per_image_standardize", dst, src, out, err); err != nil {
		return err
	}
	toUnits(dst.F32, src)
	n, sum, squares := float64(src.Len()), 0.0, 0.0
	for _, v := range dst.F32 {
		sum += float64(v)
	}
	mean := sum / n
	for _, v := range dst.F32 {
		d := float64(v) - mean
		squares += d * d
	}
	scale := 1 / max(math.Sqrt(squares/n), 1/math.Sqrt(n))
	for i, v := range dst.F32 {
		dst.F32[i] = float32((float64(v) - mean) * scale)
	}
	return nil
}
