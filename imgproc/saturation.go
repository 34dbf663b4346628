package imgproc

import "github.com/saccade-go/saccade/tensor"

// Saturation moves the colours of each pixel away from its gray, or towards it:
//
//	dst = clip(Factor·src + (1−Factor)·gray)        gray = 0.2989 R + 0.587 G + 0.114 B
//
// clipped to 0..255 in uint8, where what is behind the decimal point is cut off (of the gray, too), and to 0..1 in float32.
// Factor is 0 or more: 0, if not given, leaves gray, 1 changes nothing. The numbers are those of
// torchvision.transforms.functional.adjust_saturation. Gray pictures stay as they are, as there.
//
// The input is gray or RGB; alpha stays. The spec stays.
type Saturation struct {
	Factor float64 `json:"factor,omitzero"`
}

// OutSpec returns in.
func (s Saturation) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkFactor("saturation", "factor", s.Factor); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkPicture("saturation", in)
}

// Apply writes src with stronger or weaker colours to dst.
func (s Saturation) Apply(dst, src *tensor.Tensor) error {
	out, err := s.OutSpec(src.Spec)
	if err := ready("saturation", dst, src, out, err); err != nil {
		return err
	}
	f, rest := float32(s.Factor), float32(1-s.Factor)
	switch {
	case colours(src.Spec) == 1:
		copy(dst.U8, src.U8)
		copy(dst.F32, src.F32)
	case src.DType == tensor.Uint8:
		bytes8(dst, src)
		saturate8(dst, src, f, rest)
	default:
		floats(dst, src)
		saturate32(dst, src, f, rest)
	}
	return nil
}

func saturate8(dst, src *tensor.Tensor, f, rest float32) {
	r, g, b := src.Plane8(0), src.Plane8(1), src.Plane8(2)
	red, green, blue := dst.Plane8(0)[:len(r)], dst.Plane8(1)[:len(r)], dst.Plane8(2)[:len(r)]
	g, b = g[:len(r)], b[:len(r)]
	for i := range r {
		x, y, z := float32(r[i]), float32(g[i]), float32(b[i])
		gray := float32(int32(luma(x, y, z)))
		red[i] = truncate8(blend(x, gray, f, rest))
		green[i] = truncate8(blend(y, gray, f, rest))
		blue[i] = truncate8(blend(z, gray, f, rest))
	}
}

func saturate32(dst, src *tensor.Tensor, f, rest float32) {
	r, g, b := src.Plane32(0), src.Plane32(1), src.Plane32(2)
	red, green, blue := dst.Plane32(0)[:len(r)], dst.Plane32(1)[:len(r)], dst.Plane32(2)[:len(r)]
	g, b = g[:len(r)], b[:len(r)]
	for i := range r {
		gray := luma(r[i], g[i], b[i])
		red[i] = unit(blend(r[i], gray, f, rest))
		green[i] = unit(blend(g[i], gray, f, rest))
		blue[i] = unit(blend(b[i], gray, f, rest))
	}
}
