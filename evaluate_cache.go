package saccade

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/internal/featurefile"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// caching says how a model evaluates with a cache.
type caching struct {
	dir     string // "": without one
	onImage func(of int)
	onUse   func(CacheUse)
}

// WithCache returns the same model, whose Evaluate looks for features in the folder dir and leaves there those that it had to
// compute; see TrainOptions.Cache. Both functions may be nil and are called as those of TrainOptions are: onImage while features
// are computed, onUse before the first answer.
func (m *Model) WithCache(dir string, onImage func(of int), onUse func(CacheUse)) *Model {
	with := *m
	with.caching = caching{dir, onImage, onUse}
	return &with
}

// answers is ClassifyAll, with the cache if there is one. done is called behind the loop.
func (m *Model) answers(ctx context.Context, samples []dataset.Sample, opt pipeline.Options) (answers iter.Seq2[dataset.Sample, Answer], done func(), err error) {
	if m.caching.dir == "" {
		return m.ClassifyAll(ctx, slices.Values(samples), opt), func() {}, nil
	}
	opt.Train = false
	c, err := newCache(m.caching.dir, m.caching.onUse)
	if err != nil {
		return nil, nil, err
	}
	plan, err := m.pipeline.Compile(m.pipeline.Input())
	if err != nil {
		return nil, nil, err
	}
	last, err := pipeline.New(m.stage()).Compile(plan.Out)
	if err != nil {
		return nil, nil, err
	}
	file, err := c.features(ctx, m.pipeline, plan, samples, opt, m.caching.onImage)
	if err != nil {
		return nil, nil, err
	}
	return m.answersFrom(ctx, last, file, samples, opt), func() { c.close() }, nil
}

// answersFrom lets the network, which is all that last has, answer for the features of the samples.
func (m *Model) answersFrom(ctx context.Context, last *pipeline.Plan, file *featurefile.File, samples []dataset.Sample, opt pipeline.Options) iter.Seq2[dataset.Sample, Answer] {
	return func(yield func(dataset.Sample, Answer) bool) {
		i, failed := 0, file.Failed
		pass := func() bool { // over those that failed, to the next that has features
			for len(failed) > 0 && failed[0].Index == i {
				if !yield(samples[i], Answer{Err: errors.New(failed[0].Reason)}) {
					return false
				}
				i, failed = i+1, failed[1:]
			}
			return true
		}
		for _, r := range pipeline.Map(ctx, last, rows(last.In, matrix(file)), opt) {
			if e, ok := errors.AsType[*pipeline.StageError](r.Err); ok {
				e.Number = len(m.pipeline.Steps) + 1 // as in the plan of which the network is the last stage
			}
			if !pass() || !yield(samples[i], m.answer(r)) {
				return
			}
			i++
		}
		if ctx.Err() == nil {
			pass()
		}
	}
}

// rows are those of x, whose classes nobody asks for.
func rows(spec tensor.Spec, x classifier.Matrix) iter.Seq[keptRow] {
	return func(yield func(keptRow) bool) {
		for i := range x.Rows {
			if !yield(keptRow{spec, x.Row(i), -1}) {
				return
			}
		}
	}
}
