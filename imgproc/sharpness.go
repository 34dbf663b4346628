package imgproc

import "github.com/saccade-go/saccade/tensor"

// Sharpness blends the picture with a smoothed one, or moves it away from that:
//
//	dst = clip(src + (1−Factor)·(smooth − src))
//
// where smooth is the mean over 3×3 pixels with the weight 5/13 for the pixel itself and 1/13 for each neighbour, in uint8
// rounded, halves to even. The pixels at the border stay. uint8 is clipped to 0..255 and cut off behind the decimal point, float32
// clipped to 0..1. Factor is 0 or more: 0, if not given, smooths, 1 changes nothing, 2 sharpens. The numbers are those of
// torchvision.transforms.functional.adjust_sharpness.
//
// The input is gray or RGB; alpha stays. The spec stays.
type Sharpness struct {
	Factor float64 `json:"factor,omitzero"`
}

// OutSpec returns in.
func (s Sharpness) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkFactor("sharpness", "factor", s.Factor); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkPicture("sharpness", in)
}

// Apply writes the sharper or softer src to dst.
func (s Sharpness) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	if err := ready("sharpness", dst, src, out, err); err != nil {
		return err
	}
	copy(dst.U8, src.U8)
	copy(dst.F32, src.F32)
	if src.H < 3 || src.W < 3 {
		return nil
	}
	rest := float32(1 - s.Factor)
	for c := range colours(src.Spec) {
		for y := 1; y < src.H-1; y++ {
			if src.DType == tensor.Uint8 {
				sharpen8(dst.Plane8(c)[y*src.W:][:src.W], src.Plane8(c)[(y-1)*src.W:], src.W, rest)
			} else {
				sharpen32(dst.Plane32(c)[y*src.W:][:src.W], src.Plane32(c)[(y-1)*src.W:], src.W, rest)
			}
		}
	}
	if src.DType == tensor.Float32 {
		to := dst.F32[:colours(src.Spec)*src.H*src.W]
		for i, v := range to {
			to[i] = unit(v)
		}
	}
	return nil
}

// sharpen8 writes the inner pixels of a row of w, of which src has the row above, its own and the one below.
func sharpen8(dst, src []uint8, w int, rest float32) {
	above, here, below := src[:w], src[w:][:w], src[2*w:][:w]
	dst = dst[:w]
	for x := 1; x < w-1; x++ {
		ring := int32(above[x-1]) + int32(above[x]) + int32(above[x+1]) + int32(here[x-1]) + int32(here[x+1]) +
			int32(below[x-1]) + int32(below[x]) + int32(below[x+1])
		v := float32(here[x])
		smooth := float32(round8(float32(ring+5*int32(here[x])) / 13))
		dst[x] = truncate8(addProduct(v, smooth-v, rest))
	}
}

// sharpen32 is sharpen8 on float32, without clipping.
func sharpen32(dst, src []float32, w int, rest float32) {
	above, here, below := src[:w], src[w:][:w], src[2*w:][:w]
	dst = dst[:w]
	for x := 1; x < w-1; x++ {
		ring := above[x-1] + above[x] + above[x+1] + here[x-1] + here[x+1] + below[x-1] + below[x] + below[x+1]
		v := here[x]
		dst[x] = addProduct(v, float32(ring+5*v)/13-v, rest)
	}
}
