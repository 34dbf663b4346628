package classifier

import (
	"fmt"
	"runtime"

	"github.com/saccade-go/saccade/tensor"
)

// A Config says what network to make and how to train it; its JSON is one flat object. Every value means what
// it says, 0 included: start from [DefaultConfig] and change what should differ, or decode JSON over it.
type Config struct {
	// Hidden has the sizes of the hidden layers; with none, the network is a softmax regression.
	Hidden     []int      `json:"hidden,omitempty"`
	Activation Activation `json:"activation"`
	// BatchNorm normalises what comes out of each hidden layer, before the activation (Ioffe & Szegedy 2015).
	BatchNorm bool `json:"batch_norm,omitempty"`
	Init      Init `json:"init,omitempty"`
	Training
}

// Check reports what New and Fit would refuse, before there are any features: a *tensor.ParamError. validates says
// whether there will be validation samples.
func (c Config) Check(inputs, classes int, validates bool) error {
	if err := c.checkNetwork(inputs, classes); err != nil {
		return err
	}
	if err := c.checkLayers(len(c.Hidden), c.BatchNorm); err != nil {
		return err
	}
	if err := c.Training.check(classes, validates); err != nil {
		return err
	}
	return c.checkInputs(inputs)
}

// Training says how [Fit] trains a network.
type Training struct {
	// Epochs is how often the training samples are gone through, at least 1.
	Epochs int `json:"epochs"`
	// Batch is the number of samples for one step, at least 1, and at least 2 with batch normalisation. The last batch of an
	// epoch has those that are left; one larger than the set is the set. With lbfgs, which takes all at once, it
	// has to be the default.
	Batch int `json:"batch"`
	Optimizer
	Schedule
	Loss
	Mixing
	// Dropout is the part of the hidden layers' outputs, from 0 to below 1, that is set to 0 in each step (Srivastava et
	// al. 2014). The others are divided by 1 − Dropout.
	Dropout float64 `json:"dropout,omitempty"`
	// Sampler decides on the samples of an epoch.
	Sampler Sampler `json:"sampler,omitempty"`
	// EMA is the decay, from 0 to below 1, of a moving average of the weights over the steps, which is what the network
	// gets, and is measured with, in place of the weights themselves: after step t+1, which counts from 1, it is
	// d·average + (1−d)·weights with d = min(EMA, (1+t)/(10+t)). 0 means no average.
	EMA float64 `json:"ema,omitempty"`
	// Seed decides, together with the epoch, on the order of the samples, and with the step on what is dropped.
	Seed uint64 `json:"seed"`
	// Patience ends training after so many epochs in a row whose validation loss is not below the best one. 0
	// means never. It needs validation samples.
	Patience int `json:"patience"`

	// Checkpoint, if not empty, names a file where the state of the training is kept, at most a second behind: a training
	// that was killed goes on from there and ends with the same bytes as one that wasn't. See [Fit].
	Checkpoint string `json:"-"`
	// Workers bounds the parallel work; 0 means one for each processor. Results don't depend on it.
	Workers int `json:"-"`
	// OnBatch is called after each step, OnEpoch after each epoch, both on the goroutine that called Fit.
	OnBatch func(BatchStats) `json:"-"`
	OnEpoch func(EpochStats) `json:"-"`
}

// DefaultConfig returns softmax regression, 30 epochs, batches of 64, SGD with lr 0.05 and momentum 0.9, no weight decay,
// no early end. Should AdamW be chosen, it has PyTorch's beta1 0.9, beta2 0.999 and eps 1e-8.
func DefaultConfig() Config {
	return Config{Training: Training{Epochs: 30, Batch: 64, Optimizer: defaultOptimizer()}}
}

func (t Training) check(classes int, validates bool) error {
	refuse := func(param, want string, got any) error {
		return &tensor.ParamError{Op: "fit", Param: param, Want: want, Got: got}
	}
	switch {
	case t.Epochs < 1:
		return refuse("epochs", "at least 1", t.Epochs)
	case t.Batch < 1:
		return refuse("batch", "at least 1", t.Batch)
	case !fraction(t.Dropout):
		return refuse("dropout", "a number from 0 to below 1", t.Dropout)
	case !t.Sampler.known():
		return refuse("sampler", samplers.list(), t.Sampler)
	case !fraction(t.EMA):
		return refuse("ema", "a number from 0 to below 1", t.EMA)
	case t.Patience < 0:
		return refuse("patience", "at least 0", t.Patience)
	case t.Patience > 0 && !validates:
		return refuse("patience", "validation samples with it", t.Patience)
	case t.Workers < 0:
		return refuse("workers", "at least 0", t.Workers)
	}
	for _, err := range []error{t.checkLBFGS(), t.Optimizer.check(), t.Schedule.check(t.LR, validates), t.Mixing.check()} {
		if err != nil {
			return err
		}
	}
	return t.Loss.check(classes)
}

// checkLBFGS refuses with lbfgs what is for training in steps.
func (t Training) checkLBFGS() error {
	if t.Method != LBFGS {
		return nil
	}
	for _, p := range []struct {
		name  string
		usual bool
		got   any
	}{
		{"batch", t.Batch == DefaultConfig().Batch, t.Batch},
		{"schedule", t.Schedule == Schedule{}, t.Curve},
		{"loss", t.Kind == CrossEntropy, t.Kind},
		{"sampler", t.Sampler == Shuffled, t.Sampler},
		{"mixup", t.MixUp == 0, t.MixUp},
		{"cutmix", t.CutMix == 0, t.CutMix},
		{"ema", t.EMA == 0, t.EMA},
		{"checkpoint", t.Checkpoint == "", t.Checkpoint},
	} {
		if !p.usual {
			return &tensor.ParamError{Op: "fit", Param: p.name, Want: "the default, for lbfgs takes all samples at once", Got: fmt.Sprint(p.got)}
		}
	}
	return nil
}

// checkLayers refuses what can't train a network with so many hidden layers.
func (t Training) checkLayers(hidden int, batchNorm bool) error {
	refuse := func(param, want string, got any) error {
		return &tensor.ParamError{Op: "fit", Param: param, Want: want, Got: got}
	}
	switch {
	case t.Method == LBFGS && hidden > 0:
		return refuse("optimizer", "sgd or adamw for a network with hidden layers", t.Method)
	case t.Dropout > 0 && hidden == 0:
		return refuse("dropout", "hidden layers with it", t.Dropout)
	case t.Batch < 2 && batchNorm:
		return refuse("batch", "at least 2 with batch normalisation", t.Batch)
	}
	return nil
}

func (t Training) workers() int {
	if t.Workers == 0 {
		return runtime.GOMAXPROCS(0)
	}
	return t.Workers
}
