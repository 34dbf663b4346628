package features

import (
	"fmt"
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// Standardized makes values v into (v − mean)/std, in float32. It is what [Standardize] becomes.
//
// Mean and Std have one shape: C×1×1, one number for each channel of any C×H×W picture or each feature of a
// vector of length C; or C×H×W, one for each value of a picture of that size. The input is float32; the spec
// stays, and with it the space, though the values no longer have its range.
//
// JSON: {"mean": {"shape": [C, H, W], "data": […]}, "std": {"shape": [C, H, W], "data": […]}}.
type Standardized struct {
	// Mean is taken away. Required.
	Mean tensor.Tensor `json:"mean"`
	// Std divides: finite and above 0. Required.
	Std tensor.Tensor `json:"std"`
}

// Arrays returns the learned arrays by the names they have in JSON, for a model file to store and to fill them.
func (s *Standardized) Arrays() map[string]*tensor.Tensor {
	return map[string]*tensor.Tensor{"mean": &s.Mean, "std": &s.Std}
}

// OutSpec returns in.
func (s Standardized) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := s.check(); err != nil {
		return tensor.Spec{}, err
	}
	out, err := standardSpec("standardized", in)
	if err != nil {
		return tensor.Spec{}, err
	}
	m := s.Mean.Spec
	if perChannel := m.H == 1 && m.W == 1; in.C != m.C || !perChannel && (in.H != m.H || in.W != m.W) {
		return tensor.Spec{}, &tensor.SpecError{Op: "standardized", Want: "the shape it was fitted to, " + m.Shape(), Got: in}
	}
	return out, nil
}

// check reports arrays that make no sense.
func (s *Standardized) check() error {
	m, d := &s.Mean, &s.Std
	if m.Check("standardized") != nil || !m.Known() || m.DType != tensor.Float32 || len(m.F32) != m.Len() {
		return &tensor.ParamError{Op: "standardized", Param: "mean", Want: "a float32 array of C×1×1 or C×H×W", Got: m.Spec}
	}
	if d.C != m.C || d.H != m.H || d.W != m.W || d.DType != tensor.Float32 || len(d.F32) != len(m.F32) {
		return &tensor.ParamError{Op: "standardized", Param: "std", Want: "a float32 array of mean's shape", Got: d.Spec}
	}
	for i, v := range m.F32 {
		if v-v != 0 { // NaN or infinite
			return &tensor.ParamError{Op: "standardized", Param: fmt.Sprintf("mean[%d]", i), Want: "a finite number", Got: v}
		}
	}
	for i, v := range d.F32 {
		if !(v > 0 && v <= math.MaxFloat32) {
			return &tensor.ParamError{Op: "standardized", Param: fmt.Sprintf("std[%d]", i), Want: "a finite number above 0", Got: v}
		}
	}
	return nil
}

// Apply writes the standardised values of src into dst.
func (s Standardized) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("standardized", dst, src, out); err != nil {
		return err
	}
	if s.Mean.Len() == src.Len() {
		subtractDivide(dst.F32, src.F32, s.Mean.F32, s.Std.F32)
		return nil
	}
	for c, mean := range s.Mean.F32 {
		kernel.AffineFloat32(dst.Plane32(c), src.Plane32(c), mean, s.Std.F32[c])
	}
	return nil
}

// subtractDivide writes (v[i] − mean[i])/std[i].
func subtractDivide(dst, v, mean, std []float32) {
	v, mean, std = v[:len(dst)], mean[:len(dst)], std[:len(dst)]
	for i := range dst {
		dst[i] = (v[i] - mean[i]) / std[i]
	}
}
