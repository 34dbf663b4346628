package imgproc

import (
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// RandomFlip flips an image with probability P, from left to right, or with Vertical from top to bottom. P is
// above 0 and at most 1; 0, its zero value, means ½. The spec stays.
type RandomFlip struct {
	P        float64 `json:"p,omitzero"`
	Vertical bool    `json:"vertical,omitzero"`
}

// OutSpec returns in.
func (f RandomFlip) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if !(f.P >= 0 && f.P <= 1) {
		return tensor.Spec{}, &tensor.ParamError{Op: "random_flip", Param: "p", Want: "a probability above 0, at most 1", Got: f.P}
	}
	return in, checkIn("random_flip", in)
}

// Draw returns [FlipHorizontal] or [FlipVertical] with probability P, otherwise [Identity].
func (f RandomFlip) Draw(r *rand.Rand, _ tensor.Spec) tensor.Stage {
	p := f.P
	if p == 0 {
		p = 0.5
	}
	switch {
	case r.Float64() >= p:
		return Identity{}
	case f.Vertical:
		return FlipVertical{}
	}
	return FlipHorizontal{}
}
