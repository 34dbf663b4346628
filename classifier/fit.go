package classifier

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/saccade-go/saccade/internal/kernel"
)

// Train makes the network that cfg describes, for the number of classes given and as many inputs as train has, and fits
// it; see [Fit]. The network is nil only if it couldn't be made.
func Train(ctx context.Context, train Data, val *Samples, classes int, cfg Config) (*Network, History, error) {
	net, err := cfg.New(train.Inputs(), classes)
	if err != nil {
		return nil, History{}, err
	}
	history, err := Fit(ctx, net, train, val, cfg.Training)
	return net, history, err
}

// Fit trains net on train in mini-batches. Each epoch takes the samples in an order that depends on (seed, epoch). The same
// network, data and configuration give the same bytes with any number of workers.
//
// With validation samples val, which may be nil, net ends with the weights of the epoch with the lowest
// validation loss, and training may end early (see [Training.Patience]). Without, it ends with the last ones. With batch
// normalisation, a last batch of one sample is left out.
//
// If Fit returns an error, net has the weights it would have had if training had ended with the last complete
// epoch, and the history is that of the complete epochs: when ctx is done, which is looked at before each step
// (the error is ctx's), when the loss or the weights are no longer finite (*[DivergenceError]), when the
// samples can't be used (*[DataError]) or a parameter can't (*tensor.ParamError).
//
// With [Training.Checkpoint], Fit goes on from the file if there is one, and keeps it up to date; a *[CheckpointError] is
// about the file. It must come from a training with the same network, data and configuration, all but Workers. net is then
// the network that the interrupted call began with, or any of the same sizes. The file stays when training has ended,
// and Fit again returns its result at once.
func Fit(ctx context.Context, net *Network, train Data, val *Samples, cfg Training) (History, error) {
	if err := cfg.usable(net, train, val); err != nil {
		return History{}, err
	}
	f := &fit{Training: cfg, net: net, train: train, val: val, best: append([]float32(nil), net.params...)}
	err := f.run(ctx)
	copy(net.params, f.best)
	return f.history, err
}

// usable reports if net can't be trained so on these data.
func (t Training) usable(net *Network, train Data, val *Samples) error {
	if err := t.check(net.Classes(), val != nil); err != nil {
		return err
	}
	if err := t.checkLayers(len(net.layers)-1, net.BatchNorm()); err != nil {
		return err
	}
	if err := t.checkInputs(net.Inputs()); err != nil {
		return err
	}
	if err := checkData(net, train); err != nil || val == nil {
		return err
	}
	return checkSamples("validation", net, val.X, val.Labels)
}

// fit is a training under way.
type fit struct {
	Training
	net     *Network
	train   Data
	val     *Samples
	history History
	best    []float32 // the weights of epoch history.Best
	order   []int     // the samples' numbers, in the order of the epoch
}

func (f *fit) run(ctx context.Context) error {
	loss, err := f.Loss.of(f.train.Targets(), f.net.Classes())
	if err != nil {
		return err
	}
	if f.Method == LBFGS {
		return f.lbfgs(ctx, loss)
	}
	t := newTrainer(f.net, f.Training, loss, f.Schedule.start(f.LR, f.Epochs, f.batches()))
	saved, err := f.resume(t)
	if err != nil {
		return err
	}
	for epoch := len(f.history.Epochs) + 1; epoch <= f.Epochs && !f.stalled(); epoch++ {
		if err := f.epoch(ctx, t, epoch); err != nil {
			return locate(err, epoch)
		}
		if err := saved.keep(f, t); err != nil {
			return err
		}
	}
	return saved.finish(f, t)
}

// locate adds the epoch to an error.
func locate(err error, epoch int) error {
	if d, ok := errors.AsType[*DivergenceError](err); ok {
		d.Epoch = epoch
	}
	return err
}

// size is the number of samples in a batch.
func (f *fit) size() int { return min(f.Batch, len(f.train.Targets())) }

// batches is the number of batches in an epoch.
func (f *fit) batches() int { return (len(f.train.Targets()) + f.size() - 1) / f.size() }

// stalled reports whether patience is at an end.
func (f *fit) stalled() bool {
	return f.Patience > 0 && len(f.history.Epochs)-f.history.Best >= f.Patience
}

// epoch trains on all samples once, validates, and notes the weights if they are the best so far.
func (f *fit) epoch(ctx context.Context, t *Trainer, epoch int) (err error) {
	start := time.Now()
	stats := EpochStats{Epoch: epoch}
	if stats.Train, err = f.steps(ctx, t, epoch); err != nil {
		return err
	}
	stats.LR = t.lr
	t.swapAverage()
	defer t.swapAverage()
	if stats.Val, err = f.validate(ctx, t); err != nil {
		return err
	}
	if stats.Val != nil {
		t.schedule.observe(stats.Val.Loss)
	}
	stats.Seconds = time.Since(start).Seconds()
	f.note(stats)
	return nil
}

func (f *fit) note(stats EpochStats) {
	h := &f.history
	h.Epochs = append(h.Epochs, stats)
	if h.Best == 0 || stats.Val == nil || stats.Val.Loss < h.Epochs[h.Best-1].Val.Loss {
		h.Best = stats.Epoch
		copy(f.best, f.net.params)
	}
	if f.OnEpoch != nil {
		f.OnEpoch(stats)
	}
}

// steps makes a step for each batch of the epoch.
func (f *fit) steps(ctx context.Context, t *Trainer, epoch int) (Score, error) {
	total := tally{}
	stats := BatchStats{Epoch: epoch, Batches: f.batches(), Samples: len(f.train.Targets())}
	for batch, err := range f.epochOf(ctx, t, epoch, f.size()) {
		if err != nil {
			return Score{}, err
		}
		stats.Batch++
		tally, err := t.step(batch.X, batch.Labels)
		if err != nil {
			return Score{}, inBatch(err, stats.Batch)
		}
		total.add(tally)
		stats.Done, stats.LR, stats.Score = total.n, t.lr, tally.score()
		if f.OnBatch != nil {
			f.OnBatch(stats)
		}
	}
	if kernel.NotFinite(f.net.params) >= 0 {
		return Score{}, inBatch(t.diverged(stats.Loss), stats.Batch)
	}
	return total.score(), nil
}

// epochOf yields the batches of an epoch that can be trained on, at least one, and at last what went wrong, ctx's end
// included.
func (f *fit) epochOf(ctx context.Context, t *Trainer, epoch, size int) iter.Seq2[Batch, error] {
	f.order = f.Sampler.Order(f.order, f.train.Targets(), f.Seed, epoch)
	return func(yield func(Batch, error) bool) {
		n := 0
		for batch, err := range f.train.Batches(ctx, epoch, f.order, size) {
			if ctx.Err() != nil {
				break
			}
			if err == nil {
				err = f.checkBatch(batch)
			}
			if err != nil {
				yield(Batch{}, fmt.Errorf("fit: epoch %d: %w", epoch, err))
				return
			}
			if t.tooSmall(len(batch.Labels)) {
				continue
			}
			if n++; !yield(batch, nil) {
				return
			}
		}
		if ctx.Err() != nil {
			yield(Batch{}, ctx.Err())
		} else if n == 0 {
			yield(Batch{}, errNoSamples(fmt.Sprintf("fit: epoch %d", epoch)))
		}
	}
}

// inBatch adds the batch to an error.
func inBatch(err error, batch int) error {
	if d, ok := errors.AsType[*DivergenceError](err); ok {
		d.Batch = batch
	}
	return err
}

// checkBatch reports if a batch can't be trained on. Samples were looked at before.
func (f *fit) checkBatch(b Batch) error {
	if _, ok := f.train.(*Samples); ok {
		return nil
	}
	return checkSamples("batch", f.net, b.X, b.Labels)
}

// measureRows is how many samples are measured at a time.
const measureRows = 256

// validate measures the network on the validation samples.
func (f *fit) validate(ctx context.Context, t *Trainer) (*Score, error) {
	if f.val == nil {
		return nil, nil
	}
	total, n := tally{}, f.val.X.Rows
	for i := 0; i < n; i += measureRows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		end := min(i+measureRows, n)
		part, err := t.measure(rowsOf(f.val.X, i, end), f.val.Labels[i:end])
		if err != nil {
			return nil, err
		}
		total.add(part)
	}
	score := total.score()
	return &score, nil
}
