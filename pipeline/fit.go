package pipeline

import (
	"context"
	"fmt"
	"iter"
	"slices"

	"github.com/saccade-go/saccade/features"
	"github.com/saccade-go/saccade/tensor"
)

// Fit returns a copy of p in which each Fitter, in branches and pyramids too, has become the stage that it learned from
// sources, which give images of spec in: p.Input, if they decode files. p itself doesn't change. Each Fitter sees what the steps before it
// make of all sources, in their order, so sources is read once per Fitter. Random steps are left out. Sources that fail are passed over; if none is
// left, that is an error. A LabelledFitter is told the class of each source that is a Labeller, and -1 for others.
func Fit[S Source](ctx context.Context, p *Pipeline, in tensor.Spec, sources iter.Seq[S], opt Options) (*Pipeline, error) {
	if _, err := p.Compile(in); err != nil {
		return nil, err
	}
	opt.Train = false
	f := fitter{ctx: ctx, p: p, in: in, run: func(plan *Plan, yield func(tensor.Labelled, error) bool) {
		for s, r := range Map(ctx, plan, sources, opt) {
			if r.Err == nil && !yield(tensor.Labelled{Tensor: r.Tensor, Label: class(s)}, nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(tensor.Labelled{}, err)
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
	run func(*Plan, func(tensor.Labelled, error) bool)
}

// class returns the index of the class of s, -1 if that isn't known.
func class(s Source) int {
	if l, ok := s.(Labeller); ok {
		return l.Class()
	}
	return -1
}

// steps fits the unfitted ones of steps, which stand behind before.
func (f *fitter) steps(before, steps []Step) ([]Step, error) {
	done := slices.Clone(before)
	for i, s := range steps {
		fit, err := s, error(nil)
		switch s := s.(type) {
		case features.Concat:
			fit, err = f.branches(done, s)
		case features.SpatialPyramid:
			fit, err = f.cells(done, s)
		case Fitter:
			if !fitted([]Step{s}) {
				fit, err = f.fit(done, s)
			}
		}
		if err != nil {
			return nil, fmt.Errorf("stage %d %s: %w", len(before)+i+1, Name(steps[i]), err)
		}
		done = append(done, fit)
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

// cells fits the steps of a pyramid to all cells of all images. Cells that a step fails on are passed over, as images are.
func (f *fitter) cells(before []Step, p features.SpatialPyramid) (Step, error) {
	if fitted(p.Of) {
		return p, nil
	}
	images, err := f.p.With(before).Compile(f.in)
	if err != nil {
		return nil, err
	}
	made := new(tensor.Tensor)
	inside := fitter{ctx: f.ctx, p: New(), in: p.CellSpec(images.Out), run: func(plan *Plan, yield func(tensor.Labelled, error) bool) {
		f.run(images, func(image tensor.Labelled, err error) bool {
			if err != nil {
				return yield(image, err)
			}
			cells, err := p.Cells(image.Tensor)
			if err != nil {
				return true
			}
			for cell := range cells {
				if plan.Run(made, cell) == nil && !yield(tensor.Labelled{Tensor: made, Label: image.Label}, nil) {
					return false
				}
			}
			return true
		})
	}}
	p.Of, err = inside.steps(nil, p.Of)
	return p, err
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
	each := func(yield func(tensor.Labelled, error) bool) {
		f.run(plan, func(t tensor.Labelled, err error) bool { n++; return yield(t, err) })
	}
	if l, ok := s.(LabelledFitter); ok {
		stage, err = l.FitLabelled(f.ctx, each)
	} else {
		stage, err = s.Fit(f.ctx, func(yield func(*tensor.Tensor, error) bool) {
			each(func(t tensor.Labelled, err error) bool { return yield(t.Tensor, err) })
		})
	}
	switch {
	case f.ctx.Err() != nil:
		return nil, f.ctx.Err()
	case n == 0:
		return nil, fmt.Errorf("nothing to learn from: no image could be read")
	}
	return stage, err
}
