package features

import (
	"github.com/saccade-go/saccade/tensor"
)

// Projection makes of a vector x the vector Components·x. It is what [RandomProjection] and [LDA] become.
//
// The input is float32, its values one vector of length d. Products and sums are float32. NaN and infinities make of values what
// float32 makes of them.
//
// JSON: {"components": {"shape": [1, k, d], "data": […]}}.
type Projection struct {
	// Components is 1×k×d, a row for each value of the result. Required.
	Components tensor.Tensor `json:"components"`
}

// Arrays returns the learned array by the name it has in JSON, for a model file to store and to fill it.
func (p *Projection) Arrays() map[string]*tensor.Tensor {
	return map[string]*tensor.Tensor{"components": &p.Components}
}

// OutSpec returns a vector of k values.
func (p Projection) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "projection"
	c := &p.Components
	if err := checkArray(op, "components", c.Spec, len(c.F32), matrixSpec(c.H, c.W)); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkFittedTo(op, in, c.W); err != nil {
		return tensor.Spec{}, err
	}
	return tensor.VectorSpec(c.H), nil
}

// Apply writes the projection of src into dst.
func (p Projection) Apply(dst, src *tensor.Tensor) error {
	out, err := p.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("projection", dst, src, out); err != nil {
		return err
	}
	multiplyVector(dst.F32, src.F32, p.Components.F32)
	return nil
}

// ApplyRows writes what Apply makes of each row of src into that of dst: the same bytes, and quicker.
func (p Projection) ApplyRows(dst, src tensor.Matrix) error {
	if _, err := p.OutSpec(tensor.VectorSpec(p.Components.W)); err != nil {
		return err
	}
	if err := checkRows("projection", dst, src, p.Components.H, p.Components.W); err != nil {
		return err
	}
	multiplyRows(dst, src, p.Components.F32)
	return nil
}
