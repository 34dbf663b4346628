package pipeline

import (
	"fmt"

	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/tensor"
)

// A Traced is what one stage made of one image.
type Traced struct {
	Number  string // of the step: "3"; of a step in the first branch of step 3: "3a.1"
	Stage   Stage
	In, Out *tensor.Tensor
}

// Trace runs the plan on src as Run does, one stage after the other and branches too, and calls visit with what
// each of them made. The tensors are visit's to keep. An error of visit ends the run.
func (p *Plan) Trace(src *tensor.Tensor, visit func(Traced) error) error {
	if err := p.accept(src); err != nil {
		return err
	}
	if err := p.Ready(); err != nil {
		return err
	}
	cur := src
	for _, n := range p.steps {
		if n.Stage == nil {
			continue
		}
		out, err := trace(fmt.Sprint(n.Number), n.Stage, cur, visit)
		if err != nil {
			return &StageError{n.Number, n.Name, cur.Spec, err}
		}
		cur = out
	}
	return nil
}

func trace(number string, s Step, in *tensor.Tensor, visit func(Traced) error) (out *tensor.Tensor, err error) {
	defer contain(&err)
	if c, ok := s.(features.Concat); ok {
		for b, steps := range c.Branches {
			cur := in
			for i, step := range steps {
				if cur, err = trace(branchNumber(number, b, i), step, cur, visit); err != nil {
					return nil, err
				}
			}
		}
	}
	stage, ok := s.(Stage)
	if !ok {
		return nil, fmt.Errorf("%s: %w", Name(s), ErrNotFitted)
	}
	spec, err := stage.OutSpec(in.Spec)
	if err != nil {
		return nil, err
	}
	out = tensor.New(spec)
	if err := stage.Apply(out, in); err != nil {
		return nil, err
	}
	return out, visit(Traced{number, stage, in, out})
}

// branchNumber names stage i of branch b of a step: "3b.1".
func branchNumber(step string, b, i int) string {
	letters := ""
	for b++; b > 0; b = (b - 1) / 26 {
		letters = string(rune('a'+(b-1)%26)) + letters
	}
	return fmt.Sprintf("%s%s.%d", step, letters, i+1)
}
