package imgproc

import (
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// RandomApply applies Steps, one after the other, with probability P, and otherwise leaves the image as it is:
// torchvision.transforms.RandomApply. P is above 0 and at most 1; 0, its zero value, means ½. Steps are stages and random
// steps, which are drawn if they are applied.
//
// It is torchvision's RandomInvert, RandomPosterize, RandomSolarize, RandomAdjustSharpness, RandomAutocontrast and
// RandomEqualize, too, whose P is ½ as well: Steps has one stage, [Invert], [Posterize], [Solarize], [Sharpness],
// [AutoContrast] or [Equalize].
//
// The spec stays: steps that together make another one are refused, since outside training nothing is applied.
//
// JSON: {"steps": [{"brightness": {"factor": 1.2}}, "random_flip"], "p": 0.3}; a catalogue reads it.
type RandomApply struct {
	Steps []tensor.Step `json:"steps"`
	P     float64       `json:"p,omitzero"`
}

// OutSpec returns in.
func (a RandomApply) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := checkProbability("random_apply", a.P); err != nil {
		return tensor.Spec{}, err
	}
	out, err := stepsSpec("random_apply", a.Steps, in, true)
	if err != nil {
		return tensor.Spec{}, err
	}
	return in, keepsSpec("random_apply", in, out)
}

// Draw returns [Identity], or what Steps become: the one stage, or a [Compose]. If OutSpec refuses in, the stage fails with
// the reason.
func (a RandomApply) Draw(r *rand.Rand, in tensor.Spec) tensor.Stage {
	if _, err := a.OutSpec(in); err != nil {
		return refusal{err}
	}
	if r.Float64() >= orHalf(a.P) {
		return Identity{}
	}
	return drawSteps(r, a.Steps, in)
}

// checkProbability reports a P that is none; 0 stands for a default.
func checkProbability(op string, p float64) error {
	if !(p >= 0 && p <= 1) {
		return &tensor.ParamError{Op: op, Param: "p", Want: "a probability above 0, at most 1", Got: p}
	}
	return nil
}

func orHalf(p float64) float64 {
	if p == 0 {
		return 0.5
	}
	return p
}
