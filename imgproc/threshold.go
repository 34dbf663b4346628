package imgproc

import "github.com/saccade-go/saccade/tensor"

// Threshold compares each value v with T:
//
//	binary (default)   Max if v > T, otherwise 0
//	binary_inv         0 if v > T, otherwise Max
//	trunc              T if v > T, otherwise v
//	tozero             v if v > T, otherwise 0
//	tozero_inv         0 if v > T, otherwise v
//
// Value is T, in the range of the tensor; 0 if not given. Max is 255 in uint8 and 1 in float32 if not given; only the binary
// kinds use it. The numbers are those of cv2.threshold. NaN is not above T.
//
// All spaces, every channel (alpha as well). The spec stays.
type Threshold struct {
	Value float64 `json:"value,omitzero"`
	Max   float64 `json:"max,omitzero"`
	Kind  string  `json:"kind,omitzero"`
}

// OutSpec returns in.
func (t Threshold) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	switch t.Kind {
	case "", "binary", "binary_inv", "trunc", "tozero", "tozero_inv":
	default:
		return tensor.Spec{}, &tensor.ParamError{Op: "threshold", Param: "kind", Want: "binary, binary_inv, trunc, tozero or tozero_inv", Got: t.Kind}
	}
	for _, p := range [...]struct {
		name  string
		value float64
	}{{"value", t.Value}, {"max", t.Max}} {
		if err := checkFinite("threshold", p.name, p.value); err != nil {
			return tensor.Spec{}, err
		}
		if in.DType == tensor.Uint8 && (p.value < 0 || p.value > 255) {
			return tensor.Spec{}, beyondScale("threshold", p.name, p.value, in)
		}
	}
	return in, checkIn("threshold", in)
}

// Pointwise says that a plan may merge the stage with its neighbours.
func (Threshold) Pointwise() bool { return true }

// Apply writes what becomes of the values of src to dst.
func (t Threshold) Apply(dst, src *tensor.Tensor) error {
	out, err := t.OutSpec(src.Spec)
	if err := ready("threshold", dst, src, out, err); err != nil {
		return err
	}
	top := float32(t.Max)
	if top == 0 {
		top = float32(fullScale(src.DType))
	}
	if src.DType == tensor.Uint8 {
		var values [256]float32
		for i := range values {
			values[i] = float32(i)
		}
		t.compare(values[:], values[:], top)
		var look table
		for i, v := range values {
			look[i] = round8(v)
		}
		look.look(dst.U8, src.U8)
		return nil
	}
	t.compare(dst.F32, src.F32, top)
	return nil
}

func (t Threshold) compare(dst, src []float32, top float32) {
	threshold := float32(t.Value)
	above, below := float32(0), float32(0) // where the value itself doesn't stay
	aboveStays, belowStays := false, false
	switch t.Kind {
	case "", "binary":
		above = top
	case "binary_inv":
		below = top
	case "trunc":
		above, belowStays = threshold, true
	case "tozero":
		aboveStays = true
	case "tozero_inv":
		belowStays = true
	}
	for i, v := range src {
		switch {
		case v > threshold && !aboveStays:
			v = above
		case !(v > threshold) && !belowStays:
			v = below
		}
		dst[i] = v
	}
}
