package imgproc

import (
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// TrivialAugmentWide applies one operation of those of [RandAugment], with a magnitude that is drawn as well, each of Bins with the same
// probability (S. Müller and F. Hutter, "TrivialAugment: tuning-free yet state-of-the-art data augmentation", 2021), as
// torchvision.transforms.TrivialAugmentWide does. Magnitudes go farther: shears up to 0.99, translations 32 pixels, rotations 135°,
// factors 1 ± 0.99, posterize 6 bits.
//
// Bins is 31 if not given. Filter is [Nearest] if not given; Border and Value are those of [Affine].
//
// The input is gray or RGB; alpha is warped along and otherwise stays. The spec stays.
type TrivialAugmentWide struct {
	Bins   int       `json:"bins,omitzero"`
	Filter Filter    `json:"filter,omitzero"`
	Border Border    `json:"border,omitzero"`
	Value  []float32 `json:"value,omitzero"`
}

func (a TrivialAugmentWide) bins() int {
	if a.Bins == 0 {
		return 31
	}
	return a.Bins
}

func (a TrivialAugmentWide) sampling() sampling {
	return sampling{a.Filter.or(Nearest), a.Border, a.Value}
}

// OutSpec returns in.
func (a TrivialAugmentWide) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if n := a.bins(); n < 2 || n > 1000 {
		return tensor.Spec{}, &tensor.ParamError{Op: "trivial_augment_wide", Param: "bins", Want: "a number from 2 to 1000", Got: a.Bins}
	}
	if err := a.sampling().check("trivial_augment_wide", in); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkPicture("trivial_augment_wide", in)
}

// Draw returns the operation. If OutSpec refuses in, or its size isn't known, the stage fails with the reason.
func (a TrivialAugmentWide) Draw(r *rand.Rand, in tensor.Spec) tensor.Stage {
	if _, err := a.OutSpec(in); err != nil {
		return refusal{err}
	}
	if !in.Known() {
		return refusal{&tensor.SpecError{Op: "trivial_augment_wide", Want: "a known size", Got: in}}
	}
	return trivialSpace.draw(r, in, r.IntN(a.bins()), a.bins(), a.sampling())
}
