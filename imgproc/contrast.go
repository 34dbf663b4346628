package imgproc

import "github.com/saccade-go/saccade/tensor"

// Contrast moves the colours away from the mean m of the picture's gray, or towards it:
//
//	dst = clip(Factor·src + (1−Factor)·m)        gray = 0.2989 R + 0.587 G + 0.114 B
//
// clipped to 0..255 in uint8, where what is behind the decimal point is cut off (of each pixel's gray, too), and to 0..1 in
// float32. Factor is 0 or more: 0, if not given, leaves plain gray, 1 changes nothing. The numbers are those of
// torchvision.transforms.functional.adjust_contrast.
//
// The input is gray or RGB; alpha stays. The spec stays.
type Contrast struct {
	Factor float64 `json:"factor,omitzero"`
}

// OutSpec returns in.
func (c Contrast) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkFactor("contrast", "factor", c.Factor); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkPicture("contrast", in)
}

// Apply writes src with more or less contrast to dst.
func (c Contrast) Apply(dst, src *tensor.Tensor) error {
	out, err := c.OutSpec(src.Spec)
	if err := ready("contrast", dst, src, out, err); err != nil {
		return err
	}
	mean, f, rest := meanGray(src), float32(c.Factor), float32(1-c.Factor)
	if src.DType == tensor.Uint8 {
		var t table
		for i := range t {
			t[i] = truncate8(blend(float32(i), mean, f, rest))
		}
		t.lookUp(dst, src)
		return nil
	}
	to, from := floats(dst, src)
	add := float64(mean) * float64(rest)
	for i, v := range from {
		to[i] = unit(float32(float64(v*f) + add))
	}
	return nil
}
