package classifier

import (
	"context"
	"fmt"
	"time"

	"github.com/saccade-go/saccade/internal/kernel"
)

// Train makes the network that cfg describes, for the number of classes given and as many inputs as train has
// columns, and fits it; see [Fit]. The network is nil only if it couldn't be made.
func Train(ctx context.Context, train Data, val *Samples, classes int, cfg Config) (*Network, History, error) {
	x, labels, err := train.Epoch(ctx, 1)
	if err != nil {
		return nil, History{}, fmt.Errorf("fit: epoch 1: %w", err)
	}
	net, err := cfg.New(x.Cols, classes)
	if err != nil {
		return nil, History{}, err
	}
	history, err := Fit(ctx, net, &primed{train, x, labels}, val, cfg.Training)
	return net, history, err
}

// Fit trains net on train in mini-batches. Each epoch shuffles the samples by (seed, epoch). The same
// network, data and configuration give the same bytes with any number of workers.
//
// With validation samples val, which may be nil, net ends with the weights of the epoch with the lowest
// validation loss, and training may end early (see [Training.Patience]). Without, it ends with the last ones.
//
// If Fit returns an error, net has the weights it would have had if training had ended with the last complete
// epoch, and the history is that of the complete epochs: when ctx is done, which is looked at before each step
// (the error is ctx's), when the loss or the weights are no longer finite (*[DivergenceError]), when the
// samples can't be used (*[DataError]) or a parameter can't (*tensor.ParamError).
func Fit(ctx context.Context, net *Network, train Data, val *Samples, cfg Training) (History, error) {
	if err := cfg.check(net.Classes(), val != nil); err != nil {
		return History{}, err
	}
	if err := cfg.checkLayers(len(net.layers)); err != nil {
		return History{}, err
	}
	if val != nil {
		if err := checkSamples("validation", net, val.X, val.Labels); err != nil {
			return History{}, err
		}
	}
	f := newFit(net, val, cfg)
	err := f.run(ctx, train)
	copy(net.params, f.best)
	return f.history, err
}

// fit is a training under way.
type fit struct {
	Training
	net     *Network
	val     *Samples
	back    *backprop
	opt     *optimizer
	history History
	best    []float32 // the weights of epoch history.Best
	order   []int     // the samples' numbers, shuffled
	x       Matrix    // the batch
	labels  []int
}

func newFit(net *Network, val *Samples, cfg Training) *fit {
	return &fit{
		Training: cfg, net: net, val: val,
		back: newBackprop(net, cfg.CrossEntropy, cfg.workers()),
		opt:  cfg.Optimizer.start(len(net.params), cfg.workers()),
		best: append([]float32(nil), net.params...),
	}
}

func (f *fit) run(ctx context.Context, train Data) error {
	if f.Method == LBFGS {
		return f.lbfgs(ctx, train)
	}
	for epoch := 1; epoch <= f.Epochs && !f.stalled(); epoch++ {
		if err := f.epoch(ctx, train, epoch); err != nil {
			return err
		}
	}
	return nil
}

// stalled reports whether patience is at an end.
func (f *fit) stalled() bool {
	return f.Patience > 0 && len(f.history.Epochs)-f.history.Best >= f.Patience
}

// epoch trains on all samples once, validates, and notes the weights if they are the best so far.
func (f *fit) epoch(ctx context.Context, train Data, epoch int) error {
	start := time.Now()
	stats := EpochStats{Epoch: epoch, LR: f.LR}
	x, labels, err := f.samples(ctx, train, epoch)
	if err != nil {
		return err
	}
	if stats.Train, err = f.batches(ctx, x, labels, epoch); err != nil {
		return err
	}
	if stats.Val, err = f.validate(ctx, epoch); err != nil {
		return err
	}
	stats.Seconds = time.Since(start).Seconds()
	f.note(stats)
	if f.OnEpoch != nil {
		f.OnEpoch(stats)
	}
	return nil
}

// samples returns those of an epoch if they can be used.
func (f *fit) samples(ctx context.Context, train Data, epoch int) (Matrix, []int, error) {
	x, labels, err := train.Epoch(ctx, epoch)
	if err != nil {
		return Matrix{}, nil, fmt.Errorf("fit: epoch %d: %w", epoch, err)
	}
	if err := checkSamples("fit", f.net, x, labels); err != nil {
		return Matrix{}, nil, err
	}
	return x, labels, checkTwoClasses(labels)
}

func (f *fit) note(stats EpochStats) {
	h := &f.history
	h.Epochs = append(h.Epochs, stats)
	if h.Best == 0 || stats.Val == nil || stats.Val.Loss < h.Epochs[h.Best-1].Val.Loss {
		h.Best = stats.Epoch
		copy(f.best, f.net.params)
	}
}

// batches takes the samples in the epoch's order and makes a step for each batch.
func (f *fit) batches(ctx context.Context, x Matrix, labels []int, epoch int) (Score, error) {
	f.order = Shuffled.Order(f.order, labels, f.Seed, epoch)
	total := tally{}
	size := min(f.Batch, len(labels))
	stats := BatchStats{Epoch: epoch, Batches: (len(labels) + size - 1) / size, Samples: len(labels)}
	for i := 0; i < len(labels); i += size {
		if err := ctx.Err(); err != nil {
			return Score{}, err
		}
		t := f.step(x, labels, f.order[i:min(i+size, len(labels))])
		stats.Batch, stats.Done, stats.Score = stats.Batch+1, stats.Done+t.n, t.score()
		if !finite(stats.Loss) {
			return Score{}, f.diverged(stats)
		}
		total.add(t)
		if f.OnBatch != nil {
			f.OnBatch(stats)
		}
	}
	if kernel.NotFinite(f.net.params) >= 0 {
		return Score{}, f.diverged(stats)
	}
	return total.score(), nil
}

func (f *fit) diverged(s BatchStats) error {
	return &DivergenceError{Epoch: s.Epoch, Batch: s.Batch, LR: f.LR, Loss: s.Loss}
}

func finite(v float64) bool { return v-v == 0 }

// step changes the weights by the gradient on the chosen samples.
func (f *fit) step(x Matrix, labels, chosen []int) tally {
	f.x.Reset(len(chosen), x.Cols)
	f.labels = f.labels[:0]
	for i, s := range chosen {
		copy(f.x.Row(i), x.Row(s))
		f.labels = append(f.labels, labels[s])
	}
	t := f.back.run(f.x, f.labels)
	f.opt.step(f.net.params, f.back.grads, f.LR)
	return t
}

// validate measures the network on the validation samples, part by part; the sum has one order.
func (f *fit) validate(ctx context.Context, epoch int) (*Score, error) {
	if f.val == nil {
		return nil, nil
	}
	n := f.val.X.Rows
	parts := make([]tally, (n+inferRows-1)/inferRows)
	kernel.Parallel(len(parts), f.workers(), func(p int) {
		if ctx.Err() == nil {
			parts[p] = f.measure(p*inferRows, min((p+1)*inferRows, n))
		}
	})
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	total := tally{}
	for _, t := range parts {
		total.add(t)
	}
	score := total.score()
	if !finite(score.Loss) {
		return nil, f.diverged(BatchStats{Epoch: epoch, Score: Score{Loss: score.Loss}})
	}
	return &score, nil
}

// measure tallies validation samples from … to−1.
func (f *fit) measure(from, to int) tally {
	logits, grad := NewMatrix(to-from, f.net.Classes()), NewMatrix(to-from, f.net.Classes())
	f.net.infer(logits, rowsOf(f.val.X, from, to))
	return f.CrossEntropy.batch(grad, logits, f.val.Labels[from:to])
}
