package imgproc

import (
	"fmt"
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// Pad adds rows and columns on the four sides of an image; a negative amount takes them away, as
// torch.nn.functional.pad does. Mode, [Constant] if not given, says what the new pixels are:
//
//	dst[c][y][x] = src[c][y−Top][x−Left]   inside, and by Mode outside of src
//
// Value is for [Constant] only, in the range of the tensor (0..255 in uint8, whole numbers): one for each channel,
// or one for all; 0 if not given. Amounts can be larger than the image: [Reflect], [Symmetric] and [Wrap] go on and on.
//
// Type, space and channels stay.
type Pad struct {
	Top    int       `json:"top,omitzero"`
	Right  int       `json:"right,omitzero"`
	Bottom int       `json:"bottom,omitzero"`
	Left   int       `json:"left,omitzero"`
	Mode   Border    `json:"mode,omitzero"`
	Value  []float32 `json:"value,omitzero"`
}

// OutSpec returns in with the amounts added to its height and width, as far as these are known.
func (p Pad) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := p.check(); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkIn("pad", in); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkPadValue("pad", p.Value, in); err != nil {
		return tensor.Spec{}, err
	}
	h, w := in.H, in.W
	if h != 0 {
		h += p.Top + p.Bottom
	}
	if w != 0 {
		w += p.Left + p.Right
	}
	if in.H != 0 && h < 1 || in.W != 0 && w < 1 {
		want := fmt.Sprintf("an image with more than %d rows and %d columns", -p.Top-p.Bottom, -p.Left-p.Right)
		return tensor.Spec{}, &tensor.SpecError{Op: "pad", Want: want, Got: in}
	}
	return sized("pad", in, h, w)
}

func (p Pad) check() error {
	amounts := [...]int{p.Top, p.Right, p.Bottom, p.Left}
	for i, param := range [...]string{"top", "right", "bottom", "left"} {
		if n := amounts[i]; n < -maxSide || n > maxSide {
			return &tensor.ParamError{Op: "pad", Param: param, Want: "an amount from -2^30 to 2^30", Got: n}
		}
	}
	return checkPadMode("pad", p.Mode, p.Value)
}

// checkPadMode reports an unknown mode, and values that the mode doesn't use or that aren't numbers.
func checkPadMode(op string, mode Border, value []float32) error {
	if err := checkBorder(op, "mode", mode); err != nil {
		return err
	}
	if mode.or(Constant) != Constant && len(value) > 0 {
		return &tensor.ParamError{Op: op, Param: "value", Want: "none with mode " + mode.String(), Got: value}
	}
	if !allFinite(value) {
		return &tensor.ParamError{Op: op, Param: "value", Want: "finite numbers", Got: value}
	}
	return nil
}

// checkPadValue reports values that don't fit in's channels or type.
func checkPadValue(op string, value []float32, in tensor.Spec) error {
	for _, v := range value {
		if in.DType == tensor.Uint8 && (v < 0 || v > 255 || v != float32(math.Trunc(float64(v)))) {
			return &tensor.ParamError{Op: op, Param: "value", Want: "whole numbers from 0 to 255 for a uint8 image", Got: value}
		}
	}
	return checkChannels(op, "value", value, in)
}

// Apply writes the padded src to dst.
func (p Pad) Apply(dst, src *tensor.Tensor) error {
	out, err := p.OutSpec(src.Spec)
	if err := ready("pad", dst, src, out, err); err != nil {
		return err
	}
	copyWindow(dst, src, -p.Top, -p.Left, p.Mode.or(Constant), p.Value)
	return nil
}
