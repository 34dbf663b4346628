package classifier

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/saccade-go/saccade/internal/kernel"
)

// errStalled ends a minimisation whose patience is at an end.
var errStalled = errors.New("patience is at an end")

// lbfgs fits a softmax regression to the samples of the first epoch; each iteration is an epoch of the history.
func (f *fit) lbfgs(ctx context.Context, loss lossFunc) error {
	t := newTrainer(f.net, f.Training, loss, nil)
	all, err := f.all(ctx, t)
	if err != nil {
		return err
	}
	o := newObjective(all, f.net.Classes(), loss, f.WeightDecay, f.workers())
	w := lbfgsStart(f.net)
	start := time.Now()
	err = minimise(ctx, o, w, f.Epochs, func() error {
		stats := EpochStats{Epoch: len(f.history.Epochs) + 1}
		if err := f.iteration(ctx, t, o, w, &stats); err != nil {
			return err
		}
		now := time.Now()
		stats.Seconds, start = now.Sub(start).Seconds(), now
		f.note(stats)
		if f.stalled() {
			return errStalled
		}
		return nil
	})
	switch {
	case errors.Is(err, errStalled):
		return nil
	case errors.Is(err, errNotFinite):
		return &DivergenceError{Epoch: len(f.history.Epochs) + 1, Batch: 1, Loss: o.value}
	}
	return err
}

// all returns all samples of the first epoch.
func (f *fit) all(ctx context.Context, t *Trainer) (*Samples, error) {
	if s, ok := f.train.(*Samples); ok {
		return s, nil
	}
	for batch, err := range f.epochOf(ctx, t, 1, len(f.train.Targets())) {
		if err != nil {
			return nil, err
		}
		s := &Samples{batch.X, slices.Clone(batch.Labels)}
		s.X.Data = slices.Clone(batch.X.Data)
		return s, checkTwoClasses(s.Labels)
	}
	return nil, errNoSamples("fit")
}

// lbfgsStart returns a network's weights with biases whose sum is 0. The loss is the same with any number added to all
// biases, so that the sum stays as it is; with 0, the minimum doesn't depend on the start.
func lbfgsStart(net *Network) []float64 {
	w := make([]float64, len(net.params))
	widen(w, net.params)
	biases := w[len(w)-net.Classes():]
	mean := 0.0
	for _, b := range biases {
		mean += b / float64(len(biases))
	}
	for c := range biases {
		biases[c] -= mean
	}
	return w
}

// iteration gives the network the weights w and measures it.
func (f *fit) iteration(ctx context.Context, t *Trainer, o *objective, w []float64, stats *EpochStats) (err error) {
	o.evaluate(w)
	stats.Train = o.total.score()
	for i, v := range w {
		f.net.params[i] = float32(v)
	}
	if kernel.NotFinite(f.net.params) >= 0 {
		return &DivergenceError{Epoch: stats.Epoch, Batch: 1, Loss: stats.Train.Loss}
	}
	if stats.Val, err = f.validate(ctx, t); err != nil {
		return locate(err, stats.Epoch)
	}
	if f.OnBatch != nil {
		n := o.x.Rows
		f.OnBatch(BatchStats{Epoch: stats.Epoch, Batch: 1, Batches: 1, Done: n, Samples: n, Score: stats.Train})
	}
	return nil
}
