package main

import (
	"context"
	"runtime"

	"github.com/saccade-go/saccade/bench/internal/harness"
	"github.com/saccade-go/saccade/classifier"
)

// saccade is this library, by its public functions.
var saccade = library{
	version: func() string { return "this checkout" + harness.Tags() + ", " + runtime.Version() },
	begin:   beginFit,
	train: func(d *digits, s settings, epochs int) (model, error) {
		cfg := s.config()
		cfg.Epochs = epochs
		net, err := cfg.New(pixels, classes)
		if err != nil {
			return nil, err
		}
		_, err = classifier.Fit(context.Background(), net, d.samples(), nil, cfg.Training)
		return trained{net}, err
	},
}

// config says the same to Saccade.
func (s settings) config() classifier.Config {
	cfg := classifier.DefaultConfig()
	cfg.Hidden, cfg.Activation = s.hidden, classifier.ReLU
	cfg.LR, cfg.Momentum, cfg.WeightDecay = learningRate, momentum, weightDecay
	cfg.Batch, cfg.Seed, cfg.Workers = s.batch, s.seed, s.workers
	return cfg
}

func (d *digits) samples() *classifier.Samples {
	return &classifier.Samples{X: d.x, Labels: d.labels}
}

type trained struct{ *classifier.Network }

func (t trained) predict(d *digits) ([]int, error) { return t.Predict(d.x) }

func (t trained) params() [][]float32 {
	var all [][]float32
	for _, p := range t.Params() {
		all = append(all, p.Data)
	}
	return all
}

// A fit is a call of Fit that waits after each epoch.
type fit struct {
	cancel context.CancelFunc
	next   chan struct{}
	done   chan error // an epoch is done, or Fit has ended with an error
}

// many is more epochs than anybody asks for.
const many = 10_000

func beginFit(d *digits, s settings) (session, error) {
	cfg := s.config()
	net, err := cfg.New(pixels, classes)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	f := &fit{cancel, make(chan struct{}), make(chan error)}
	cfg.Epochs = many
	cfg.OnEpoch = func(classifier.EpochStats) {
		f.done <- nil
		select {
		case <-f.next:
		case <-ctx.Done():
		}
	}
	go func() {
		_, err := classifier.Fit(ctx, net, d.samples(), nil, cfg.Training)
		f.done <- err
	}()
	return f, <-f.done
}

func (f *fit) epoch() error {
	f.next <- struct{}{}
	return <-f.done
}

// stop ends the training, which waits for its next epoch.
func (f *fit) stop() {
	f.cancel()
	<-f.done
}
