package features

import (
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// NystroemMap makes of a vector x the vector Normalization·(k(x, l) for each landmark l). It is what [Nystroem] becomes, which tells of
// kernels.
//
// The input is float32, its values one vector as long as those of the fit. For chi2 and intersection, values below 0 count as 0.
// A NaN makes NaN of all values, and so may an infinity.
//
// JSON: {"kernel": "rbf", "gamma": 0.01, "landmarks": {"shape": [1, m, d], "data": […]}, "normalization": {"shape": [1, m, m], "data": […]}}.
type NystroemMap struct {
	// Kernel, Gamma, Coef0 and Degree are those of Nystroem, none left out that the kernel has.
	Kernel string  `json:"kernel"`
	Gamma  float64 `json:"gamma,omitempty"`
	Coef0  float64 `json:"coef0,omitempty"`
	Degree int     `json:"degree,omitempty"`
	// Landmarks is 1×m×d and Normalization 1×m×m. Required.
	Landmarks     tensor.Tensor `json:"landmarks"`
	Normalization tensor.Tensor `json:"normalization"`
}

// Arrays returns the learned arrays by the names they have in JSON, for a model file to store and to fill them.
func (n *NystroemMap) Arrays() map[string]*tensor.Tensor {
	return map[string]*tensor.Tensor{"landmarks": &n.Landmarks, "normalization": &n.Normalization}
}

func (n *NystroemMap) kernel() pairKernel { return pairKernel{n.Kernel, n.Gamma, n.Coef0, n.Degree} }

// OutSpec returns a vector of as many values as there are landmarks.
func (n NystroemMap) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "nystroem_map"
	if err := n.kernel().check(op); err != nil {
		return tensor.Spec{}, err
	}
	if n.Gamma == 0 && n.kernel().hasGamma() {
		return tensor.Spec{}, &tensor.ParamError{Op: op, Param: "gamma", Want: "a number above 0", Got: n.Gamma}
	}
	l := &n.Landmarks
	if err := checkArray(op, "landmarks", l.Spec, len(l.F32), matrixSpec(l.H, l.W)); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkArray(op, "normalization", n.Normalization.Spec, len(n.Normalization.F32), matrixSpec(l.H, l.H)); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkFittedTo(op, in, l.W); err != nil {
		return tensor.Spec{}, err
	}
	return tensor.VectorSpec(l.H), nil
}

// Apply writes the map of src into dst.
func (n NystroemMap) Apply(dst, src *tensor.Tensor) error {
	out, err := n.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("nystroem_map", dst, src, out); err != nil {
		return err
	}
	return n.ApplyRows(row(dst.F32), row(src.F32))
}

// ApplyRows writes what Apply makes of each row of src into that of dst: the same bytes, and quicker.
func (n NystroemMap) ApplyRows(dst, src tensor.Matrix) error {
	m, d := n.Landmarks.H, n.Landmarks.W
	if _, err := n.OutSpec(tensor.VectorSpec(d)); err != nil {
		return err
	}
	if err := checkRows("nystroem_map", dst, src, m, d); err != nil {
		return err
	}
	b := scratch.Float32.Get(src.Rows * m)
	defer scratch.Float32.Put(b)
	kernels := tensor.Matrix{Rows: src.Rows, Cols: m, Data: b.S}
	for i := range src.Rows {
		n.kernel().row(kernels.Row(i), src.Row(i), &n.Landmarks)
	}
	multiplyRows(dst, kernels, n.Normalization.F32)
	return nil
}
