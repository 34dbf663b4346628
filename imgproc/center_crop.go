package imgproc

import "github.com/saccade-go/saccade/tensor"

// CenterCrop cuts out the middle of an image, Height×Width pixels; both are required. It does what
// torchvision.transforms.CenterCrop does: the first row is (h−Height)/2 rounded to the nearest, halves to
// even (an odd remainder of 1 goes to the bottom, of 3 to the top, and so on), the first column likewise. Where
// the image is smaller it is padded with 0 first, the odd pixel at the bottom and on the right.
//
// Type, space and channels stay.
type CenterCrop struct {
	Height int `json:"height,omitzero"`
	Width  int `json:"width,omitzero"`
}

// OutSpec returns in with the given height and width, whatever in's are.
func (c CenterCrop) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkSide("center_crop", "height", c.Height); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkSide("center_crop", "width", c.Width); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkIn("center_crop", in); err != nil {
		return tensor.Spec{}, err
	}
	return sized("center_crop", in, c.Height, c.Width)
}

// Crop returns the Crop that does the same to images of in's size. There is none, and ok is false, if
// in's size isn't known or the image is smaller.
func (c CenterCrop) Crop(in tensor.Spec) (crop Crop, ok bool) {
	if _, err := c.OutSpec(in); err != nil || in.H < c.Height || in.W < c.Width {
		return Crop{}, false
	}
	return Crop{X: middle(in.W, c.Width), Y: middle(in.H, c.Height), Width: c.Width, Height: c.Height}, true
}

// Apply copies the middle of src to dst.
func (c CenterCrop) Apply(dst, src *tensor.Tensor) error {
	out, err := c.OutSpec(src.Spec)
	if err := ready("center_crop", dst, src, out, err); err != nil {
		return err
	}
	copyWindow(dst, src, middle(src.H, c.Height), middle(src.W, c.Width), Constant, nil)
	return nil
}

// middle returns where n pixels begin in the middle of size pixels; it is negative if size is less than n.
func middle(size, n int) int {
	if size < n {
		return -((n - size) / 2)
	}
	spare := size - n
	half := spare / 2
	if spare%2 == 1 && half%2 == 1 {
		half++
	}
	return half
}
