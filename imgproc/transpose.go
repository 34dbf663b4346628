package imgproc

import (
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// Transpose mirrors an image at the diagonal from the top left to the bottom right, as Pillow's TRANSPOSE and
// numpy.swapaxes do: dst[c][y][x] = src[c][x][y]. Type, space and channels stay; height and width are exchanged.
//
// JSON: "transpose".
type Transpose struct{}

// OutSpec returns in with height and width exchanged.
func (Transpose) OutSpec(in tensor.Spec) (tensor.Spec, error) { return exchanged("transpose", in) }

// Apply writes the mirrored src to dst.
func (t Transpose) Apply(dst, src *tensor.Tensor) error {
	out, err := t.OutSpec(src.Spec)
	if err := ready("transpose", dst, src, out, err); err != nil {
		return err
	}
	transposePlanes(dst, src, false)
	return nil
}

// exchanged returns in with height and width exchanged.
func exchanged(op string, in tensor.Spec) (tensor.Spec, error) {
	out := in
	out.H, out.W = in.W, in.H
	return out, checkIn(op, in)
}

// transposePlanes exchanges rows and columns, and with turned the order of both after that.
func transposePlanes(dst, src *tensor.Tensor, turned bool) {
	for c := range src.C {
		if src.DType == tensor.Uint8 {
			kernel.TransposeUint8(dst.Plane8(c), src.Plane8(c), src.H, src.W, turned, turned)
		} else {
			kernel.TransposeFloat32(dst.Plane32(c), src.Plane32(c), src.H, src.W, turned, turned)
		}
	}
}
