package imgproc

import (
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// RandomGrayscale makes an image gray with probability P, and keeps its channels, as torchvision.transforms.RandomGrayscale does. P is
// above 0 and at most 1; 0, its zero value, means 0.1. See [Grayscale].
//
// The input is gray or RGB; alpha stays. The spec stays.
type RandomGrayscale struct {
	P float64 `json:"p,omitzero"`
}

// OutSpec returns in.
func (g RandomGrayscale) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkProbability("random_grayscale", g.P); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkPicture("random_grayscale", in)
}

// Draw returns [Grayscale] with probability P, otherwise [Identity].
func (g RandomGrayscale) Draw(r *rand.Rand, _ tensor.Spec) tensor.Stage {
	p := g.P
	if p == 0 {
		p = 0.1
	}
	if r.Float64() >= p {
		return Identity{}
	}
	return Grayscale{}
}
