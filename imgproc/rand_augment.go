package imgproc

import (
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// RandAugment applies NumOps operations, each chosen from 14 with the same probability (E. Cubuk, B. Zoph, J. Shlens and Q. Le,
// "RandAugment: practical automated data augmentation with a reduced search space", 2020), as torchvision.transforms.RandAugment
// does: identity, shear and translation in x or y, rotation, brightness, color, contrast, sharpness, posterize, solarize, auto
// contrast, equalize. Magnitude says how strong they are, from 1 to Bins − 1: of shears, that is up to 0.3, of translations 150/331 of
// the side, of rotations 30°, of factors 1 ± 0.9, of posterize 4 bits, of solarize all values; signs are drawn. The pictures are those of torchvision on tensors, but that [AutoContrast] is Pillow's on uint8.
//
// NumOps is 2 if not given, Bins 31, Magnitude 9. Filter is [Nearest] if not given; Border and Value are those of [Affine].
//
// The input is gray or RGB; alpha is warped along and otherwise stays. The spec stays.
type RandAugment struct {
	NumOps    int       `json:"num_ops,omitzero"`
	Magnitude int       `json:"magnitude,omitzero"`
	Bins      int       `json:"bins,omitzero"`
	Filter    Filter    `json:"filter,omitzero"`
	Border    Border    `json:"border,omitzero"`
	Value     []float32 `json:"value,omitzero"`
}

func (a RandAugment) withDefaults() RandAugment {
	if a.NumOps == 0 {
		a.NumOps = 2
	}
	if a.Bins == 0 {
		a.Bins = 31
	}
	if a.Magnitude == 0 {
		a.Magnitude = 9
	}
	return a
}

// OutSpec returns in.
func (a RandAugment) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	d := a.withDefaults()
	switch {
	case d.NumOps < 1 || d.NumOps > 100:
		return tensor.Spec{}, &tensor.ParamError{Op: "rand_augment", Param: "num_ops", Want: "a number from 1 to 100", Got: a.NumOps}
	case d.Bins < 2 || d.Bins > 1000:
		return tensor.Spec{}, &tensor.ParamError{Op: "rand_augment", Param: "bins", Want: "a number from 2 to 1000", Got: a.Bins}
	case d.Magnitude < 0 || d.Magnitude >= d.Bins:
		return tensor.Spec{}, &tensor.ParamError{Op: "rand_augment", Param: "magnitude", Want: "a number from 1 to bins - 1", Got: d.Magnitude}
	}
	if err := d.sampling().check("rand_augment", in); err != nil {
		return tensor.Spec{}, err
	}
	return in, checkPicture("rand_augment", in)
}

func (a RandAugment) sampling() sampling { return sampling{a.Filter.or(Nearest), a.Border, a.Value} }

// Draw returns the operations, a [Compose] if there are several. If OutSpec refuses in, or its size isn't known, the stage fails
// with the reason.
func (a RandAugment) Draw(r *rand.Rand, in tensor.Spec) tensor.Stage {
	if _, err := a.OutSpec(in); err != nil {
		return refusal{err}
	}
	if !in.Known() {
		return refusal{&tensor.SpecError{Op: "rand_augment", Want: "a known size", Got: in}}
	}
	a = a.withDefaults()
	steps := make([]tensor.Step, a.NumOps)
	for i := range steps {
		steps[i] = randSpace.draw(r, in, a.Magnitude, a.Bins, a.sampling())
	}
	return composed(steps)
}
