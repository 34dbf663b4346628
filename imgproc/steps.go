package imgproc

import (
	"fmt"
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// A drawer is pipeline.Random: a step that becomes a stage by a random draw.
type drawer interface {
	tensor.Step
	Draw(r *rand.Rand, in tensor.Spec) tensor.Stage
}

// stepsSpec returns what steps make of in, one after the other. Each has to be a stage or, if drawn says that they will be
// drawn, a random step.
func stepsSpec(op string, steps []tensor.Step, in tensor.Spec, drawn bool) (tensor.Spec, error) {
	if len(steps) == 0 {
		return tensor.Spec{}, &tensor.ParamError{Op: op, Param: "steps", Want: "at least one step", Got: "none"}
	}
	if err := checkIn(op, in); err != nil {
		return tensor.Spec{}, err
	}
	at := in
	for i, s := range steps {
		out, err := stepSpec(s, at, drawn)
		if err != nil {
			return tensor.Spec{}, fmt.Errorf("%s: step %d (%T): %w", op, i+1, s, err)
		}
		at = out
	}
	return at, nil
}

func stepSpec(s tensor.Step, in tensor.Spec, drawn bool) (tensor.Spec, error) {
	switch s.(type) {
	case nil:
		return tensor.Spec{}, fmt.Errorf("wanted a step, found nothing")
	case tensor.Stage:
		return s.OutSpec(in)
	case drawer:
		if drawn {
			return s.OutSpec(in)
		}
		return tensor.Spec{}, fmt.Errorf("wanted a stage, found a step that has to be drawn first (random_apply draws)")
	}
	return tensor.Spec{}, fmt.Errorf("wanted a stage or a random step, found one that has to be fitted first")
}

// keepsSpec reports steps that make another spec, as random steps must not that are left out sometimes.
func keepsSpec(op string, in, out tensor.Spec) error {
	if in != out {
		return &tensor.SpecError{Op: op, Want: "steps that keep the type, space and size, not such as make " + out.String(), Got: in}
	}
	return nil
}

// drawSteps returns the stages that steps become for an input.
func drawSteps(r *rand.Rand, steps []tensor.Step, in tensor.Spec) tensor.Stage {
	drawn := make([]tensor.Step, len(steps))
	for i, s := range steps {
		stage := drawStep(r, s, in)
		out, err := stage.OutSpec(in)
		if err != nil {
			return refusal{err}
		}
		drawn[i], in = stage, out
	}
	if len(drawn) == 1 {
		return drawn[0].(tensor.Stage)
	}
	return Compose{Steps: drawn}
}

func drawStep(r *rand.Rand, s tensor.Step, in tensor.Spec) tensor.Stage {
	if d, ok := s.(drawer); ok {
		return d.Draw(r, in)
	}
	return s.(tensor.Stage)
}
