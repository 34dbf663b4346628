package pipeline

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/tensor"
)

// Fit returns a copy of p in which each Fitter, in branches too, has become the stage that it learned from
// sources, which give images of spec in: p.Input, if they decode files. p itself doesn't change. Each Fitter sees what the steps before it make of all sources, in their order,
// so sources is read once per Fitter. Random steps are left out. Sources that fail are passed over; if none is
// left, that is an error.
func Fit[S Source](ctx context.Context, p *Pipeline, in tensor.Spec, sources iter.Seq[S], opt Options) (*Pipeline, error) {
	if _, err := p.Compile(in); err != nil {
		return nil, err
	}
	opt.Train = false
	f := fitter{ctx: ctx, p: p, in: in, run: func(plan *Plan, yield func(*tensor.Tensor, error) bool) {
		for _, r := range Map(ctx, plan, sources, opt) {
			if r.Err == nil && !yield(r.Tensor, nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(nil, err)
		}
	}}
	steps, err := f.steps(nil, p.Steps)
	if err != nil {
		return nil, err
	}
	return p.With(steps), nil
}

type fitter struct {
	ctx context.Context
	p   *Pipeline
	in  tensor.Spec
	run func(*Plan, func(*tensor.Tensor, error) bool)
}

// steps fits the unfitted ones of steps, which stand behind before.
func (f *fitter) steps(before, steps []Step) ([]Step, error) {
	done := slices.Clone(before)
	for i, s := range steps {
		var err error
		if c, ok := s.(features.Concat); ok {
			s, err = f.branches(done, c)
		} else if fit, ok := s.(Fitter); ok && !fitted([]Step{s}) {
			s, err = f.fit(done, fit)
		}
		if err != nil {
			return nil, fmt.Errorf("stage %d %s: %w", len(before)+i+1, Name(steps[i]), err)
		}
		done = append(done, s)
	}
	return done[len(before):], nil
}

func (f *fitter) branches(before []Step, c features.Concat) (Step, error) {
	branches := slices.Clone(c.Branches)
	for i, b := range branches {
		shared := sharedSteps(c, i, branches)
		steps, err := f.steps(slices.Concat(before, shared), b[len(shared):])
		if err != nil {
			return nil, fmt.Errorf("branch %d: %w", i+1, err)
		}
		branches[i] = slices.Concat(shared, steps)
	}
	c.Branches = branches
	return c, nil
}

// sharedSteps are those at the beginning of branch i that an earlier branch has too, as they have become there: equal fitters learn
// once, and what they become is shared.
func sharedSteps(c features.Concat, i int, fitted [][]Step) []Step {
	var shared []Step
	for j := range c.Branches[i] {
		first := c.Sharing(i, j)[0]
		if first == i {
			break
		}
		shared = fitted[first][:j+1]
	}
	return shared
}

// fit shows s what the steps before it make of the sources.
func (f *fitter) fit(before []Step, s Fitter) (stage Stage, err error) {
	defer contain(&err)
	plan, err := f.p.With(before).Compile(f.in)
	if err != nil {
		return nil, err
	}
	n := 0
	stage, err = s.Fit(f.ctx, func(yield func(*tensor.Tensor, error) bool) {
		f.run(plan, func(t *tensor.Tensor, err error) bool { n++; return yield(t, err) })
	})
	switch {
	case f.ctx.Err() != nil:
		return nil, f.ctx.Err()
	case n == 0:
		return nil, fmt.Errorf("nothing to learn from: no image could be read")
	}
	return stage, err
}
