package imgproc

import (
	"fmt"

	"github.com/saccade-go/saccade/tensor"
)

// Crop cuts out the rectangle of Width×Height pixels whose top left pixel is at column X and row Y:
//
//	dst[c][y][x] = src[c][Y+y][X+x]
//
// X and Y are 0 if not given, Width and Height are required. The rectangle must lie inside the image; where
// the input's size isn't known yet, Apply finds out. Type, space and channels stay. [Pad] with negative
// amounts cuts off borders, whatever the size; [CenterCrop] cuts out the middle.
type Crop struct {
	X      int `json:"x,omitzero"`
	Y      int `json:"y,omitzero"`
	Width  int `json:"width,omitzero"`
	Height int `json:"height,omitzero"`
}

// OutSpec returns in with the rectangle's height and width.
func (c Crop) OutSpec(in tensor.Spec) (tensor.Spec, error) { return c.outSpec("crop", in) }

// outSpec is OutSpec for an operation that crops.
func (c Crop) outSpec(op string, in tensor.Spec) (tensor.Spec, error) {
	if err := c.check(op); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkIn(op, in); err != nil {
		return tensor.Spec{}, err
	}
	if in.H != 0 && c.Y+c.Height > in.H || in.W != 0 && c.X+c.Width > in.W {
		want := fmt.Sprintf("at least %d×%d pixels, for %d×%d at row %d, column %d",
			c.Y+c.Height, c.X+c.Width, c.Height, c.Width, c.Y, c.X)
		return tensor.Spec{}, &tensor.SpecError{Op: op, Want: want, Got: in}
	}
	return sized(op, in, c.Height, c.Width)
}

func (c Crop) check(op string) error {
	if c.X < 0 || c.X > maxSide {
		return &tensor.ParamError{Op: op, Param: "x", Want: "a column from 0 to 2^30", Got: c.X}
	}
	if c.Y < 0 || c.Y > maxSide {
		return &tensor.ParamError{Op: op, Param: "y", Want: "a row from 0 to 2^30", Got: c.Y}
	}
	if err := checkSide(op, "width", c.Width); err != nil {
		return err
	}
	return checkSide(op, "height", c.Height)
}

// Apply copies the rectangle of src to dst.
func (c Crop) Apply(dst, src *tensor.Tensor) error {
	out, err := c.OutSpec(src.Spec)
	if err := ready("crop", dst, src, out, err); err != nil {
		return err
	}
	copyWindow(dst, src, c.Y, c.X, Constant, nil)
	return nil
}
