package imgproc

import "github.com/saccade-go/saccade/tensor"

// FlipVertical turns an image upside down, top and bottom exchanged: dst[c][y][x] = src[c][H−1−y][x]. The spec
// stays.
type FlipVertical struct{}

// OutSpec returns in.
func (FlipVertical) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	return in, checkIn("flip_vertical", in)
}

// Apply writes the flipped src to dst.
func (f FlipVertical) Apply(dst, src *tensor.Tensor) error {
	out, err := f.OutSpec(src.Spec)
	if err := ready("flip_vertical", dst, src, out, err); err != nil {
		return err
	}
	for c := range src.C {
		if src.DType == tensor.Uint8 {
			flipColumns(dst.Plane8(c), src.Plane8(c), src.W)
		} else {
			flipColumns(dst.Plane32(c), src.Plane32(c), src.W)
		}
	}
	return nil
}

func flipColumns[T uint8 | float32](dst, src []T, w int) {
	for i := 0; i < len(src); i += w {
		copy(dst[len(dst)-w-i:][:w], src[i:i+w])
	}
}
