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
	if src.DType == tensor.Uint8 {
		flipRows(dst.U8, src.U8, src.W)
	} else {
		flipRows(dst.F32, src.F32, src.W)
	}
	return nil
}

func flipRows[T uint8 | float32](dst, src []T, w int) {
	for i := 0; i < len(src); i += w {
		kernel.Reverse(dst[i:i+w], src[i:i+w])
	}
}
