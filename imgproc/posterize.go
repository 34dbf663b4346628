package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// Posterize leaves 2^Bits levels of each channel: in uint8 it keeps the upper bits, in float32
//
//	dst = min(max(⌊2^Bits·src⌋, 0), 2^Bits − 1) / 2^Bits
//
// as torchvision.transforms.functional.posterize does. Bits is required, from 1 to 8.
//
// The input is gray or RGB; alpha stays. The spec stays.
type Posterize struct {
	Bits int `json:"bits,omitzero"`
}

// OutSpec returns in.
func (p Posterize) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if p.Bits < 1 || p.Bits > 8 {
		return tensor.Spec{}, &tensor.ParamError{Op: "posterize", Param: "bits", Want: "a number from 1 to 8", Got: p.Bits}
	}
	return in, checkPicture("posterize", in)
}

// Pointwise says that a plan may merge the stage with its neighbours.
func (Posterize) Pointwise() bool { return true }

// Apply writes src with fewer levels to dst.
func (p Posterize) Apply(dst, src *tensor.Tensor) error {
	out, err := p.OutSpec(src.Spec)
	if err := ready("posterize", dst, src, out, err); err != nil {
		return err
	}
	if src.DType == tensor.Uint8 {
		mask := uint8(0xff << (8 - p.Bits))
		to, from := bytes8(dst, src)
		for i, v := range from {
			to[i] = v & mask
		}
		return nil
	}
	levels := float32(int(1) << p.Bits)
	to, from := floats(dst, src)
	for i, v := range from {
		level := float32(math.Floor(float64(v * levels)))
		to[i] = min(max(level, 0), levels-1) / levels
	}
	return nil
}
