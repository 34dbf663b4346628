package features

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// RandomFourierMap makes of a vector x the vector √(2/D)·cos(Weights·x + Offsets) of length D. It is what [RandomFourier] becomes,
// and what scikit-learn's RBFSampler does with weights that are transposed.
//
// The input is float32, its values one vector as long as those of the fit. Products are float32; the cosine is rounded once, so
// that an angle of some 100 radians, whose own rounding is 4e-6, has the largest error. A NaN or an infinity makes NaN of all values.
//
// JSON: {"weights": {"shape": [1, D, d], "data": […]}, "offsets": {"shape": [D, 1, 1], "data": […]}}.
type RandomFourierMap struct {
	// Weights is 1×D×d, a row for each value of the result. Required.
	Weights tensor.Tensor `json:"weights"`
	// Offsets is D×1×1, in radians. Required.
	Offsets tensor.Tensor `json:"offsets"`
}

// Arrays returns the learned arrays by the names they have in JSON, for a model file to store and to fill them.
func (r *RandomFourierMap) Arrays() map[string]*tensor.Tensor {
	return map[string]*tensor.Tensor{"weights": &r.Weights, "offsets": &r.Offsets}
}

// OutSpec returns a vector of D values.
func (r RandomFourierMap) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "random_fourier_map"
	w := &r.Weights
	if err := checkArray(op, "weights", w.Spec, len(w.F32), matrixSpec(w.H, w.W)); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkArray(op, "offsets", r.Offsets.Spec, len(r.Offsets.F32), tensor.VectorSpec(w.H)); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkFittedTo(op, in, w.W); err != nil {
		return tensor.Spec{}, err
	}
	return tensor.VectorSpec(w.H), nil
}

// Apply writes the map of src into dst.
func (r RandomFourierMap) Apply(dst, src *tensor.Tensor) error {
	out, err := r.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("random_fourier_map", dst, src, out); err != nil {
		return err
	}
	components, d := r.Weights.H, r.Weights.W
	copy(dst.F32, r.Offsets.F32)
	kernel.Gemm(false, true, 1, components, d, 1, src.F32, d, r.Weights.F32, d, 1, dst.F32, components, 1)
	cosines(dst.F32, float32(math.Sqrt(2/float64(components))))
	return nil
}
