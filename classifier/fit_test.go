package classifier

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// blobs returns n samples of dimension d around one centre for each class.
func blobs(seed uint64, n, d, classes int) *Samples {
	r := rand.New(rand.NewPCG(seed, 0))
	s := &Samples{X: NewMatrix(n, d), Labels: make([]int, n)}
	for i := range n {
		s.Labels[i] = i % classes
		for j := range s.X.Row(i) {
			s.X.Row(i)[j] = float32(0.5 * r.NormFloat64())
			if j%classes == i%classes {
				s.X.Row(i)[j]++
			}
		}
	}
	return s
}

func small() Training {
	return Training{Epochs: 4, Batch: 32, Optimizer: Optimizer{LR: 0.05, Momentum: 0.9, WeightDecay: 1e-4}, Seed: 3, Workers: 1}
}

// trainerOf returns a trainer that keeps one learning rate.
func trainerOf(net *Network, loss Loss, cfg Training) *Trainer {
	return newTrainer(net, cfg, lossFunc{loss, loss.ClassWeights.Each}, Schedule{}.start(cfg.LR, math.MaxInt, 1))
}

// backprop returns the tally and the gradients of a batch, which change no weights.
func (t *Trainer) backprop(x Matrix, labels []int) (tally, []float32) {
	t.pass.graph.Training = true
	batch, loss, err := t.run(x, labels, nil)
	if err == nil {
		err = t.pass.graph.Backward(loss)
	}
	if err != nil {
		panic(err)
	}
	return batch, t.pass.grads
}

// Central differences of what measure says; dropout is off, and running statistics don't matter to a gradient.
func TestGradientByCentralDifferences(t *testing.T) {
	for _, act := range []Activation{Tanh, Sigmoid, GELU} {
		for _, loss := range []Loss{
			{LabelSmoothing: 0.1, ClassWeights: ClassWeights{Each: []float64{1, 2, 0.5, 3}}},
			{Kind: Focal, Gamma: 2, ClassWeights: ClassWeights{Each: []float64{1, 2, 0.5, 3}}},
			{Kind: SquaredError},
		} {
			net, s := mlp(t, 6, []int{7, 5}, 4, act), blobs(6, 9, 6, 4)
			trainer := trainerOf(net, loss, small())
			_, grads := trainer.backprop(s.X, s.Labels)
			want := make([]float64, len(net.params))
			at := func(i int, v float32) float64 {
				old := net.params[i]
				defer func() { net.params[i] = old }()
				net.params[i] = v
				return must(trainer.measure(s.X, s.Labels))(t).score().Loss
			}
			const h = 1.0 / 64
			got := append([]float32(nil), grads...)
			for i, v := range net.params {
				want[i] = (at(i, v+h) - at(i, v-h)) / (2 * h)
			}
			testdata.Near(t, act.String()+" "+loss.Kind.String(), got, want, 4e-4)
		}
	}
}

func TestFitLearns(t *testing.T) {
	train, val := blobs(1, 400, 8, 4), blobs(2, 100, 8, 4)
	for _, hidden := range [][]int{nil, {16}, {12, 10}} {
		for _, act := range []Activation{ReLU, Tanh, Sigmoid} {
			cfg := Config{Hidden: hidden, Activation: act, Training: small()}
			cfg.Epochs = 20
			net, h, err := Train(t.Context(), train, val, 4, cfg)
			if err != nil {
				t.Fatal(err)
			}
			first, best := h.Epochs[0], h.Epochs[h.Best-1]
			if got := accuracy(t, net, val); got < 0.85 || got != best.Val.Accuracy || best.Train.Loss >= first.Train.Loss {
				t.Errorf("hidden %v %v: accuracy %v, history %v, %v … %v, %v", hidden, act, got, first.Train, first.Val, best.Train, best.Val)
			}
		}
	}
}

// run trains a network of a fixed size and returns its weights and the history's JSON.
func run(t *testing.T, train Data, val *Samples, cfg Training) ([]float32, string) {
	t.Helper()
	net := mlp(t, 30, []int{140, 20}, 5, ReLU)
	h, err := Fit(t.Context(), net, train, val, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return net.params, string(must(json.Marshal(h))(t))
}

func TestWorkersDoNotMatter(t *testing.T) {
	train, val := blobs(1, 900, 30, 5), blobs(2, 300, 30, 5)
	cfg := small()
	cfg.Batch, cfg.Epochs = 256, 3
	want, history := run(t, train, val, cfg)
	for _, workers := range []int{0, 2, 3, 8} {
		cfg.Workers = workers
		if got, h := run(t, train, val, cfg); !sameBits(got, want) || h != history {
			t.Errorf("%d workers: other bytes than with one", workers)
		}
	}
	cfg.Seed++
	if got, _ := run(t, train, val, cfg); sameBits(got, want) {
		t.Error("another seed gives the same bytes")
	}
}

func TestBatchSizes(t *testing.T) {
	train := blobs(1, 50, 30, 5)
	cfg := small()
	sizes := map[int]int{1: 50, 7: 8, 49: 2, 50: 1, 51: 1, math.MaxInt: 1}
	var whole []float32
	for size, batches := range sizes {
		calls := 0
		cfg.Batch, cfg.OnBatch = size, func(s BatchStats) {
			if calls++; s.Batches != batches || s.Batch != (calls-1)%batches+1 || s.Epoch != (calls-1)/batches+1 {
				t.Errorf("batch %d, call %d: %+v", size, calls, s)
			}
		}
		params, _ := run(t, train, nil, cfg)
		if calls != batches*cfg.Epochs {
			t.Errorf("batch %d: %d steps, want %d", size, calls, batches*cfg.Epochs)
		}
		if size >= 50 && whole != nil && !sameBits(params, whole) {
			t.Errorf("batch %d: not that of the whole set", size)
		}
		if size >= 50 {
			whole = params
		}
	}
}

// With labels that are noise, the validation loss soon rises; its lowest epoch is what counts.
func TestEarlyStopping(t *testing.T) {
	train, val := blobs(1, 60, 30, 5), blobs(2, 60, 30, 5)
	r := rand.New(rand.NewPCG(1, 1))
	for i := range val.Labels {
		train.Labels[i], val.Labels[i] = r.IntN(5), r.IntN(5)
	}
	cfg := small()
	cfg.Epochs, cfg.Patience = 200, 3
	net := mlp(t, 30, []int{40}, 5, Tanh)
	var seen []EpochStats
	cfg.OnEpoch = func(s EpochStats) { seen = append(seen, s) }
	h, err := Fit(t.Context(), net, train, val, cfg)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(seen, h.Epochs) || len(h.Epochs) != h.Best+3 || len(h.Epochs) == 200 {
		t.Fatalf("%d epochs, %d seen, best %d: want 3 after the best", len(h.Epochs), len(seen), h.Best)
	}
	for _, s := range h.Epochs {
		if s.Val.Loss < h.Epochs[h.Best-1].Val.Loss {
			t.Errorf("epoch %d is better than epoch %d", s.Epoch, h.Best)
		}
	}
	cfg.Epochs, cfg.Patience, cfg.OnEpoch = h.Best, 0, nil
	other := mlp(t, 30, []int{40}, 5, Tanh)
	if _, err := Fit(t.Context(), other, train, nil, cfg); err != nil {
		t.Fatal(err)
	}
	if !sameBits(net.params, other.params) {
		t.Error("the weights are not those of the best epoch")
	}
}

func TestCancelLeavesLastCompleteEpoch(t *testing.T) {
	train := blobs(1, 100, 30, 5)
	cfg := small()
	cfg.Epochs = 2
	want, _ := run(t, train, nil, cfg)
	ctx, cancel := context.WithCancel(t.Context())
	cfg.Epochs = 1000
	cfg.OnBatch = func(s BatchStats) {
		if s.Epoch == 3 && s.Batch == 2 {
			cancel()
		} else if s.Epoch == 3 && s.Batch > 2 {
			t.Error("a step after the cancellation")
		}
	}
	net := mlp(t, 30, []int{140, 20}, 5, ReLU)
	h, err := Fit(ctx, net, train, nil, cfg)
	if !errors.Is(err, context.Canceled) || len(h.Epochs) != 2 || h.Best != 2 || !sameBits(net.params, want) {
		t.Errorf("error %v, %d epochs, best %d: want the weights of epoch 2", err, len(h.Epochs), h.Best)
	}
	before := net.Clone()
	if _, err := Fit(ctx, net, train, train, cfg); !errors.Is(err, context.Canceled) || !sameBits(net.params, before.params) {
		t.Errorf("cancelled before the start: error %v, or other weights", err)
	}
}

func TestDivergence(t *testing.T) {
	train := blobs(1, 100, 30, 5)
	for i := range train.X.Data {
		train.X.Data[i] *= 1e15
	}
	for _, val := range []*Samples{nil, train} {
		cfg := small()
		cfg.LR = 1e30
		net := mlp(t, 30, []int{20}, 5, ReLU)
		before := net.Clone()
		_, err := Fit(t.Context(), net, train, val, cfg)
		var e *DivergenceError
		if !errors.As(err, &e) || e.Epoch != 1 || e.Batch < 1 || e.LR != 1e30 {
			t.Errorf("error %v, want a *DivergenceError of epoch 1", err)
		}
		if !sameBits(net.params, before.params) {
			t.Error("the weights were not put back")
		}
	}
	cfg := small()
	cfg.LR, cfg.Batch, cfg.Epochs = 1e12, 100, 1 // one step: only the validation sees what it did
	if _, err := Fit(t.Context(), mlp(t, 30, nil, 5, ReLU), train, train, cfg); !errors.As(err, new(*DivergenceError)) {
		t.Errorf("validation: error %v, want a *DivergenceError", err)
	}
}

func TestFitRefusesSamples(t *testing.T) {
	for name, change := range map[string]func(s *Samples){
		"none":           func(s *Samples) { s.X, s.Labels = Matrix{Cols: 30}, nil },
		"label":          func(s *Samples) { s.Labels[7] = 5 },
		"negative label": func(s *Samples) { s.Labels[7] = -1 },
		"labels":         func(s *Samples) { s.Labels = s.Labels[1:] },
		"NaN":            func(s *Samples) { s.X.Row(7)[29] = float32(math.NaN()) },
		"Inf":            func(s *Samples) { s.X.Row(7)[0] = float32(math.Inf(-1)) },
		"columns":        func(s *Samples) { s.X = NewMatrix(s.X.Rows, 29) },
		"one class":      func(s *Samples) { clear(s.Labels) },
		"short":          func(s *Samples) { s.X.Data = s.X.Data[1:] },
	} {
		s := blobs(1, 20, 30, 5)
		change(s)
		_, err := Fit(t.Context(), mlp(t, 30, nil, 5, ReLU), s, nil, small())
		var e *DataError
		if !errors.As(err, &e) || e.Row != 7 && e.Row != -1 {
			t.Errorf("%s: error %v, want a *DataError", name, err)
		}
		_, err = Fit(t.Context(), mlp(t, 30, nil, 5, ReLU), blobs(1, 20, 30, 5), s, small())
		if name != "one class" && !errors.As(err, &e) {
			t.Errorf("validation, %s: error %v, want a *DataError", name, err)
		}
	}
}

func TestFitRefusesParameters(t *testing.T) {
	nan := math.NaN()
	for param, changes := range map[string][]func(c *Training){
		"epochs":          {func(c *Training) { c.Epochs = 0 }},
		"batch":           {func(c *Training) { c.Batch = 0 }},
		"patience":        {func(c *Training) { c.Patience = -1 }, func(c *Training) { c.Patience = 1 }},
		"workers":         {func(c *Training) { c.Workers = -1 }},
		"lr":              {func(c *Training) { c.LR = 0 }, func(c *Training) { c.LR = nan }, func(c *Training) { c.LR = math.Inf(1) }},
		"momentum":        {func(c *Training) { c.Momentum = 1 }, func(c *Training) { c.Momentum = nan }},
		"dampening":       {func(c *Training) { c.Dampening = -1 }},
		"weight_decay":    {func(c *Training) { c.WeightDecay = -1 }, func(c *Training) { c.WeightDecay = nan }},
		"nesterov":        {func(c *Training) { c.Nesterov, c.Momentum = true, 0 }},
		"optimizer":       {func(c *Training) { c.Method = 9 }},
		"clip_norm":       {func(c *Training) { c.ClipNorm = nan }},
		"label_smoothing": {func(c *Training) { c.LabelSmoothing = 1.5 }, func(c *Training) { c.LabelSmoothing = nan }},
		"class_weights":   {func(c *Training) { c.ClassWeights.Each = []float64{1} }, func(c *Training) { c.ClassWeights.Each = []float64{1, 1, 0, 1, 1} }},
	} {
		for _, change := range changes {
			cfg := small()
			change(&cfg)
			_, err := Fit(t.Context(), mlp(t, 30, nil, 5, ReLU), blobs(1, 20, 30, 5), nil, cfg)
			var e *tensor.ParamError
			if !errors.As(err, &e) || e.Param != param {
				t.Errorf("error %v, want a *tensor.ParamError about %s", err, param)
			}
		}
	}
}

// flaky is Data that differ between epochs and fail in the second batch of the fourth one.
type flaky struct {
	Samples
	calls []int
}

var errFlaky = errors.New("disk full")

func (f *flaky) Batches(ctx context.Context, epoch int, order []int, size int) iter.Seq2[Batch, error] {
	f.calls = append(f.calls, epoch)
	return func(yield func(Batch, error) bool) {
		n := 0
		for b, err := range blobs(uint64(epoch), len(f.Labels), 30, 5).Batches(ctx, epoch, order, size) {
			if n++; n == 2 && epoch == 4 {
				err = errFlaky
			}
			if !yield(b, err) {
				return
			}
		}
	}
}

func TestDataOfEachEpoch(t *testing.T) {
	f := &flaky{Samples: *blobs(1, 80, 30, 5)}
	net, h, err := Train(t.Context(), f, nil, 5, Config{Training: small()})
	if !errors.Is(err, errFlaky) || len(h.Epochs) != 3 || net == nil {
		t.Errorf("error %v after %d epochs, want that of epoch 4", err, len(h.Epochs))
	}
	if fmt.Sprint(f.calls) != "[1 2 3 4]" {
		t.Errorf("epochs asked for: %v", f.calls)
	}
	if h.Epochs[0].Train == h.Epochs[1].Train {
		t.Error("two epochs have the same loss")
	}
}

func TestCallersDataStays(t *testing.T) {
	train, val := blobs(1, 40, 30, 5), blobs(2, 40, 30, 5)
	want := [2]*Samples{blobs(1, 40, 30, 5), blobs(2, 40, 30, 5)}
	run(t, train, val, small())
	if !reflect.DeepEqual([2]*Samples{train, val}, want) {
		t.Error("Fit changed the caller's samples")
	}
}

func TestConfigJSON(t *testing.T) {
	cfg := DefaultConfig()
	text := `{"hidden": [5], "activation": "tanh", "momentum": 0, "weight_decay": 0.001, "class_weights": [1, 2], "seed": 9}`
	if err := json.Unmarshal([]byte(text), &cfg); err != nil {
		t.Fatal(err)
	}
	want := `{"hidden":[5],"activation":"tanh","epochs":30,"batch":64,"lr":0.05,"momentum":0,"weight_decay":0.001,"beta1":0.9,"beta2":0.999,"eps":1e-8,` +
		`"class_weights":[1,2],"seed":9,"patience":0}`
	if got := must(json.Marshal(cfg))(t); string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestStepAllocatesNothing(t *testing.T) {
	for name, cfg := range map[string]Config{
		"plain": {Hidden: []int{140}},
		"all":   {Hidden: []int{140, 30}, Activation: GELU, BatchNorm: true, Training: Training{Dropout: 0.2, EMA: 0.9}},
	} {
		t.Run(name, func(t *testing.T) {
			net, s := must(cfg.New(50, 10))(t), blobs(1, 64, 50, 10)
			run := small()
			run.Dropout, run.EMA, run.ClipNorm = cfg.Dropout, cfg.EMA, 1
			trainer := trainerOf(net, Loss{}, run)
			allocatesNothing(t, func() {
				if _, err := trainer.step(s.X, s.Labels); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}

func allocatesNothing(t *testing.T, f func()) {
	t.Helper()
	if testdata.Race {
		t.Skip("with the race detector, sync.Pool drops buffers at random")
	}
	if n := testing.AllocsPerRun(50, f); n > 0 {
		t.Errorf("%v allocations, want none", n)
	}
}
