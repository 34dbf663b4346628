package imgproc

import "github.com/saccade-go/saccade/tensor"

// Clamp makes values below Min Min and values above Max Max, as torch.clamp does. Both are in the range of the tensor; if not
// given, Min is 0, and Max is 255 in uint8 and 1 in float32, where filters and [Resize] may have gone beyond. NaN stays.
//
// All spaces, every channel. The spec stays.
type Clamp struct {
	Min float64 `json:"min,omitzero"`
	Max float64 `json:"max,omitzero"`
}

// OutSpec returns in.
func (c Clamp) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkFinite("clamp", "min", c.Min); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkFinite("clamp", "max", c.Max); err != nil {
		return tensor.Spec{}, err
	}
	lo, hi := c.bounds(in.DType)
	switch {
	case lo > hi:
		return tensor.Spec{}, &tensor.ParamError{Op: "clamp", Param: "max", Want: "a value not below min", Got: hi}
	case in.DType == tensor.Uint8 && (lo < 0 || lo > 255):
		return tensor.Spec{}, beyondScale("clamp", "min", c.Min, in)
	case in.DType == tensor.Uint8 && hi > 255:
		return tensor.Spec{}, beyondScale("clamp", "max", c.Max, in)
	}
	return in, checkIn("clamp", in)
}

func (c Clamp) bounds(d tensor.DType) (lo, hi float32) {
	if c.Max == 0 && c.Min >= 0 {
		return float32(c.Min), float32(fullScale(d))
	}
	return float32(c.Min), float32(c.Max)
}

// Pointwise says that a plan may merge the stage with its neighbours.
func (Clamp) Pointwise() bool { return true }

// Apply writes the clamped src to dst.
func (c Clamp) Apply(dst, src *tensor.Tensor) error {
	out, err := c.OutSpec(src.Spec)
	if err := ready("clamp", dst, src, out, err); err != nil {
		return err
	}
	lo, hi := c.bounds(src.DType)
	if src.DType == tensor.Uint8 {
		var t table
		for i := range t {
			t[i] = round8(min(max(float32(i), lo), hi))
		}
		t.look(dst.U8, src.U8)
		return nil
	}
	for i, v := range src.F32 {
		dst.F32[i] = min(max(v, lo), hi)
	}
	return nil
}
