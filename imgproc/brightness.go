package imgproc

import "github.com/saccade-go/saccade/tensor"

// Brightness multiplies the colours by Factor and clips them:
//
//	dst = clip(Factor·src)
//
// to 0..255 in uint8, where what is behind the decimal point is cut off, and to 0..1 in float32. Factor is 0 or more: 0, if
// not given, makes black, 1 changes nothing, 2 is twice as bright. The numbers are those of
// torchvision.transforms.functional.adjust_brightness.
//
// The input is gray or RGB; alpha stays. The spec stays.
type Brightness struct {
	Factor float64 `json:"factor,omitzero"`
}

// OutSpec returns in.
func (b Brightness) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkFactor("brightness", "factor", b.Factor); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkPicture("brightness", in)
}

// Pointwise says that a plan may merge the stage with its neighbours.
func (Brightness) Pointwise() bool { return true }

// Apply writes the brighter or darker src to dst.
func (b Brightness) Apply(dst, src *tensor.Tensor) error {
	out, err := b.OutSpec(src.Spec)
	if err := ready("brightness", dst, src, out, err); err != nil {
		return err
	}
	f := float32(b.Factor)
	if src.DType == tensor.Uint8 {
		var t table
		for i := range t {
			t[i] = truncate8(float32(i) * f)
		}
		t.lookUp(dst, src)
		return nil
	}
	to, from := floats(dst, src)
	for i, v := range from {
		to[i] = unit(v * f)
	}
	return nil
}
