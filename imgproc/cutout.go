package imgproc

import (
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// Cutout overwrites random squares of an image (T. DeVries, G. Taylor, "Improved regularization of convolutional neural networks
// with cutout", 2017). Size, which is required, is the squares' side, Holes how many there are, 1 if not given and at most
// 1000. The middle of each is drawn evenly from all pixels, so that a square may lie partly outside of the image; it has
// Size/2 rows, rounded down, above the middle and as many columns on its left.
//
// Value is that of each channel or of all, in the range of the tensor (0..255 in uint8, whole numbers); 0 if not given, which
// after [Normalize] is the mean. The spec stays.
type Cutout struct {
	Size  int       `json:"size,omitzero"`
	Holes int       `json:"holes,omitzero"`
	Value []float32 `json:"value,omitzero"`
}

// OutSpec returns in.
func (c Cutout) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkSide("cutout", "size", c.Size); err != nil {
		return tensor.Spec{}, err
	}
	if c.Holes < 0 || c.Holes > 1000 {
		return tensor.Spec{}, &tensor.ParamError{Op: "cutout", Param: "holes", Want: "a number from 1 to 1000", Got: c.Holes}
	}
	return in, checkErasing("cutout", c.Value, false, in)
}

// Draw returns an [Erase]. If OutSpec refuses in, or its size isn't known, the stage fails with the reason.
func (c Cutout) Draw(r *rand.Rand, in tensor.Spec) tensor.Stage {
	if _, err := c.OutSpec(in); err != nil {
		return refusal{err}
	}
	if !in.Known() {
		return refusal{&tensor.SpecError{Op: "cutout", Want: "a known size", Got: in}}
	}
	boxes := make([]Crop, max(c.Holes, 1))
	for i := range boxes {
		b := &boxes[i]
		b.Y, b.Height = clippedSpan(r.IntN(in.H), c.Size, in.H)
		b.X, b.Width = clippedSpan(r.IntN(in.W), c.Size, in.W)
	}
	return Erase{Boxes: boxes, Value: c.Value}
}

// clippedSpan returns where what of size pixels about the middle one lies among n pixels, and how many those are.
func clippedSpan(middle, size, n int) (first, length int) {
	first = middle - size/2
	end := min(first+size, n)
	first = max(first, 0)
	return first, end - first
}
