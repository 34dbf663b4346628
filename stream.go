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

// A prepared batch is one that a network can be trained on, and the samples that failed on the way.
type prepared struct {
	x      classifier.Matrix
	labels []int
	failed []failure
}

type failure struct {
	sample dataset.Sample
	err    error
}

// batchesAhead is how many batches are prepared while one is trained on.
const batchesAhead = 3

// Batches leaves out samples that can't be read.
func (s *stream) Batches(ctx context.Context, epoch int, order []int, size int) iter.Seq2[classifier.Batch, error] {
	return func(yield func(classifier.Batch, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		free, ready := make(chan *prepared, 1+batchesAhead), make(chan *prepared, 1+batchesAhead)
		for range cap(free) {
			free <- &prepared{x: classifier.NewMatrix(size, s.t.inputs)}
		}
		go func() {
			defer close(ready)
			s.prepare(ctx, epoch, order, free, ready)
		}()
		defer func() { // the goroutine is to end first, however the loop does
			cancel()
			for range ready {
			}
		}()
		seen := []int{}
		for b := range ready {
			for _, f := range b.failed {
				s.t.fail(f.sample, f.err)
			}
			seen = append(seen, b.labels...)
			if len(b.labels) > 0 && !yield(classifier.Batch{X: b.x, Labels: b.labels}, nil) {
				return
			}
			free <- b
		}
		if ctx.Err() == nil {
			s.end(seen, yield)
		}
	}
}

// prepare makes batches of free ones until all samples are in one, or ctx ends.
func (s *stream) prepare(ctx context.Context, epoch int, order []int, free <-chan *prepared, ready chan<- *prepared) {
	opt := s.t.options()
	opt.Train, opt.Epoch = true, epoch
	b := (<-free).empty()
	for sample, r := range pipeline.Map(ctx, s.plan, s.in(order), opt) {
		if err := usable(r); err != nil {
			b.failed = append(b.failed, failure{sample, err})
			continue
		}
		b.add(r.Tensor.F32, sample.Label)
		if b.full() {
			ready <- b
			select {
			case b = <-free:
				b.empty()
			case <-ctx.Done():
				return
			}
		}
	}
	if ctx.Err() == nil {
		ready <- b
	}
}

func (b *prepared) empty() *prepared {
	b.labels, b.failed = b.labels[:0], b.failed[:0]
	b.x.Rows, b.x.Data = 0, b.x.Data[:0]
	return b
}

func (b *prepared) full() bool { return len(b.x.Data) == cap(b.x.Data) }

func (b *prepared) add(features []float32, label int) {
	b.x.Rows, b.x.Data = b.x.Rows+1, append(b.x.Data, features...)
	b.labels = append(b.labels, label)
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
