package imgproc

import (
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// FlipHorizontal mirrors an image, left and right exchanged: dst[c][y][x] = src[c][y][W−1−x]. The spec stays.
type FlipHorizontal struct{}

// OutSpec returns in.
func (FlipHorizontal) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	return in, checkIn("flip_horizontal", in)
}

// Apply writes the mirrored src to dst.
func (f FlipHorizontal) Apply(dst, src *tensor.Tensor) error {
	out, err := f.OutSpec(src.Spec)
	if err := ready("flip_horizontal", dst, src, out, err); err != nil {
		return err
	}
	for i := 0; i < src.Len(); i += src.W {
		if src.DType == tensor.Uint8 {
			kernel.ReverseUint8(dst.U8[i:i+src.W], src.U8[i:i+src.W])
		} else {
			kernel.ReverseFloat32(dst.F32[i:i+src.W], src.F32[i:i+src.W])
		}
	}
	return nil
}
