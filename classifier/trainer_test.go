package classifier

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// PartialFit on the samples in Fit's order makes Fit's steps.
func TestPartialFitMakesFitsSteps(t *testing.T) {
	train := blobs(1, 201, 30, 5)
	cfg := everything()
	cfg.Schedule, cfg.ClassWeights, cfg.Epochs = Schedule{Warmup: 5}, ClassWeights{Each: []float64{1, 2, 1, 0.5, 1}}, 3
	want, h, err := Train(t.Context(), train, nil, 5, cfg)
	if err != nil {
		t.Fatal(err)
	}
	net := must(cfg.New(30, 5))(t)
	trainer := must(NewTrainer(net, cfg.Training))(t)
	for epoch := range 3 {
		var all Batch
		all.gather(train, cfg.Sampler.Order(nil, train.Labels, cfg.Seed, epoch+1))
		got := must(trainer.PartialFit(all.X, all.Labels))(t)
		if got != h.Epochs[epoch].Train {
			t.Errorf("epoch %d: %+v, want %+v", epoch+1, got, h.Epochs[epoch].Train)
		}
	}
	if trainer.Steps() != 3*7 || !sameBits(trainer.Average().params, want.params) || sameBits(net.params, want.params) {
		t.Errorf("%d steps, or the average isn't Fit's", trainer.Steps())
	}
}

func TestPartialFitLeavesGoodWeights(t *testing.T) {
	s := blobs(1, 64, 30, 5)
	net := mlp(t, 30, []int{8}, 5, ReLU)
	cfg := small()
	cfg.LR = 1e30
	trainer := must(NewTrainer(net, cfg))(t)
	start := net.Clone()
	for name, c := range map[string]struct {
		x      Matrix
		labels []int
	}{
		"nothing": {Matrix{Cols: 30}, nil}, "columns": {NewMatrix(2, 29), []int{0, 1}}, "label": {NewMatrix(2, 30), []int{0, 5}},
		"NaN": {Matrix{Rows: 1, Cols: 30, Data: slices.Repeat([]float32{float32(math.NaN())}, 30)}, []int{0}},
	} {
		if _, err := trainer.PartialFit(c.x, c.labels); !errors.As(err, new(*DataError)) {
			t.Errorf("%s: error %v, want a *DataError", name, err)
		}
	}
	var e *DivergenceError
	if _, err := trainer.PartialFit(s.X, s.Labels); !errors.As(err, &e) || e.LR != 1e30 {
		t.Errorf("error %v, want a *DivergenceError", err)
	}
	if !sameBits(net.params, start.params) {
		t.Error("the weights were not put back")
	}
}

func TestNewTrainerRefuses(t *testing.T) {
	for param, change := range map[string]func(c *Training){
		"optimizer":     func(c *Training) { *c = lbfgs(10, 0) },
		"schedule":      func(c *Training) { c.Schedule = Schedule{Curve: Cosine} },
		"warmup":        func(c *Training) { c.Warmup = 0.5 },
		"class_weights": func(c *Training) { c.ClassWeights.Balanced = true },
		"dropout":       func(c *Training) { c.Dropout = 0.5 },
		"lr":            func(c *Training) { c.LR = 0 },
	} {
		cfg := small()
		change(&cfg)
		var e *tensor.ParamError
		if _, err := NewTrainer(mlp(t, 30, nil, 5, ReLU), cfg); !errors.As(err, &e) || e.Param != param {
			t.Errorf("%s: error %v, want a *tensor.ParamError", param, err)
		}
	}
}

// All that has a state or random numbers takes part, and the number of workers doesn't matter.
func TestWorkersDoNotMatterToEverything(t *testing.T) {
	train, val := blobs(1, 600, 30, 5), blobs(2, 300, 30, 5)
	cfg := everything()
	cfg.Hidden, cfg.Batch, cfg.Epochs = []int{300, 140}, 250, 3
	want, history, err := result(t, t.Context(), train, val, cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, workers := range []int{2, 4} {
		cfg.Workers = workers
		if got, h, err := result(t, t.Context(), train, val, cfg); err != nil || !sameBits(got, want) || h != history {
			t.Errorf("%d workers: error %v, or other bytes", workers, err)
		}
	}
}

func TestLossesLearn(t *testing.T) {
	train, val := blobs(1, 400, 8, 4), blobs(2, 100, 8, 4)
	for text, lr := range map[string]float64{
		`{"loss": "focal", "gamma": 2}`: 0.05, `{"loss": "squared_error"}`: 0.05, `{"loss": "hinge"}`: 0.05,
		`{"label_smoothing": 0.1, "class_weights": "balanced"}`: 0.05,
		`{"loss": "hinge", "class_weights": [1, 2, 1, 1]}`:      0.05,
	} {
		cfg := Config{Hidden: []int{16}, Training: small()}
		cfg.Epochs, cfg.LR = 20, lr
		if err := json.Unmarshal([]byte(text), &cfg); err != nil {
			t.Fatal(err)
		}
		net, h, err := Train(t.Context(), train, val, 4, cfg)
		if err != nil {
			t.Fatal(err)
		}
		if got := accuracy(t, net, val); got < 0.85 || h.Epochs[h.Best-1].Val.Loss > 0.9*h.Epochs[0].Val.Loss {
			t.Errorf("%s: accuracy %v, losses %v and %v", text, got, h.Epochs[0].Val, h.Epochs[h.Best-1].Val)
		}
	}
}

// A batch of one sample has no variance; it is left out.
func TestBatchNormLeavesOutASampleAlone(t *testing.T) {
	cfg := Config{Hidden: []int{8}, BatchNorm: true, Training: small()}
	cfg.Batch = 25
	for n, batches := range map[int]int{50: 2, 51: 2, 52: 3} {
		steps := 0
		cfg.OnBatch = func(s BatchStats) { steps++ }
		if _, _, err := Train(t.Context(), blobs(1, n, 30, 5), nil, 5, cfg); err != nil || steps != batches*cfg.Epochs {
			t.Errorf("%d samples: %d steps, error %v", n, steps, err)
		}
	}
	trainer := must(NewTrainer(must(cfg.New(30, 5))(t), cfg.Training))(t)
	one := blobs(1, 1, 30, 5)
	if _, err := trainer.PartialFit(one.X, one.Labels); !errors.As(err, new(*DataError)) {
		t.Errorf("one sample alone: error %v, want a *DataError", err)
	}
}

// The weights without an average make larger steps than the average, which ends near them.
func TestAverageIsWhatFitReturns(t *testing.T) {
	train, val := blobs(1, 200, 30, 5), blobs(2, 60, 30, 5)
	cfg := simple()
	plain, h, err := Train(t.Context(), train, val, 5, cfg)
	if err != nil {
		t.Fatal(err)
	}
	cfg.EMA = 0.99
	mean, averaged, err := Train(t.Context(), train, val, 5, cfg)
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range averaged.Epochs {
		if e.Train != h.Epochs[i].Train {
			t.Errorf("epoch %d: the average changes the training", e.Epoch)
		}
	}
	best := averaged.Epochs[averaged.Best-1]
	if got := must(trainerOf(mean, Loss{}, cfg.Training).measure(val.X, val.Labels))(t).score(); got != *best.Val || sameBits(mean.params, plain.params) {
		t.Errorf("the network's score is %+v, the history has %+v", got, best.Val)
	}
}

func TestFindLR(t *testing.T) {
	train := blobs(1, 300, 30, 5)
	net := mlp(t, 30, []int{20}, 5, ReLU)
	start := net.Clone()
	for _, method := range []Optimizer{{LR: 1, Momentum: 0.9}, {Method: AdamW, LR: 1, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8}} {
		cfg := small()
		cfg.Optimizer = method
		curve := must(FindLR(t.Context(), net, train, cfg, DefaultLRFinder()))(t)
		if curve.Suggestion < 1e-4 || curve.Suggestion > 1 || len(curve.Points) < 50 {
			t.Errorf("%v: suggestion %v after %d points", method.Method, curve.Suggestion, len(curve.Points))
		}
		if !sameBits(net.params, start.params) {
			t.Error("the network changed")
		}
		cfg.LR = curve.Suggestion
		h, err := Fit(t.Context(), net.Clone(), train, nil, cfg)
		if err != nil || h.Epochs[3].Train.Accuracy < 0.9 {
			t.Errorf("%v with lr %v: %+v, error %v", method.Method, cfg.LR, h.Epochs, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := FindLR(ctx, net, train, small(), DefaultLRFinder()); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
	if _, err := FindLR(t.Context(), net, train, lbfgs(3, 0), DefaultLRFinder()); !errors.As(err, new(*tensor.ParamError)) {
		t.Errorf("lbfgs: error %v", err)
	}
}

// What a network answers has the bytes that training saw.
func TestInferenceHasTheBytesOfTraining(t *testing.T) {
	s := blobs(1, 70, 30, 5)
	for act := range Activation(len(activations)) {
		for _, batchNorm := range []bool{false, true} {
			cfg := Config{Hidden: []int{20, 40}, Activation: act, BatchNorm: batchNorm, Training: small()}
			net, _, err := Train(t.Context(), s, nil, 5, cfg)
			if err != nil {
				t.Fatal(err)
			}
			var want Matrix
			if err := net.Logits(&want, s.X); err != nil {
				t.Fatal(err)
			}
			pass := newForwardPass(net, 0.5, 2)
			if got := pass.logits(pass.graph.Const(s.X)); !sameBits(got.Value.Data, want.Data) {
				t.Errorf("%v, batch normalisation %v: other logits", act, batchNorm)
			}
		}
	}
}
