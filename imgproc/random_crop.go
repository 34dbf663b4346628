package imgproc

import (
	"fmt"
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// RandomCrop cuts out a rectangle of Height×Width pixels (both required) at a random place, each place with the same
// probability, as torchvision.transforms.RandomCrop does. Padding, 0 if not given, is how many pixels are
// added on each side before, by Mode and Value as [Pad] does. An image that is too small even so is an error.
//
// Type, space and channels stay.
type RandomCrop struct {
	Height  int       `json:"height,omitzero"`
	Width   int       `json:"width,omitzero"`
	Padding int       `json:"padding,omitzero"`
	Mode    Border    `json:"mode,omitzero"`
	Value   []float32 `json:"value,omitzero"`
}

// OutSpec returns in with the given height and width.
func (c RandomCrop) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := c.check(); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkIn("random_crop", in); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkPadValue("random_crop", c.Value, in); err != nil {
		return tensor.Spec{}, err
	}
	h, w := c.Height-2*c.Padding, c.Width-2*c.Padding
	if in.H != 0 && in.H < h || in.W != 0 && in.W < w {
		want := fmt.Sprintf("at least %d×%d pixels", max(h, 1), max(w, 1))
		return tensor.Spec{}, &tensor.SpecError{Op: "random_crop", Want: want, Got: in}
	}
	return sized("random_crop", in, c.Height, c.Width)
}

func (c RandomCrop) check() error {
	if err := checkSide("random_crop", "height", c.Height); err != nil {
		return err
	}
	if err := checkSide("random_crop", "width", c.Width); err != nil {
		return err
	}
	if c.Padding < 0 || c.Padding > maxSide/2 {
		return &tensor.ParamError{Op: "random_crop", Param: "padding", Want: "a number of pixels from 0 to 2^29", Got: c.Padding}
	}
	return checkPadMode("random_crop", c.Mode, c.Value)
}

// Draw returns a [Crop] of an image of in's size or, with Padding, a [Pad] with amounts that can be negative. If
// OutSpec refuses in, or its size isn't known, the stage fails with the reason.
func (c RandomCrop) Draw(r *rand.Rand, in tensor.Spec) tensor.Stage {
	if _, err := c.OutSpec(in); err != nil {
		return refusal{err}
	}
	if !in.Known() {
		return refusal{&tensor.SpecError{Op: "random_crop", Want: "a known size", Got: in}}
	}
	y := place(r, in.H+2*c.Padding, c.Height)
	x := place(r, in.W+2*c.Padding, c.Width)
	if c.Padding == 0 {
		return Crop{X: x, Y: y, Width: c.Width, Height: c.Height}
	}
	return Pad{
		Top: c.Padding - y, Bottom: y + c.Height - in.H - c.Padding,
		Left: c.Padding - x, Right: x + c.Width - in.W - c.Padding,
		Mode: c.Mode, Value: c.Value,
	}
}

// Still returns the crop of the centre, which stands for the random one where nothing is drawn.
func (c RandomCrop) Still() tensor.Stage { return CenterCrop{Height: c.Height, Width: c.Width} }

// place returns where n pixels begin at random in size pixels.
func place(r *rand.Rand, size, n int) int {
	if size <= n {
		return 0
	}
	return r.IntN(size - n + 1)
}

// A refusal is the stage that a draw without a result returns.
type refusal struct{ err error }

func (r refusal) OutSpec(tensor.Spec) (tensor.Spec, error) { return tensor.Spec{}, r.err }

func (r refusal) Apply(_, _ *tensor.Tensor) error { return r.err }
