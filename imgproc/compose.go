package imgproc

import (
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// Compose applies Steps one after the other, as torchvision.transforms.Compose does. It stands where one stage is wanted, as
// in [OneOf]; a pipeline needs none. The steps are stages: what is random is composed by [RandomApply].
//
// The result's spec is that of the last step.
//
// JSON: {"steps": ["flip_horizontal", {"rotate90": {"turns": 1}}]}; a catalogue reads it.
type Compose struct {
	Steps []tensor.Step `json:"steps"`
}

// OutSpec returns what the last step makes. Its error says which step refuses what the one before it makes.
func (c Compose) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	return stepsSpec("compose", c.Steps, in, false)
}

// Apply writes what the steps make of src to dst.
func (c Compose) Apply(dst, src *tensor.Tensor) error {
	out, err := c.OutSpec(src.Spec)
	if err := ready("compose", dst, src, out, err); err != nil {
		return err
	}
	last := len(c.Steps) - 1
	at := src
	for _, s := range c.Steps[:last] {
		next, err := applyLent(s.(tensor.Stage), at)
		if at != src {
			scratch.PutTensor(at)
		}
		if err != nil {
			return err
		}
		at = next
	}
	err = c.Steps[last].(tensor.Stage).Apply(dst, at)
	if at != src {
		scratch.PutTensor(at)
	}
	return err
}

// applyLent returns what a stage makes of src, in lent memory.
func applyLent(s tensor.Stage, src *tensor.Tensor) (*tensor.Tensor, error) {
	out, err := s.OutSpec(src.Spec)
	if err != nil {
		return nil, err
	}
	t := scratch.Tensor(out)
	if err := s.Apply(t, src); err != nil {
		scratch.PutTensor(t)
		return nil, err
	}
	return t, nil
}
