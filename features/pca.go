package features

import (
	"fmt"
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// PCA makes of a vector x the vector Components·(x − Mean), and with Whiten divides each value of it by its deviation, the
// root of ExplainedVariance. It is what [LearnPCA] becomes.
//
// Deviations of less than 2⁻²³ of the first, which are those of rounding, count as so much, and if all are 0, as 1.
//
// The input is float32, its values one vector of length d. Products and sums are float32. NaN and infinities make of values
// what float32 makes of them.
//
// JSON: {"whiten": false, "mean": {"shape": [d, 1, 1], "data": […]}, "components": {"shape": [1, k, d], "data": […]},
// "explained_variance": {"shape": [k, 1, 1], "data": […]}}.
type PCA struct {
	// Whiten is that of LearnPCA.
	Whiten bool `json:"whiten,omitempty"`
	// Mean is d×1×1, that of what was learned from. Required.
	Mean tensor.Tensor `json:"mean"`
	// Components is 1×k×d, a row for each value of the result. Required.
	Components tensor.Tensor `json:"components"`
	// ExplainedVariance is k×1×1, the variance of each value of the result before it is whitened, in descending order.
	// Required.
	ExplainedVariance tensor.Tensor `json:"explained_variance"`
}

// Arrays returns the learned arrays by the names they have in JSON, for a model file to store and to fill them.
func (p *PCA) Arrays() map[string]*tensor.Tensor {
	return map[string]*tensor.Tensor{"mean": &p.Mean, "components": &p.Components, "explained_variance": &p.ExplainedVariance}
}

// OutSpec returns a vector of k values.
func (p PCA) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := p.check(); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkFittedTo("pca", in, p.Mean.C); err != nil {
		return tensor.Spec{}, err
	}
	return tensor.VectorSpec(p.Components.H), nil
}

// check reports arrays that make no sense.
func (p *PCA) check() error {
	const op = "pca"
	d, k := p.Mean.C, p.Components.H
	if err := checkArray(op, "mean", p.Mean.Spec, len(p.Mean.F32), tensor.VectorSpec(d)); err != nil {
		return err
	}
	if err := checkArray(op, "components", p.Components.Spec, len(p.Components.F32), matrixSpec(k, d)); err != nil {
		return err
	}
	v := &p.ExplainedVariance
	if err := checkArray(op, "explained_variance", v.Spec, len(v.F32), tensor.VectorSpec(k)); err != nil {
		return err
	}
	for i, x := range v.F32 {
		if !(x >= 0 && x <= math.MaxFloat32) {
			name := fmt.Sprintf("explained_variance[%d]", i)
			return &tensor.ParamError{Op: op, Param: name, Want: "a finite number of 0 or more", Got: x}
		}
	}
	return nil
}

// Apply writes the components of src into dst.
func (p PCA) Apply(dst, src *tensor.Tensor) error {
	out, err := p.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("pca", dst, src, out); err != nil {
		return err
	}
	multiplyCentred(dst.F32, src.F32, p.Mean.F32, p.Components.F32)
	if p.Whiten {
		p.whiten(dst.F32)
	}
	return nil
}

// ApplyRows writes what Apply makes of each row of src into that of dst: the same bytes, and quicker, as components are read once for
// many rows.
func (p PCA) ApplyRows(dst, src tensor.Matrix) error {
	if err := p.check(); err != nil {
		return err
	}
	if err := checkRows("pca", dst, src, p.Components.H, p.Mean.C); err != nil {
		return err
	}
	multiplyCentredRows(dst, src, p.Mean.F32, p.Components.F32)
	for i := 0; p.Whiten && i < dst.Rows; i++ {
		p.whiten(dst.Row(i))
	}
	return nil
}

// whiten divides y by deviations.
func (p *PCA) whiten(y []float32) {
	variances := p.ExplainedVariance.F32
	least := math.Sqrt(float64(variances[0])) * 0x1p-23
	for i, v := range variances {
		if deviation := max(math.Sqrt(float64(v)), least); deviation > 0 {
			y[i] = float32(float64(y[i]) / deviation)
		}
	}
}
