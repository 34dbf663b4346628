package saccade

import (
	"context"
	"iter"

	"github.com/saccade-go/saccade/classifier"
	"github.com/saccade-go/saccade/dataset"
	"github.com/saccade-go/saccade/pipeline"
)

// A stream gives the features of the training samples with each epoch's random draws. They are computed by workers while the
// network is trained on those before them, and aren't kept.
type stream struct {
	t           *training
	plan        *pipeline.Plan
	labels      []int
	fingerprint string
}

func (t *training) newStream() (*stream, error) {
	plan, err := t.pipeline.Compile(t.pipeline.Input())
	if err != nil {
		return nil, err
	}
	s := &stream{t: t, plan: plan}
	for _, sample := range t.train.Samples {
		s.labels = append(s.labels, sample.Label)
	}
	if t.config.Checkpoint != "" {
		s.fingerprint, _, err = samplesKey(t.pipeline, t.train.Samples, t.opt.Limits)
	}
	t.config.Workers = 1 // the others have images to work on
	return s, err
}

func (s *stream) Inputs() int         { return s.t.inputs }
func (s *stream) Targets() []int      { return s.labels }
func (s *stream) Fingerprint() string { return s.fingerprint }

// Batches leaves out samples that can't be read.
func (s *stream) Batches(ctx context.Context, epoch int, order []int, size int) iter.Seq2[classifier.Batch, error] {
	return func(yield func(classifier.Batch, error) bool) {
		opt := s.t.options()
		opt.Train, opt.Epoch = true, epoch
		x := classifier.NewMatrix(size, s.t.inputs)
		labels, all := make([]int, 0, size), []int{}
		next := func() bool {
			x.Rows, x.Data = len(labels), x.Data[:len(labels)*x.Cols]
			ok := yield(classifier.Batch{X: x, Labels: labels}, nil)
			labels, x.Data = labels[:0], x.Data[:cap(x.Data)]
			return ok
		}
		for sample, r := range pipeline.Map(ctx, s.plan, s.in(order), opt) {
			if err := usable(r); err != nil {
				s.t.fail(sample, err)
				continue
			}
			copy(x.Data[len(labels)*x.Cols:], r.Tensor.F32)
			labels, all = append(labels, sample.Label), append(all, sample.Label)
			if len(labels) == size && !next() {
				return
			}
		}
		if ctx.Err() != nil || len(labels) > 0 && !next() {
			return
		}
		s.end(all, yield)
	}
}

// in yields the samples in the given order.
func (s *stream) in(order []int) iter.Seq[dataset.Sample] {
	return func(yield func(dataset.Sample) bool) {
		for _, i := range order {
			if !yield(s.t.train.Samples[i]) {
				return
			}
		}
	}
}

// end looks at an epoch's labels.
func (s *stream) end(labels []int, yield func(classifier.Batch, error) bool) {
	s.t.metrics.Train = len(labels)
	if len(labels) == 0 {
		yield(classifier.Batch{}, errNoSamples)
	} else if err := s.t.checkClasses(labels); err != nil {
		yield(classifier.Batch{}, err)
	}
}
