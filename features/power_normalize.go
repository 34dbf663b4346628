package features

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// PowerNormalize makes each value v into sign(v)·|v|^Alpha: Perronnin, Sánchez & Mensink, "Improving the Fisher Kernel for
// Large-Scale Image Classification" (2010). With Alpha below 1, counts that are many times larger than others weigh less. An
// [L2Normalize] usually comes next. For vectors that aren't negative and sum up to 1, Alpha ½ alone makes distances those of
// Hellinger.
//
// The input is float32 of a known shape, all its values one vector, as long as the result. Results are rounded to float32
// once; with Alpha above 1 they may be infinite. NaN stays NaN.
//
// JSON: {"alpha": 0.5}.
type PowerNormalize struct {
	// Alpha is the exponent, above 0. Default 0.5, the fastest by far.
	Alpha float64 `json:"alpha,omitempty"`
}

// OutSpec returns a vector.
func (p PowerNormalize) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "power_normalize"
	if !(p.Alpha >= 0) || math.IsInf(p.Alpha, 1) {
		return tensor.Spec{}, &tensor.ParamError{Op: op, Param: "alpha", Want: "a number above 0, or 0 for the default", Got: p.Alpha}
	}
	if err := checkValues(op, in); err != nil {
		return tensor.Spec{}, err
	}
	return tensor.VectorSpec(in.Len()), nil
}

// Apply writes the powers of src into dst.
func (p PowerNormalize) Apply(dst, src *tensor.Tensor) error {
	out, err := p.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("power_normalize", dst, src, out); err != nil {
		return err
	}
	if setDefault(&p.Alpha, 0.5); p.Alpha == 0.5 {
		signedSquareRoots(dst.F32, src.F32)
		return nil
	}
	for i, v := range src.F32 {
		power := math.Pow(math.Abs(float64(v)), p.Alpha)
		dst.F32[i] = float32(math.Copysign(power, float64(v)))
	}
	return nil
}

// signedSquareRoots writes sign(v)·√|v| = √max(v, 0) − √max(−v, 0).
func signedSquareRoots(dst, src []float32) {
	negative := scratch.Float32.Get(len(src))
	defer scratch.Float32.Put(negative)
	kernel.Scale(negative.S, src, -1)
	kernel.SquareRoot(negative.S, negative.S, 0)
	kernel.SquareRoot(dst, src, 0)
	kernel.Sub(dst, dst, negative.S)
}
