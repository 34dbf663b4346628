package classifier

import (
	"fmt"
	"math"

	"github.com/saccade-go/saccade/autodiff"
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// A Trainer trains a network step by step, on samples as they come. [Fit] does so epoch by epoch. It is for one goroutine
// at a time.
type Trainer struct {
	cfg      Training
	net      *Network
	loss     lossFunc
	pass     *forwardPass
	opt      *optimizer
	schedule *schedule
	average  *average // nil without
	lr       float64  // of the last step
	before   []float32
	mixer    mixer
}

// NewTrainer returns a Trainer for net. Of cfg it uses the optimizer, loss, Mixing, Dropout, EMA, Batch, Seed and Workers. A schedule
// other than constant, balanced class weights and lbfgs need to know all samples and are refused with a
// *tensor.ParamError, as all is that [Config.Check] refuses.
func NewTrainer(net *Network, cfg Training) (*Trainer, error) {
	cfg.Epochs, cfg.Patience = 1, 0
	if err := cfg.check(net.Classes(), false); err != nil {
		return nil, err
	}
	if err := cfg.checkLayers(len(net.Hidden()), net.BatchNorm()); err != nil {
		return nil, err
	}
	if err := cfg.checkInputs(net.Inputs()); err != nil {
		return nil, err
	}
	refuse := func(param string, got any) error {
		return &tensor.ParamError{Op: "trainer", Param: param, Want: "something that needn't know all samples", Got: got}
	}
	switch {
	case cfg.Method == LBFGS:
		return nil, refuse("optimizer", cfg.Method)
	case cfg.Curve != Constant:
		return nil, refuse("schedule", cfg.Curve)
	case cfg.Warmup > 0 && cfg.Warmup < 1:
		return nil, refuse("warmup", cfg.Warmup)
	case cfg.ClassWeights.Balanced:
		return nil, refuse("class_weights", "balanced")
	}
	return newTrainer(net, cfg, lossFunc{cfg.Loss, cfg.ClassWeights.Each}, cfg.Schedule.start(cfg.LR, math.MaxInt, 1)), nil
}

func newTrainer(net *Network, cfg Training, loss lossFunc, s *schedule) *Trainer {
	t := &Trainer{
		cfg: cfg, net: net, loss: loss, schedule: s,
		pass:  newForwardPass(net, cfg.Dropout, cfg.workers()),
		opt:   cfg.Optimizer.start(net.trained, cfg.workers()),
		mixer: mixer{Mixing: cfg.Mixing, seed: cfg.Seed},
	}
	if cfg.EMA > 0 {
		t.average = newAverage(cfg.EMA, net.trained, cfg.workers())
	}
	return t
}

// PartialFit makes a step for every Batch of the samples x (N×Inputs) with their labels (N), in their order, and returns
// the mean of the losses and the part of the samples that were right, each before its step. With batch normalisation a
// last batch of one sample is left out.
//
// Samples that can't be used are a *[DataError] with their row, and nothing happens. When the loss or the weights leave
// the finite numbers, the network has the weights that it had before, and the error is a *[DivergenceError]; a
// new Trainer may go on from there.
func (t *Trainer) PartialFit(x Matrix, labels []int) (Score, error) {
	if err := checkSamples("partial fit", t.net, x, labels); err != nil {
		return Score{}, err
	}
	t.before = append(t.before[:0], t.net.params...)
	total := tally{}
	for i := 0; i < x.Rows; i += t.cfg.Batch {
		end := min(x.Rows, i+min(t.cfg.Batch, x.Rows))
		if t.tooSmall(end - i) {
			break
		}
		batch, err := t.step(rowsOf(x, i, end), labels[i:end])
		if err == nil && end == x.Rows && kernel.NotFinite(t.net.params) >= 0 {
			err = t.diverged(batch.score().Loss)
		}
		if err != nil {
			copy(t.net.params, t.before)
			return Score{}, err
		}
		total.add(batch)
	}
	if total.n == 0 {
		return Score{}, &DataError{Op: "partial fit", Row: -1, Want: "at least 2 samples for batch normalisation", Got: "1"}
	}
	return total.score(), nil
}

// tooSmall reports whether so many samples can't be a batch, because one alone has no variance to be normalised by.
func (t *Trainer) tooSmall(samples int) bool { return samples == 1 && t.net.BatchNorm() }

// Average returns a network with the moving average of the weights, or a clone without [Training.EMA].
func (t *Trainer) Average() *Network {
	c := t.net.Clone()
	if t.average != nil && t.average.steps > 0 {
		copy(c.params, t.average.weights)
	}
	return c
}

// Steps returns the number of steps made.
func (t *Trainer) Steps() int { return t.opt.steps }

// step changes the weights by the gradient of the loss on a batch x (N×Inputs) with its labels (N), unless the loss
// isn't finite.
func (t *Trainer) step(x Matrix, labels []int) (tally, error) {
	return t.stepAt(x, labels, t.schedule.rate(t.opt.steps))
}

func (t *Trainer) stepAt(x Matrix, labels []int, lr float64) (tally, error) {
	g := t.pass.graph
	g.Training, t.lr = true, lr
	g.Seed(t.cfg.Seed, uint64(t.opt.steps))
	var mix *mixture
	if t.mixer.on() {
		x, mix = t.mixer.mix(x, labels, t.opt.steps)
	}
	batch, loss, err := t.run(x, labels, mix)
	if err != nil {
		return batch, err
	}
	if err := g.Backward(loss); err != nil {
		return batch, err
	}
	t.opt.step(t.net.params[:t.net.trained], t.pass.grads, lr)
	if t.average != nil {
		t.average.update(t.net.params[:t.net.trained])
	}
	return batch, nil
}

// measure tallies a batch and changes nothing.
func (t *Trainer) measure(x Matrix, labels []int) (tally, error) {
	t.pass.graph.Training = false
	batch, _, err := t.run(x, labels, nil)
	return batch, err
}

// run is the forward pass of a batch that may be mixed.
func (t *Trainer) run(x Matrix, labels []int, mix *mixture) (tally, *autodiff.Node, error) {
	g := t.pass.graph
	g.Reset()
	logits := t.pass.logits(g.Const(x))
	loss := t.lossOf(g, logits, labels, mix)
	if err := g.Err(); err != nil {
		return tally{}, nil, fmt.Errorf("fit: %w", err)
	}
	batch := t.loss.tally(loss.Scalar(), logits.Value, mix.mostly(labels))
	if !finite(batch.loss) {
		return batch, nil, t.diverged(loss.Scalar())
	}
	return batch, loss, nil
}

// lossOf is the loss of a batch that may be mixed.
func (t *Trainer) lossOf(g *autodiff.Graph, logits *autodiff.Node, labels []int, mix *mixture) *autodiff.Node {
	loss := t.loss.node(g, logits, labels)
	if mix == nil {
		return loss
	}
	others := t.loss.node(g, logits, mix.others)
	return g.Add(g.Scale(loss, mix.share), g.Scale(others, 1-mix.share))
}

func (t *Trainer) diverged(loss float64) *DivergenceError {
	return &DivergenceError{LR: t.lr, Loss: loss}
}

// swapAverage exchanges the weights with their average; a second call undoes it.
func (t *Trainer) swapAverage() {
	if t.average == nil || t.average.steps == 0 {
		return
	}
	for i, v := range t.average.weights {
		t.average.weights[i], t.net.params[i] = t.net.params[i], v
	}
}
