package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// AdaptiveThreshold compares each value with the mean around it: 255 in uint8 and 1 in float32 where
//
//	v > mean − Offset
//
// and 0 elsewhere, or with Invert the other way round. The mean is that of Size×Size values (an odd number, required), or with
// Method gaussian that of [GaussianBlur] of this size with sigma = 0.3·((Size − 1)/2 − 1) + 0.8; the border's pixels are
// repeated. Offset is in the range of the tensor. The numbers are those of cv2.adaptiveThreshold on uint8: the mean is rounded, halves
// to even, and Offset to the next whole number above (below with Invert). float32 isn't rounded.
//
// All spaces, every channel on its own. The spec stays. With the mean, the time doesn't depend on the size.
type AdaptiveThreshold struct {
	Size   int     `json:"size,omitzero"`
	Offset float64 `json:"offset,omitzero"`
	Method string  `json:"method,omitzero"`
	Invert bool    `json:"invert,omitzero"`
}

// OutSpec returns in.
func (a AdaptiveThreshold) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkOdd("adaptive_threshold", "size", a.Size); err != nil {
		return tensor.Spec{}, err
	}
	if a.Size == 1 {
		return tensor.Spec{}, &tensor.ParamError{Op: "adaptive_threshold", Param: "size", Want: "more than one pixel", Got: a.Size}
	}
	if err := checkFinite("adaptive_threshold", "offset", a.Offset); err != nil {
		return tensor.Spec{}, err
	}
	switch a.Method {
	case "", "mean", "gaussian":
		return in, checkIn("adaptive_threshold", in)
	}
	return tensor.Spec{}, &tensor.ParamError{Op: "adaptive_threshold", Param: "method", Want: "mean or gaussian", Got: a.Method}
}

// Apply writes the black and white src to dst.
func (a AdaptiveThreshold) Apply(dst, src *tensor.Tensor) error {
	out, err := a.OutSpec(src.Spec)
	if err := ready("adaptive_threshold", dst, src, out, err); err != nil {
		return err
	}
	if a.Method == "gaussian" {
		sigma := 0.3*(float64(a.Size-1)*0.5-1) + 0.8
		GaussianBlur{Sigma: sigma, Size: a.Size, Border: Edge}.filter().image(dst, src)
	} else if err := (BoxBlur{Size: a.Size, Border: Edge}).Apply(dst, src); err != nil {
		return err
	}
	if src.DType == tensor.Uint8 {
		a.compare8(dst.U8, src.U8)
		return nil
	}
	high, low := float32(1), float32(0)
	if a.Invert {
		high, low = 0, 1
	}
	kernel.Sub(dst.F32, src.F32, dst.F32)
	for i, v := range dst.F32 {
		if v > float32(-a.Offset) {
			dst.F32[i] = high
		} else {
			dst.F32[i] = low
		}
	}
	return nil
}

// compare8 has the means in dst.
func (a AdaptiveThreshold) compare8(dst, src []uint8) {
	least := -int(min(max(math.Ceil(a.Offset), -256), 256))
	above, below := uint8(255), uint8(0)
	if a.Invert {
		least = -int(min(max(math.Floor(a.Offset), -256), 256))
		above, below = 0, 255
	}
	for i, v := range src {
		if int(v)-int(dst[i]) > least {
			dst[i] = above
		} else {
			dst[i] = below
		}
	}
}
