package imgproc

import "github.com/saccade-go/saccade/tensor"

// TenCrop is [FiveCrop] and after it the five crops of the mirrored image, as torchvision.transforms.TenCrop has them: mirrored
// from left to right, or with Vertical from top to bottom. Channel c of crop k is channel k·C+c of the result, which has
// 10·C of them in no space. Height and Width are required, and the image must be as large.
//
// The type stays. For test-time augmentation Crops has the ten as stages of their own.
//
// JSON: "ten_crop": {"height": 224, "width": 224}.
type TenCrop struct {
	Height   int  `json:"height,omitzero"`
	Width    int  `json:"width,omitzero"`
	Vertical bool `json:"vertical,omitzero"`
}

// OutSpec returns in with ten times its channels and the given height and width.
func (t TenCrop) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	return cropsSpec("ten_crop", in, 10, t.Height, t.Width)
}

// Crops returns a stage for each crop of images of in's size, which must be known: a [Crop], or a
// [Compose] of one and a flip.
func (t TenCrop) Crops(in tensor.Spec) ([]tensor.Stage, error) {
	_, err := t.OutSpec(in)
	return plainStages("ten_crop", 10, t, in, err)
}

// part returns crop k of an image. A crop of the mirrored image is one from the other side, mirrored.
func (t TenCrop) part(k int, in tensor.Spec) mirroredCrop {
	m := FiveCrop{Height: t.Height, Width: t.Width}.part(k%5, in)
	switch {
	case k < 5:
	case t.Vertical:
		m.Y, m.down = in.H-m.Y-m.Height, true
	default:
		m.X, m.across = in.W-m.X-m.Width, true
	}
	return m
}

// Apply writes the crops of src to dst.
func (t TenCrop) Apply(dst, src *tensor.Tensor) error {
	out, err := t.OutSpec(src.Spec)
	if err := ready("ten_crop", dst, src, out, err); err != nil {
		return err
	}
	return stack(dst, src, 10, t)
}
