package imgproc

import (
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// CropResize cuts out the rectangle of CropWidth×CropHeight pixels whose top left pixel is at column X and row Y, and scales
// it to Height×Width, as torchvision's resized_crop does: it is [Crop] and [Resize] in one stage, and what
// [RandomResizedCrop] draws. X and Y are 0 if not given, the sizes are required; the rectangle must lie inside the image.
// Filter is [Bilinear] if not given, with antialiasing.
//
// Type, space and channels stay, and values are rounded, as by Resize.
//
// JSON: "crop_resize": {"x": 10, "y": 5, "crop_width": 100, "crop_height": 80, "height": 224, "width": 224}.
type CropResize struct {
	X          int    `json:"x,omitzero"`
	Y          int    `json:"y,omitzero"`
	CropWidth  int    `json:"crop_width,omitzero"`
	CropHeight int    `json:"crop_height,omitzero"`
	Height     int    `json:"height,omitzero"`
	Width      int    `json:"width,omitzero"`
	Filter     Filter `json:"filter,omitzero"`
}

// OutSpec returns in with the given height and width.
func (c CropResize) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkSide("crop_resize", "crop_width", c.CropWidth); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkSide("crop_resize", "crop_height", c.CropHeight); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkFrame("crop_resize", c.Height, c.Width, c.Filter); err != nil {
		return tensor.Spec{}, err
	}
	cut, err := c.crop().outSpec("crop_resize", in)
	if err != nil {
		return tensor.Spec{}, err
	}
	return sized("crop_resize", cut, c.Height, c.Width)
}

func (c CropResize) crop() Crop {
	return Crop{X: c.X, Y: c.Y, Width: c.CropWidth, Height: c.CropHeight}
}

// Apply writes the scaled rectangle of src to dst.
func (c CropResize) Apply(dst, src *tensor.Tensor) error {
	out, err := c.OutSpec(src.Spec)
	if err := ready("crop_resize", dst, src, out, err); err != nil {
		return err
	}
	spec := src.Spec
	spec.H, spec.W = c.CropHeight, c.CropWidth
	between := scratch.Tensor(spec)
	defer scratch.PutTensor(between)
	copyWindow(between, src, c.Y, c.X, Constant, nil)
	return Resize{Height: c.Height, Width: c.Width, Filter: c.Filter}.Apply(dst, between)
}
