package imgproc

import (
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// GaussianNoise adds noise that is drawn anew for each image, as torchvision.transforms.v2.GaussianNoise does: see [AddGaussianNoise],
// which it draws with a seed. Mean is 0 if not given, Sigma 0.1.
//
// The input is gray or RGB; alpha stays. The spec stays.
type GaussianNoise struct {
	Mean  float64 `json:"mean,omitzero"`
	Sigma float64 `json:"sigma,omitzero"`
}

// OutSpec returns in.
func (g GaussianNoise) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkNoise("gaussian_noise", g.Mean, g.Sigma); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkPicture("gaussian_noise", in)
}

// Draw returns an [AddGaussianNoise]. Its seed has 53 bits, so that it survives where JSON's numbers are float64.
func (g GaussianNoise) Draw(r *rand.Rand, _ tensor.Spec) tensor.Stage {
	return AddGaussianNoise{Mean: g.Mean, Sigma: g.Sigma, Seed: r.Uint64() >> 11}
}
