package imgproc

import (
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// ColorJitter changes brightness, contrast, saturation and hue by random amounts, in random order, as
// torchvision.transforms.ColorJitter does. Brightness, Contrast and Saturation are each two numbers [min, max] for the factor, or
// one number d for max(0, 1−d)..1+d; Hue is [min, max] for the shift, from −½ to ½, or one number d for −d..d. What isn't given
// isn't changed, nor is what has a range of the factor 1, or the shift 0, alone.
//
// The input is gray or RGB; alpha stays. The spec stays.
type ColorJitter struct {
	Brightness []float64 `json:"brightness,omitzero"`
	Contrast   []float64 `json:"contrast,omitzero"`
	Saturation []float64 `json:"saturation,omitzero"`
	Hue        []float64 `json:"hue,omitzero"`
}

// OutSpec returns in.
func (j ColorJitter) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	for _, p := range [...]struct {
		name   string
		values []float64
	}{{"brightness", j.Brightness}, {"contrast", j.Contrast}, {"saturation", j.Saturation}} {
		if err := checkFactors("color_jitter", p.name, p.values); err != nil {
			return tensor.Spec{}, err
		}
	}
	if len(j.Hue) > 0 {
		if err := checkRange("color_jitter", "hue", j.Hue, 0.5); err != nil {
			return tensor.Spec{}, err
		}
	}
	return in, checkPicture("color_jitter", in)
}

// maxFactor is the largest factor that is drawn.
const maxFactor = 1000

// checkFactors reports what isn't [min, max] of factors, or one number d for max(0, 1−d)..1+d, or nothing.
func checkFactors(op, param string, values []float64) error {
	n := len(values)
	if n > 2 || !within(maxFactor, values...) || n > 0 && values[0] < 0 || n == 2 && values[0] > values[1] {
		return &tensor.ParamError{Op: op, Param: param, Want: "[min, max] from 0 to 1000, or one number d for 1-d..1+d", Got: values}
	}
	return nil
}

// factorRange returns [min, max] of the factors that values stand for.
func factorRange(values []float64) []float64 {
	switch len(values) {
	case 0:
		return []float64{1, 1}
	case 1:
		return []float64{max(0, 1-values[0]), 1 + values[0]}
	}
	return values
}

// only reports that a range has one value, v.
func only(values []float64, v float64) bool {
	lo, hi := interval(values)
	return lo == v && hi == v
}

// Draw returns a [Compose] of the stages in their order, the one stage if there is one, or [Identity]. If OutSpec refuses in,
// the stage fails with the reason.
func (j ColorJitter) Draw(r *rand.Rand, in tensor.Spec) tensor.Stage {
	if _, err := j.OutSpec(in); err != nil {
		return refusal{err}
	}
	brightness, contrast, saturation := factorRange(j.Brightness), factorRange(j.Contrast), factorRange(j.Saturation)
	var steps []tensor.Step
	for _, which := range r.Perm(4) {
		switch {
		case which == 0 && !only(brightness, 1):
			steps = append(steps, Brightness{Factor: uniform(r, brightness)})
		case which == 1 && !only(contrast, 1):
			steps = append(steps, Contrast{Factor: uniform(r, contrast)})
		case which == 2 && !only(saturation, 1):
			steps = append(steps, Saturation{Factor: uniform(r, saturation)})
		case which == 3 && !only(j.Hue, 0):
			steps = append(steps, Hue{Shift: uniform(r, j.Hue)})
		}
	}
	return composed(steps)
}

// composed is the stages as one.
func composed(steps []tensor.Step) tensor.Stage {
	switch len(steps) {
	case 0:
		return Identity{}
	case 1:
		return steps[0].(tensor.Stage)
	}
	return Compose{Steps: steps}
}
