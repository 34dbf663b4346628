package imgproc

import (
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// UnsharpMask sharpens by adding the difference from a smoothed picture:
//
//	dst = clip(src + Amount·(src − G(src)))
//
// where G is [GaussianBlur] with Sigma = Radius. Radius is above 0, and 1 if not given; Amount is 1 if not given. Border is
// [Reflect] if not given. The numbers are those of skimage.filters.unsharp_mask, whose border is [Symmetric].
//
// The type stays; uint8 is rounded once, halves to even, and clipped; float32 is clipped to 0..1. The input is gray or
// RGB; alpha is sharpened, too. The spec stays.
type UnsharpMask struct {
	Radius float64 `json:"radius,omitzero"`
	Amount float64 `json:"amount,omitzero"`
	Border Border  `json:"border,omitzero"`
}

// OutSpec returns in.
func (u UnsharpMask) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if u.Radius != 0 {
		if err := checkSigma("unsharp_mask", "radius", u.Radius); err != nil {
			return tensor.Spec{}, err
		}
	}
	if err := checkFinite("unsharp_mask", "amount", u.Amount); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkBorder("unsharp_mask", "border", u.Border); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkPicture("unsharp_mask", in)
}

// Apply writes the sharpened src to dst.
func (u UnsharpMask) Apply(dst, src *tensor.Tensor) error {
	out, err := u.OutSpec(src.Spec)
	if err := ready("unsharp_mask", dst, src, out, err); err != nil {
		return err
	}
	radius, amount := u.Radius, float32(u.Amount)
	if radius == 0 {
		radius = 1
	}
	if amount == 0 {
		amount = 1
	}
	f := GaussianBlur{Sigma: radius, Border: u.Border}.filter()
	if src.DType == tensor.Float32 {
		for c := range src.C {
			to := dst.Plane32(c)
			f.channel(to, src, c)
			for i, v := range src.Plane32(c) {
				to[i] = unit(v + float32(amount*(v-to[i])))
			}
		}
		return nil
	}
	row := scratch.Float32.Get(src.W)
	defer scratch.Float32.Put(row)
	for c := range src.C {
		f.each(src, c, func(int) []float32 { return row.S }, func(y int, smooth []float32) {
			to := dst.Plane8(c)[y*src.W:][:src.W]
			for x, v := range src.Plane8(c)[y*src.W:][:src.W] {
				to[x] = round8(float32(v) + float32(amount*(float32(v)-smooth[x])))
			}
		})
	}
	return nil
}
