package effects

import (
	"image"

	"github.com/anthonynsimon/bild/segment"

	"github.com/saccade-go/saccade/tensor"
)

// BildThreshold is bild's segment.Threshold: white from Level on, otherwise black.
type BildThreshold struct {
	Level uint8 `json:"level,omitzero"`
}

// OutSpec returns in.
func (BildThreshold) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	return check("bild_threshold", in)
}

// Apply writes what the library makes of src to dst.
func (s BildThreshold) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	return applyOpaque("bild_threshold", dst, src, out, err, func(img image.Image) image.Image { return segment.Threshold(img, s.Level) })
}
