package imgproc

import (
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// Reduce makes an image smaller by a whole factor, which is required, from 1 to 256: each pixel is the mean of a square of
// Factor×Factor pixels. Where the sides aren't multiples of it the last column and row are means of what is left, so that
// the result has ⌈h/Factor⌉×⌈w/Factor⌉ pixels.
//
// Type, space and channels stay. uint8 gives the same bytes as Pillow's Image.reduce, whose reciprocal of the area has 24
// bits, cut off: for factors that aren't a power of two a mean may be 1 less than rounded. float32 meets Pillow's mode F
// to 2e-7 of the range. Colours with alpha are multiplied by it before and divided by it after, as by [Resize].
//
// JSON: "reduce": {"factor": 2}.
type Reduce struct {
	Factor int `json:"factor,omitzero"`
}

// OutSpec returns in with sides that many times shorter, rounded up. A side that isn't known yet stays so.
func (r Reduce) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if r.Factor < 1 || r.Factor > kernel.MaxBox {
		return tensor.Spec{}, &tensor.ParamError{Op: "reduce", Param: "factor", Want: "a whole number from 1 to 256", Got: r.Factor}
	}
	if err := checkIn("reduce", in); err != nil {
		return tensor.Spec{}, err
	}
	return sized("reduce", in, r.side(in.H), r.side(in.W))
}

func (r Reduce) side(n int) int { return (n + r.Factor - 1) / r.Factor }

// Apply writes the means to dst.
func (r Reduce) Apply(dst, src *tensor.Tensor) error {
	out, err := r.OutSpec(src.Spec)
	if err := ready("reduce", dst, src, out, err); err != nil {
		return err
	}
	switch {
	case r.Factor == 1:
		dst.CopyFrom(src)
	case src.DType == tensor.Uint8:
		b := boxes[uint8]{src.H, src.W, r.Factor, kernel.BoxReduceUint8}
		b.image(dst.U8, src.U8, src.Spec, &blending8)
	default:
		b := boxes[float32]{src.H, src.W, r.Factor, kernel.BoxReduceFloat32}
		b.image(dst.F32, src.F32, src.Spec, &blending32)
	}
	return nil
}

// boxes are squares of side×side in planes of h×w; row makes the means of those in a row.
type boxes[T uint8 | float32] struct {
	h, w, side int
	row        func(dst, src []T, stride, width, height int)
}

func (b boxes[T]) image(dst, src []T, spec tensor.Spec, alpha *blending[T]) {
	if spec.Space.HasAlpha() {
		alpha.image(dst, src, spec.C, b.plane)
		return
	}
	in, out := len(src)/spec.C, len(dst)/spec.C
	for c := range spec.C {
		b.plane(dst[c*out:][:out], src[c*in:][:in])
	}
}

// plane makes the means of a plane. The last box of a row and the last row of boxes may be smaller.
func (b boxes[T]) plane(dst, src []T) {
	whole, rest := b.w/b.side, b.w%b.side
	for y := 0; y < b.h; y += b.side {
		from, height := src[y*b.w:], min(b.side, b.h-y)
		b.row(dst[:whole], from, b.w, b.side, height)
		dst = dst[whole:]
		if rest > 0 {
			b.row(dst[:1], from[whole*b.side:], b.w, rest, height)
			dst = dst[1:]
		}
	}
}
