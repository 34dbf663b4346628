package classifier

import (
	"context"
	"errors"
	"iter"

	"github.com/saccade-go/saccade/tensor"
)

// FindLR makes finder's range test for learning rates with a copy of net on train, as cfg says but for the rate and the
// schedule. It goes through the samples as often as it takes. lbfgs has no rate to find, which is a *tensor.ParamError;
// other errors are those of [Fit].
func FindLR(ctx context.Context, net *Network, train Data, cfg Training, finder LRFinder) (LRCurve, error) {
	cfg.Schedule, cfg.Checkpoint, cfg.Epochs, cfg.Patience = Schedule{}, "", 1, 0
	if cfg.Method == LBFGS {
		return LRCurve{}, &tensor.ParamError{Op: "find lr", Param: "optimizer", Want: "sgd or adamw", Got: cfg.Method}
	}
	if err := cfg.usable(net, train, nil); err != nil {
		return LRCurve{}, err
	}
	loss, err := cfg.Loss.of(train.Targets(), net.Classes())
	if err != nil {
		return LRCurve{}, err
	}
	f := &fit{Training: cfg, net: net.Clone(), train: train}
	t := newTrainer(f.net, cfg, loss, nil)
	next, stop := iter.Pull2(f.endless(ctx, t))
	defer stop()
	return finder.Find(func(lr float64) (float64, error) {
		batch, err, _ := next()
		if err != nil {
			return 0, err
		}
		tally, err := t.stepAt(batch.X, batch.Labels, lr)
		if d, ok := errors.AsType[*DivergenceError](err); ok {
			return d.Loss, nil
		}
		return tally.score().Loss, err
	})
}

// endless yields the batches of one epoch after the other, or an error at last.
func (f *fit) endless(ctx context.Context, t *Trainer) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		for epoch := 1; ; epoch++ {
			for batch, err := range f.epochOf(ctx, t, epoch, f.size()) {
				if !yield(batch, err) || err != nil {
					return
				}
			}
		}
	}
}
