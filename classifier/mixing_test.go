package classifier

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/autodiff"
	"github.com/saccade-go/saccade/tensor"
)

// TestMixingGolden holds mixed batches and their loss to torchvision and PyTorch.
func TestMixingGolden(t *testing.T) {
	text, err := os.ReadFile("testdata/mixing.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden struct {
		Height, Width int
		X             []float32
		Labels        []int
		Logits        []float32
		Cases         []struct {
			Box   []int
			Share float64
			X     []float32
			Loss  float64
		}
	}
	if err := json.Unmarshal(text, &golden); err != nil {
		t.Fatal(err)
	}
	n := len(golden.Labels)
	x := Matrix{Rows: n, Cols: len(golden.X) / n, Data: golden.X}
	logits := Matrix{Rows: n, Cols: len(golden.Logits) / n, Data: golden.Logits}
	for _, c := range golden.Cases {
		m := mixer{Mixing: Mixing{MixUp: 1, Height: golden.Height, Width: golden.Width}}
		mixed, mix := m.mix(x, golden.Labels, 0) // gets memory, which the next lines overwrite
		copy(mixed.Data, x.Data)
		if c.Box == nil {
			m.blend(x, c.Share)
		} else {
			m.paste(x, box{c.Box[0], c.Box[1], c.Box[2], c.Box[3]})
		}
		if math.Abs(mix.share-c.Share) > 1e-15 {
			t.Errorf("%+v: share %v, want %v", c.Box, mix.share, c.Share)
		}
		for i, v := range mixed.Data {
			if math.Abs(float64(v-c.X[i])) > 1e-6 {
				t.Fatalf("%v %v: value %d is %v, want %v", c.Share, c.Box, i, v, c.X[i])
			}
		}
		g := autodiff.New(1)
		tr := Trainer{}
		if got := tr.lossOf(g, g.Const(logits), golden.Labels, mix).Scalar(); math.Abs(got-c.Loss) > 1e-6 {
			t.Errorf("%v %v: loss %v, want %v", c.Share, c.Box, got, c.Loss)
		}
	}
}

// TestMixingDraws: with α = 1 shares are uniform, with a large one near ½, with a small one near 0 and 1; both kinds get half
// of the batches; steps draw what they draw whenever they are asked.
func TestMixingDraws(t *testing.T) {
	const steps = 4000
	x, labels := NewMatrix(4, 60), []int{0, 1, 2, 3}
	for i := range x.Data {
		x.Data[i] = float32(i / 60)
	}
	shares := func(m Mixing) (all []float64, cuts int) {
		mixer := mixer{Mixing: m, seed: 5}
		for step := range steps {
			got, mix := mixer.mix(x, labels, step)
			all = append(all, mix.share)
			if row := got.Row(2); slices.Contains([]float32{1, 2}, slices.Min(row)) && slices.Contains([]float32{1, 2}, slices.Max(row)) {
				cuts++
			}
		}
		return all, cuts
	}
	uniform, _ := shares(Mixing{MixUp: 1})
	slices.Sort(uniform)
	for i, v := range uniform { // Kolmogorov and Smirnov: 1.95/√n at a level of 0.001
		if d := math.Abs(v - (float64(i)+0.5)/steps); d > 1.95/math.Sqrt(steps) {
			t.Fatalf("the share of rank %d is %v: not uniform", i, v)
		}
	}
	narrow, _ := shares(Mixing{MixUp: 200})
	if lo, hi := slices.Min(narrow), slices.Max(narrow); lo < 0.35 || hi > 0.65 {
		t.Errorf("with alpha 200 shares are %v to %v, want about ½", lo, hi)
	}
	extreme, _ := shares(Mixing{MixUp: 1e-300})
	if near := howMany(extreme, func(v float64) bool { return v == 0 || v == 1 }); near != steps {
		t.Errorf("with the smallest alpha %d of %d shares are 0 or 1", near, steps)
	}
	if ones := howMany(extreme, func(v float64) bool { return v == 1 }); math.Abs(float64(ones)-steps/2) > 4*math.Sqrt(steps)/2 {
		t.Errorf("with the smallest alpha %d of %d shares are 1", ones, steps)
	}
	if _, cuts := shares(Mixing{MixUp: 1, CutMix: 1, Height: 6, Width: 10}); math.Abs(float64(cuts)-steps/2) > 0.05*steps {
		t.Errorf("%d of %d batches were pasted, want half", cuts, steps)
	}
	cut, _ := shares(Mixing{CutMix: 1, Height: 6, Width: 10})
	again, _ := shares(Mixing{CutMix: 1, Height: 6, Width: 10})
	if !slices.Equal(cut, again) || slices.Min(cut) < 0 || slices.Max(cut) > 1 {
		t.Error("shares of cutmix differ when they are drawn again, or aren't in 0..1")
	}
}

func howMany(s []float64, is func(float64) bool) (n int) {
	for _, v := range s {
		if is(v) {
			n++
		}
	}
	return n
}

// TestMixingTraining: networks learn, samples stay as they are, and weights are the same for any number of workers and when
// training was interrupted.
func TestMixingTraining(t *testing.T) {
	for name, mixing := range map[string]Mixing{
		"mixup": {MixUp: 0.4}, "cutmix": {CutMix: 1, Height: 3, Width: 2}, "both": {MixUp: 1, CutMix: 1, Height: 2, Width: 3},
	} {
		t.Run(name, func(t *testing.T) {
			train, val := blobs(1, 150, 12, 4), blobs(2, 60, 12, 4)
			before := slices.Clone(train.X.Data)
			run := func(workers, epochs int, checkpoint string) ([]float32, Score) {
				cfg := Config{Hidden: []int{8}, Training: small()}
				cfg.Mixing, cfg.Workers, cfg.Checkpoint = mixing, workers, checkpoint
				net := must(cfg.New(12, 4))(t)
				ctx, cancel := context.WithCancel(context.Background())
				defer cancel()
				cfg.OnEpoch = func(e EpochStats) {
					if e.Epoch == epochs {
						cancel()
					}
				}
				history, err := Fit(ctx, net, train, val, cfg.Training)
				if err != nil && !errors.Is(err, context.Canceled) {
					t.Fatal(err)
				}
				return net.params, *history.Epochs[len(history.Epochs)-1].Val
			}
			want, score := run(1, 0, "")
			if score.Accuracy < 0.7 {
				t.Errorf("accuracy %v, want it to learn", score.Accuracy)
			}
			if got, _ := run(3, 0, ""); !slices.Equal(got, want) {
				t.Error("three workers give other weights than one")
			}
			file := filepath.Join(t.TempDir(), "checkpoint")
			run(1, 2, file)
			if got, _ := run(1, 0, file); !slices.Equal(got, want) {
				t.Error("a training that was interrupted gives other weights")
			}
			if !slices.Equal(before, train.X.Data) {
				t.Error("the training samples have changed")
			}
		})
	}
}

func TestMixingRefuses(t *testing.T) {
	for _, c := range []struct {
		Mixing
		param string
	}{
		{Mixing{MixUp: -1}, "mixup"}, {Mixing{MixUp: math.NaN()}, "mixup"}, {Mixing{MixUp: math.Inf(1)}, "mixup"},
		{Mixing{CutMix: -1}, "cutmix"}, {Mixing{CutMix: 1, Width: 3}, "image_height"}, {Mixing{CutMix: 1, Height: 3}, "image_width"},
		{Mixing{CutMix: 1, Height: 5, Width: 2}, "cutmix"}, {Mixing{CutMix: 1, Height: math.MaxInt, Width: 2}, "cutmix"},
		{Mixing{CutMix: 1, Height: 2, Width: math.MaxInt}, "cutmix"},
	} {
		cfg := Config{Training: small()}
		cfg.Mixing = c.Mixing
		_, _, err := Train(context.Background(), blobs(1, 20, 12, 2), nil, 2, cfg)
		checked := cfg.Check(12, 2, false)
		for _, err := range []error{err, checked} {
			if p, ok := errors.AsType[*tensor.ParamError](err); !ok || p.Param != c.param {
				t.Errorf("%+v: %v, want an error about %s", c.Mixing, err, c.param)
			}
		}
	}
	cfg := Training{Epochs: 1, Batch: 64, Optimizer: Optimizer{Method: LBFGS}, Mixing: Mixing{MixUp: 1}}
	net := must(Config{Training: small()}.New(12, 2))(t)
	if _, err := Fit(context.Background(), net, blobs(1, 20, 12, 2), nil, cfg); err == nil {
		t.Error("lbfgs takes mixup, which it has no batches for")
	}
}
