package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// Gamma raises the colours to a power:
//
//	dst = clip(Gain·src^Gamma)
//
// on 0..1: uint8 is divided by 255 before, and ⌊255.999·dst⌋ after. Gamma is required and above 0: below 1 it makes dark parts
// brighter, above 1 darker. Gain is 0 or more; 0, if not given, means 1, and then float32 isn't clipped, and negative values
// give NaN. The numbers are those of torchvision.transforms.functional.adjust_gamma.
//
// The input is gray or RGB; alpha stays. The spec stays.
type Gamma struct {
	Gamma float64 `json:"gamma,omitzero"`
	Gain  float64 `json:"gain,omitzero"`
}

// OutSpec returns in.
func (g Gamma) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if !(g.Gamma > 0) || math.IsInf(g.Gamma, 1) {
		return tensor.Spec{}, &tensor.ParamError{Op: "gamma", Param: "gamma", Want: "a finite number above 0", Got: g.Gamma}
	}
	if err := checkFactor("gamma", "gain", g.Gain); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkPicture("gamma", in)
}

// Pointwise says that a plan may merge the stage with its neighbours.
func (Gamma) Pointwise() bool { return true }

// Apply writes src with another gamma to dst.
func (g Gamma) Apply(dst, src *tensor.Tensor) error {
	out, err := g.OutSpec(src.Spec)
	if err := ready("gamma", dst, src, out, err); err != nil {
		return err
	}
	if src.DType == tensor.Uint8 {
		var t table
		for i := range t {
			t[i] = truncate8(g.at(float32(i)/255) * 255.999)
		}
		t.lookUp(dst, src)
		return nil
	}
	to, from := floats(dst, src)
	for i, v := range from {
		to[i] = g.at(v)
	}
	return nil
}

func (g Gamma) at(v float32) float32 {
	power := float32(math.Pow(float64(v), g.Gamma))
	if g.Gain == 0 || g.Gain == 1 {
		return power
	}
	return unit(power * float32(g.Gain))
}
