package imgproc

import (
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// Rotate90 turns an image by quarter turns counter-clockwise, as numpy.rot90 and Pillow's ROTATE_90 do; one
// turn is dst[c][y][x] = src[c][x][W−1−y]. Turns is 1, 2 or 3, or negative to turn clockwise; 0, its zero
// value, means 1. Type, space and channels stay; odd turns exchange height and width.
type Rotate90 struct {
	Turns int `json:"turns,omitzero"`
}

// OutSpec returns in, with height and width exchanged if the turns are odd.
func (r Rotate90) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if r.Turns < -3 || r.Turns > 3 {
		return tensor.Spec{}, &tensor.ParamError{Op: "rotate90", Param: "turns", Want: "a number from -3 to 3", Got: r.Turns}
	}
	out := in
	if r.turns() != 2 {
		out.H, out.W = in.W, in.H
	}
	return out, checkIn("rotate90", in)
}

// turns returns the number of quarter turns counter-clockwise, 1 to 3.
func (r Rotate90) turns() int {
	if r.Turns == 0 {
		return 1
	}
	return (r.Turns + 4) % 4
}

// Apply writes the turned src to dst.
func (r Rotate90) Apply(dst, src *tensor.Tensor) error {
	out, err := r.OutSpec(src.Spec)
	if err := ready("rotate90", dst, src, out, err); err != nil {
		return err
	}
	for c := range src.C {
		if src.DType == tensor.Uint8 {
			rotatePlane(dst.Plane8(c), src.Plane8(c), src.H, src.W, r.turns(), kernel.ReverseUint8, kernel.TransposeUint8)
		} else {
			rotatePlane(dst.Plane32(c), src.Plane32(c), src.H, src.W, r.turns(), kernel.ReverseFloat32, kernel.TransposeFloat32)
		}
	}
	return nil
}

func rotatePlane[T uint8 | float32](dst, src []T, h, w, turns int, reverse func(dst, src []T), transpose func(dst, src []T, h, w int, reverseRows, reverseColumns bool)) {
	if turns == 2 {
		reverse(dst, src)
		return
	}
	transpose(dst, src, h, w, turns == 1, turns == 3)
}
