package imgproc

import (
	"fmt"

	"github.com/saccade-go/saccade/tensor"
)

// FiveCrop cuts out the four corners and the middle of an image, Height×Width pixels each (both required), in the order of
// torchvision.transforms.FiveCrop: top left, top right, bottom left, bottom right, middle. The channels of one crop follow
// those of the other: channel c of crop k is channel k·C+c of the result, which has 5·C of them in no space. The image must
// be as large as the crops. The middle is that of [CenterCrop].
//
// The type stays. For test-time augmentation Crops has the five as stages of their own.
//
// JSON: "five_crop": {"height": 224, "width": 224}.
type FiveCrop struct {
	Height int `json:"height,omitzero"`
	Width  int `json:"width,omitzero"`
}

// OutSpec returns in with five times its channels and the given height and width.
func (f FiveCrop) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	return cropsSpec("five_crop", in, 5, f.Height, f.Width)
}

// cropsSpec is OutSpec of n crops of an image that is large enough.
func cropsSpec(op string, in tensor.Spec, n, h, w int) (tensor.Spec, error) {
	if err := checkSide(op, "height", h); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkSide(op, "width", w); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkIn(op, in); err != nil {
		return tensor.Spec{}, err
	}
	if in.H != 0 && in.H < h || in.W != 0 && in.W < w {
		return tensor.Spec{}, &tensor.SpecError{Op: op, Want: fmt.Sprintf("at least %d×%d pixels", h, w), Got: in}
	}
	return stackedSpec(op, in, n, h, w)
}

// Crops returns a stage for each crop of images of in's size, which must be known.
func (f FiveCrop) Crops(in tensor.Spec) ([]tensor.Stage, error) {
	_, err := f.OutSpec(in)
	return plainStages("five_crop", 5, f, in, err)
}

// part returns crop k of an image.
func (f FiveCrop) part(k int, in tensor.Spec) mirroredCrop {
	c := Crop{Height: f.Height, Width: f.Width}
	switch right, bottom := in.W-f.Width, in.H-f.Height; k {
	case 1:
		c.X = right
	case 2:
		c.Y = bottom
	case 3:
		c.X, c.Y = right, bottom
	case 4:
		c.X, c.Y = middle(in.W, f.Width), middle(in.H, f.Height)
	}
	return mirroredCrop{Crop: c}
}

// Apply writes the crops of src to dst.
func (f FiveCrop) Apply(dst, src *tensor.Tensor) error {
	out, err := f.OutSpec(src.Spec)
	if err := ready("five_crop", dst, src, out, err); err != nil {
		return err
	}
	return stack(dst, src, 5, f)
}
