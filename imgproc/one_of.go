package imgproc

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// OneOf applies one of Steps, drawn anew for each image: torchvision.transforms.RandomChoice, and albumentations' OneOf with
// p = 1. Weights, one for each step and not negative, say how often each is drawn; without them all are drawn equally often.
// Steps are stages and random steps, of which the one that is chosen is drawn; [Compose] and [RandomApply] make one of
// several, [Identity] leaves the image as it is.
//
// The spec stays: steps that make another one are refused, since outside training nothing is applied.
//
// JSON: {"steps": ["flip_horizontal", {"rotate90": {"turns": 2}}], "weights": [3, 1]}; a catalogue reads it.
type OneOf struct {
	Steps   []tensor.Step `json:"steps"`
	Weights []float64     `json:"weights,omitzero"`
}

// OutSpec returns in.
func (o OneOf) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := o.checkWeights(); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkIn("one_of", in); err != nil {
		return tensor.Spec{}, err
	}
	if len(o.Steps) == 0 {
		return tensor.Spec{}, &tensor.ParamError{Op: "one_of", Param: "steps", Want: "at least one step", Got: "none"}
	}
	for i, s := range o.Steps {
		out, err := stepSpec(s, in, true)
		if err == nil {
			err = keepsSpec("one_of", in, out)
		}
		if err != nil {
			return tensor.Spec{}, fmt.Errorf("one_of: step %d (%T): %w", i+1, s, err)
		}
	}
	return in, nil
}

func (o OneOf) checkWeights() error {
	if o.Weights == nil {
		return nil
	}
	sum := 0.0
	for _, w := range o.Weights {
		if !(w >= 0) {
			sum = math.NaN()
			break
		}
		sum += w
	}
	if len(o.Weights) != len(o.Steps) || !(sum > 0) || math.IsInf(sum, 1) {
		want := fmt.Sprintf("%d numbers, one for each step, not negative and not all 0", len(o.Steps))
		return &tensor.ParamError{Op: "one_of", Param: "weights", Want: want, Got: o.Weights}
	}
	return nil
}

// Draw returns what the chosen step is or becomes. If OutSpec refuses in, the stage fails with the reason.
func (o OneOf) Draw(r *rand.Rand, in tensor.Spec) tensor.Stage {
	if _, err := o.OutSpec(in); err != nil {
		return refusal{err}
	}
	return drawStep(r, o.Steps[o.choose(r)], in)
}

func (o OneOf) choose(r *rand.Rand) int {
	if o.Weights == nil {
		return r.IntN(len(o.Steps))
	}
	sum := 0.0
	for _, w := range o.Weights {
		sum += w
	}
	at, last := r.Float64()*sum, 0
	for i, w := range o.Weights {
		if w > 0 {
			if last = i; at < w {
				break
			}
		}
		at -= w
	}
	return last
}
