package classifier

import (
	"context"
	"errors"
	"math"
	"reflect"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

func lbfgs(epochs int, decay float64) Training {
	cfg := DefaultConfig().Training
	cfg.Method, cfg.Epochs, cfg.WeightDecay = LBFGS, epochs, decay
	return cfg
}

// The network ends with scikit-learn's weights, from any start and with any number of workers.
func TestFitLBFGS(t *testing.T) {
	cases, _ := readLogreg(t)
	for i, c := range cases {
		s := &Samples{Matrix{Rows: c.N, Cols: c.D, Data: floats(c.X)}, c.Y}
		for seed := range uint64(3) {
			net := must(NewSoftmax(c.D, c.C, seed))(t)
			cfg := lbfgs(1000, c.WeightDecay)
			cfg.ClassWeights.Each, cfg.Workers = c.ClassWeights, int(seed)
			h, err := Fit(t.Context(), net, s, nil, cfg)
			if err != nil || h.Best != len(h.Epochs) || h.Best > 100 {
				t.Fatalf("case %d: %d epochs, best %d, error %v", i, len(h.Epochs), h.Best, err)
			}
			testdata.Near(t, "weights", net.params, append(append([]float64(nil), c.W...), c.B...), 1e-6)
			score, err := net.measureAll(s, cfg.Loss)
			if last := h.Epochs[h.Best-1]; err != nil || math.Abs(last.Train.Loss-score) > 1e-6 || last.LR != 0 {
				t.Errorf("case %d: the history ends with %+v, want loss %v, %v", i, last, score, err)
			}
		}
	}
}

func (n *Network) measureAll(s *Samples, loss Loss) (float64, error) {
	all, err := trainerOf(n, loss, small()).measure(s.X, s.Labels)
	return all.score().Loss, err
}

func TestFitLBFGSStops(t *testing.T) {
	train, val := blobs(1, 60, 30, 5), blobs(2, 60, 30, 5)
	for i := range val.Labels {
		train.Labels[i], val.Labels[i] = i*i*7%5, i*i*11%5
	}
	cfg := lbfgs(500, 0)
	cfg.Patience = 2
	var seen []EpochStats
	batches := 0
	cfg.OnEpoch = func(s EpochStats) { seen = append(seen, s) }
	cfg.OnBatch = func(s BatchStats) {
		if batches++; s.Epoch != batches || s.Done != 60 || s.Samples != 60 || s.Batch != 1 || s.Batches != 1 {
			t.Errorf("call %d: %+v", batches, s)
		}
	}
	h, err := Fit(t.Context(), mlp(t, 30, nil, 5, ReLU), train, val, cfg)
	if err != nil || len(h.Epochs) != h.Best+2 || !reflect.DeepEqual(seen, h.Epochs) || batches != len(seen) {
		t.Errorf("%d epochs, %d batches, best %d, error %v: want two after the best", len(h.Epochs), batches, h.Best, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	net := mlp(t, 30, nil, 5, ReLU)
	cfg.Patience, cfg.OnBatch = 0, nil
	var last []float32
	cfg.OnEpoch = func(s EpochStats) {
		if s.Epoch == 3 {
			last = append(last, net.params...)
			cancel()
		}
	}
	h, err = Fit(ctx, net, train, nil, cfg)
	if !errors.Is(err, context.Canceled) || len(h.Epochs) != 3 || h.Best != 3 || !sameBits(net.params, last) {
		t.Errorf("%d epochs, error %v: want the weights of epoch 3", len(h.Epochs), err)
	}
}

func TestFitLBFGSRefuses(t *testing.T) {
	s := blobs(1, 60, 8, 3)
	for param, change := range map[string]func(c *Config){
		"optimizer":    func(c *Config) { c.Hidden = []int{4} },
		"batch":        func(c *Config) { c.Batch = 32 },
		"lr":           func(c *Config) { c.LR = 0.1 },
		"momentum":     func(c *Config) { c.Momentum = 0.8 },
		"clip_norm":    func(c *Config) { c.ClipNorm = 1 },
		"weight_decay": func(c *Config) { c.WeightDecay = -1 },
	} {
		cfg := Config{Training: lbfgs(5, 0)}
		change(&cfg)
		var e *tensor.ParamError
		if _, _, err := Train(t.Context(), s, nil, 3, cfg); !errors.As(err, &e) || e.Param != param {
			t.Errorf("error %v, want a *tensor.ParamError about %s", err, param)
		}
		if err := cfg.Check(8, 3, false); !errors.As(err, &e) || e.Param != param {
			t.Errorf("error %v, want a *tensor.ParamError about %s", err, param)
		}
	}
	s.Labels[7] = 9
	if _, _, err := Train(t.Context(), s, nil, 3, Config{Training: lbfgs(5, 0)}); !errors.As(err, new(*DataError)) {
		t.Errorf("error %v, want a *DataError", err)
	}
}
