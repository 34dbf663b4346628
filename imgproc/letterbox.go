package imgproc

import (
	"math"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// Letterbox scales an image to the largest size within Height×Width, which are required, that keeps its aspect ratio, and
// pads it to Height×Width with the image in the middle, as Pillow's ImageOps.pad does and as detectors take their pictures. A
// small image is enlarged. The size of the scaled image is that of [Resize] with Fit; above it and on its left stands half of
// the padding, rounded to the nearest and halves to even, so that an odd remainder of 1 goes to the bottom or right, of 3 to
// the top or left, and so on.
//
// Filter is [Bilinear] if not given. Value is that of the padding, in the range of the tensor (0..255 in uint8, whole
// numbers): one for each channel, alpha too, or one for all; 0 if not given, which is transparent where there is alpha.
//
// Type, space and channels stay. uint8 gives the bytes of Pillow 12 and float32 meets its mode F to 2e-7: see [Resize].
//
// JSON: "letterbox": {"height": 640, "width": 640, "value": [114]}.
type Letterbox struct {
	Height int       `json:"height,omitzero"`
	Width  int       `json:"width,omitzero"`
	Filter Filter    `json:"filter,omitzero"`
	Value  []float32 `json:"value,omitzero"`
}

// OutSpec returns in with the given height and width.
func (l Letterbox) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkFrame("letterbox", l.Height, l.Width, l.Filter); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkPadMode("letterbox", Constant, l.Value); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkIn("letterbox", in); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkPadValue("letterbox", l.Value, in); err != nil {
		return tensor.Spec{}, err
	}
	return sized("letterbox", in, l.Height, l.Width)
}

// checkFrame reports a height or width that isn't given or too large, or an unknown filter.
func checkFrame(op string, height, width int, f Filter) error {
	if err := checkSide(op, "height", height); err != nil {
		return err
	}
	if err := checkSide(op, "width", width); err != nil {
		return err
	}
	return checkFilter(op, f)
}

// Inside returns where the scaled image of one of in's size lies in the result. There is none, and ok is false, if in's size
// isn't known or OutSpec refuses it.
func (l Letterbox) Inside(in tensor.Spec) (inside Crop, ok bool) {
	if _, err := l.OutSpec(in); err != nil || !in.Known() {
		return Crop{}, false
	}
	h, w := fit(in.H, in.W, l.Height, l.Width)
	return Crop{X: half(l.Width - w), Y: half(l.Height - h), Width: w, Height: h}, true
}

// half rounds n/2 to the nearest, halves to even.
func half(n int) int { return int(math.RoundToEven(float64(n) / 2)) }

// Apply writes the scaled and padded src to dst.
func (l Letterbox) Apply(dst, src *tensor.Tensor) error {
	out, err := l.OutSpec(src.Spec)
	if err := ready("letterbox", dst, src, out, err); err != nil {
		return err
	}
	inside, _ := l.Inside(src.Spec)
	resize := Resize{Height: inside.Height, Width: inside.Width, Filter: l.Filter}
	if inside.Height == dst.H && inside.Width == dst.W {
		return resize.Apply(dst, src)
	}
	spec := src.Spec
	spec.H, spec.W = inside.Height, inside.Width
	between := scratch.Tensor(spec)
	defer scratch.PutTensor(between)
	if err := resize.Apply(between, src); err != nil {
		return err
	}
	copyWindow(dst, between, -inside.Y, -inside.X, Constant, l.Value)
	return nil
}
