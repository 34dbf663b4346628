package features

import "github.com/saccade-go/saccade/tensor"

// ZCA whitens a vector x: Whiten·(x − Mean). It is what [LearnZCA] becomes.
//
// The input is float32, of as many values as what was learned from. The shape stays, so that pictures stay pictures; the
// values aren't colours any more. Products and sums are float32. NaN and infinities make of values what float32 makes of
// them.
//
// JSON: {"mean": {"shape": [d, 1, 1], "data": […]}, "whiten": {"shape": [1, d, d], "data": […]}}.
type ZCA struct {
	// Mean is d×1×1, that of what was learned from. Required.
	Mean tensor.Tensor `json:"mean"`
	// Whiten is 1×d×d. Required.
	Whiten tensor.Tensor `json:"whiten"`
}

// Arrays returns the learned arrays by the names they have in JSON, for a model file to store and to fill them.
func (z *ZCA) Arrays() map[string]*tensor.Tensor {
	return map[string]*tensor.Tensor{"mean": &z.Mean, "whiten": &z.Whiten}
}

// OutSpec returns a float32 spec of in's shape.
func (z ZCA) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "zca"
	d := z.Mean.C
	if err := checkArray(op, "mean", z.Mean.Spec, len(z.Mean.F32), tensor.VectorSpec(d)); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkArray(op, "whiten", z.Whiten.Spec, len(z.Whiten.F32), matrixSpec(d, d)); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkFittedTo(op, in, d); err != nil {
		return tensor.Spec{}, err
	}
	return withoutSpace(in), nil
}

// Apply writes the whitened values of src into dst.
func (z ZCA) Apply(dst, src *tensor.Tensor) error {
	out, err := z.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("zca", dst, src, out); err != nil {
		return err
	}
	multiplyCentred(dst.F32, src.F32, z.Mean.F32, z.Whiten.F32)
	return nil
}

// ApplyRows writes what Apply makes of each row of src into that of dst: the same bytes, and quicker.
func (z ZCA) ApplyRows(dst, src tensor.Matrix) error {
	if _, err := z.OutSpec(tensor.VectorSpec(z.Mean.C)); err != nil {
		return err
	}
	if err := checkRows("zca", dst, src, z.Mean.C, z.Mean.C); err != nil {
		return err
	}
	multiplyCentredRows(dst, src, z.Mean.F32, z.Whiten.F32)
	return nil
}
