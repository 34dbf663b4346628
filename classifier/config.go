package classifier

import (
	"runtime"

	"github.com/saccade-go/saccade/tensor"
)

// A Config says what network to make and how to train it; its JSON is one flat object. Every value means what
// it says, 0 included: start from [DefaultConfig] and change what should differ, or decode JSON over it.
type Config struct {
	// Hidden has the sizes of the hidden layers; with none, the network is a softmax regression.
	Hidden     []int      `json:"hidden,omitempty"`
	Activation Activation `json:"activation"`
	Training
}

// New returns a network with random weights; see [NewMLP].
func (c Config) New(inputs, classes int) (*Network, error) {
	return NewMLP(inputs, c.Hidden, classes, c.Activation, c.Seed)
}

// Check reports what New and Fit would refuse, before there are any features: a *tensor.ParamError. validates says
// whether there will be validation samples.
func (c Config) Check(inputs, classes int, validates bool) error {
	if err := checkSizes(inputs, c.Hidden, classes, c.Activation); err != nil {
		return err
	}
	if err := c.checkLayers(len(c.Hidden) + 1); err != nil {
		return err
	}
	return c.Training.check(classes, validates)
}

// Training says how [Fit] trains a network.
type Training struct {
	// Epochs is how often the training samples are gone through, at least 1.
	Epochs int `json:"epochs"`
	// Batch is the number of samples for one step, at least 1. The last batch of an epoch has those that are
	// left; one larger than the set is the set. With lbfgs, which takes all at once, it has to be the default.
	Batch int `json:"batch"`
	Optimizer
	CrossEntropy
	// Seed decides, together with the epoch, on the order of the samples.
	Seed uint64 `json:"seed"`
	// Patience ends training after so many epochs in a row whose validation loss is not below the best one. 0
	// means never. It needs validation samples.
	Patience int `json:"patience"`

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
	refuse := func(param, want string, got int) error {
		return &tensor.ParamError{Op: "fit", Param: param, Want: want, Got: got}
	}
	switch {
	case t.Epochs < 1:
		return refuse("epochs", "at least 1", t.Epochs)
	case t.Batch < 1:
		return refuse("batch", "at least 1", t.Batch)
	case t.Method == LBFGS && t.Batch != DefaultConfig().Batch:
		return refuse("batch", "the default, for lbfgs takes all samples at once", t.Batch)
	case t.Patience < 0:
		return refuse("patience", "at least 0", t.Patience)
	case t.Patience > 0 && !validates:
		return refuse("patience", "validation samples with it", t.Patience)
	case t.Workers < 0:
		return refuse("workers", "at least 0", t.Workers)
	}
	if err := t.Optimizer.check(); err != nil {
		return err
	}
	return t.CrossEntropy.check(classes)
}

func (t Training) workers() int {
	if t.Workers == 0 {
		return runtime.GOMAXPROCS(0)
	}
	return t.Workers
}
