package features

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// L2Normalize divides a vector by its length, v/√(Σv²), which becomes 1: scikit-learn's Normalizer. A vector of zeros stays.
//
// The input is float32 of a known shape, all its values one vector, as long as the result. The sum is float64, so that no
// finite values are too large or too small. A NaN makes all values NaN; an infinity becomes NaN and what is finite beside it
// 0.
//
// JSON: {}.
type L2Normalize struct{}

// OutSpec returns a vector.
func (L2Normalize) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkValues("l2_normalize", in); err != nil {
		return tensor.Spec{}, err
	}
	return tensor.VectorSpec(in.Len()), nil
}

// Apply writes the values of src, divided by their length, into dst.
func (l L2Normalize) Apply(dst, src *tensor.Tensor) error {
	out, err := l.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("l2_normalize", dst, src, out); err != nil {
		return err
	}
	const smallestNormal = 0x1p-126
	switch length := math.Sqrt(kernel.SumSquares(src.F32)); {
	case length == 0:
		copy(dst.F32, src.F32)
	case length < smallestNormal || length > math.MaxFloat32: // not a number that float32 holds to its precision
		for i, v := range src.F32 {
			dst.F32[i] = float32(float64(v) / length)
		}
	default:
		kernel.AffineFloat32(dst.F32, src.F32, 0, float32(length))
	}
	return nil
}
