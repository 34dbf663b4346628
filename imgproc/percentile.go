package imgproc

import "github.com/saccade-go/saccade/tensor"

// Percentile replaces each value by a percentile of Size×Size values around it: the one before which ⌊Percent·Size²/100⌋ others come,
// but the largest at 100. It is scipy.ndimage.percentile_filter. Percent is from 0, the smallest value, which is the default, to
// 100; 50 is the [Median]. Size is odd, from 3 to 255; 3 if not given. Border is [Symmetric] if not given, as in SciPy.
//
// The type stays. All spaces, every channel. The spec stays. NaN come last. The time doesn't depend on Size in uint8, and is in
// proportion to Size in float32.
type Percentile struct {
	Percent float64 `json:"percent,omitzero"`
	Size    int     `json:"size,omitzero"`
	Border  Border  `json:"border,omitzero"`
}

// OutSpec returns in.
func (p Percentile) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if !(p.Percent >= 0 && p.Percent <= 100) {
		return tensor.Spec{}, &tensor.ParamError{Op: "percentile", Param: "percent", Want: "a number from 0 to 100", Got: p.Percent}
	}
	if err := checkWindow("percentile", p.Size); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkBorder("percentile", "border", p.Border); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkIn("percentile", in)
}

// Apply writes the filtered src to dst.
func (p Percentile) Apply(dst, src *tensor.Tensor) error {
	out, err := p.OutSpec(src.Spec)
	if err := ready("percentile", dst, src, out, err); err != nil {
		return err
	}
	n, border := windowSize(p.Size), p.Border.or(Symmetric)
	rank := min(int(float64(n*n)*p.Percent/100), n*n-1)
	for c := range src.C {
		if src.DType == tensor.Uint8 {
			rankBytes(dst.Plane8(c), src.Plane8(c), src.H, src.W, n, rank, border)
		} else {
			rankFloats(dst.Plane32(c), src.Plane32(c), src.H, src.W, n, rank, border)
		}
	}
	return nil
}
