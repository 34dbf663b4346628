package imgproc

import (
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// SaltAndPepper makes some values, drawn anew for each image, black or white: see [AddSaltAndPepper], which it draws with a seed. Amount
// is 0.05 if not given, Salt ½.
//
// The input is gray or RGB; alpha stays. The spec stays.
type SaltAndPepper struct {
	Amount float64 `json:"amount,omitzero"`
	Salt   float64 `json:"salt,omitzero"`
}

// OutSpec returns in.
func (s SaltAndPepper) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkSalt("salt_and_pepper", s.Amount, s.Salt); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkPicture("salt_and_pepper", in)
}

// Draw returns an [AddSaltAndPepper]. Its seed has 53 bits, so that it survives where JSON's numbers are float64.
func (s SaltAndPepper) Draw(r *rand.Rand, _ tensor.Spec) tensor.Stage {
	return AddSaltAndPepper{Amount: s.Amount, Salt: s.Salt, Seed: r.Uint64() >> 11}
}
