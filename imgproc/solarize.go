package imgproc

import "github.com/saccade-go/saccade/tensor"

// Solarize inverts the values from Threshold on: 255 − v in uint8, 1 − v in float32, where v ≥ Threshold, as
// torchvision.transforms.functional.solarize does. Threshold is in the range of the tensor; 0, if not given, means the middle
// of it, 128 or 0.5. [Invert] inverts all.
//
// The input is gray or RGB; alpha stays. The spec stays.
type Solarize struct {
	Threshold float64 `json:"threshold,omitzero"`
}

// OutSpec returns in.
func (s Solarize) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkFactor("solarize", "threshold", s.Threshold); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkPicture("solarize", in); err != nil {
		return tensor.Spec{}, err
	}
	if most := fullScale(in.DType); s.Threshold > most {
		return tensor.Spec{}, beyondScale("solarize", "threshold", s.Threshold, in)
	}
	return in, nil
}

// Pointwise says that a plan may merge the stage with its neighbours.
func (Solarize) Pointwise() bool { return true }

// Apply writes the solarized src to dst.
func (s Solarize) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	if err := ready("solarize", dst, src, out, err); err != nil {
		return err
	}
	threshold := float32(s.Threshold)
	if src.DType == tensor.Uint8 {
		if threshold == 0 {
			threshold = 128
		}
		var t table
		for i := range t {
			if t[i] = uint8(i); float32(i) >= threshold {
				t[i] = ^t[i]
			}
		}
		t.lookUp(dst, src)
		return nil
	}
	if threshold == 0 {
		threshold = 0.5
	}
	to, from := floats(dst, src)
	for i, v := range from {
		if v >= threshold {
			v = 1 - v
		}
		to[i] = v
	}
	return nil
}
