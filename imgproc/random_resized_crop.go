package imgproc

import (
	"math"
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// RandomResizedCrop cuts a random rectangle out of an image and scales it to Height×Width (both required), as
// torchvision.transforms.RandomResizedCrop does (C. Szegedy et al., "Going deeper with convolutions", 2015).
//
// The rectangle's share of the area is drawn evenly from Scale, two numbers from 0.000001 to 1, [0.08, 1] if not given; the
// logarithm of its width over its height evenly from that of Ratio, two numbers from 0.001 to 1000, [3/4, 4/3] if not given;
// its place evenly from all. One that is larger than the image is drawn anew, up to ten times; then it is the largest one
// in the middle whose ratio is allowed.
//
// Filter is [Bilinear] if not given, with antialiasing. Type, space and channels stay.
type RandomResizedCrop struct {
	Height int       `json:"height,omitzero"`
	Width  int       `json:"width,omitzero"`
	Scale  []float64 `json:"scale,omitzero"`
	Ratio  []float64 `json:"ratio,omitzero"`
	Filter Filter    `json:"filter,omitzero"`
}

// OutSpec returns in with the given height and width.
func (c RandomResizedCrop) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkFrame("random_resized_crop", c.Height, c.Width, c.Filter); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkShapes("random_resized_crop", c.Scale, c.Ratio); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkIn("random_resized_crop", in); err != nil {
		return tensor.Spec{}, err
	}
	return sized("random_resized_crop", in, c.Height, c.Width)
}

// Draw returns a [CropResize]. If OutSpec refuses in, or its size isn't known, the stage fails with the reason.
func (c RandomResizedCrop) Draw(r *rand.Rand, in tensor.Spec) tensor.Stage {
	if _, err := c.OutSpec(in); err != nil {
		return refusal{err}
	}
	if !in.Known() {
		return refusal{&tensor.SpecError{Op: "random_resized_crop", Want: "a known size", Got: in}}
	}
	box := c.draw(r, in)
	return CropResize{
		X: box.X, Y: box.Y, CropWidth: box.Width, CropHeight: box.Height,
		Height: c.Height, Width: c.Width, Filter: c.Filter,
	}
}

// draw returns the rectangle.
func (c RandomResizedCrop) draw(r *rand.Rand, in tensor.Spec) Crop {
	ratio := orRange(c.Ratio, 3.0/4, 4.0/3)
	for range drawnShapes {
		w, h := drawShape(r, in, orRange(c.Scale, 0.08, 1), ratio)
		if 0 < w && w <= in.W && 0 < h && h <= in.H {
			return Crop{X: place(r, in.W, w), Y: place(r, in.H, h), Width: w, Height: h}
		}
	}
	w, h := in.W, in.H
	switch have := float64(w) / float64(h); {
	case have < ratio[0]:
		h = max(1, int(math.RoundToEven(float64(w)/ratio[0])))
	case have > ratio[1]:
		w = max(1, int(math.RoundToEven(float64(h)*ratio[1])))
	}
	return Crop{X: (in.W - w) / 2, Y: (in.H - h) / 2, Width: w, Height: h}
}

// Still returns the [Fill] of that size, which stands for the random crop where nothing is drawn: the largest part in the middle
// with the result's aspect ratio. (torchvision's recipes take a little less, by Resize and CenterCrop.)
func (c RandomResizedCrop) Still() tensor.Stage {
	return Fill{Height: c.Height, Width: c.Width, Filter: c.Filter}
}
