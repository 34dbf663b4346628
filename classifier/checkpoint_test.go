package classifier

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/saccade-go/saccade/internal/safetensors"
)

// everything is a training in which all that has a state takes part.
func everything() Config {
	cfg := Config{Hidden: []int{20, 10}, Activation: GELU, BatchNorm: true, Init: He, Training: small()}
	cfg.Epochs, cfg.Dropout, cfg.EMA, cfg.Sampler = 9, 0.2, 0.9, Balanced
	cfg.Optimizer = Optimizer{Method: AdamW, LR: 0.01, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8, WeightDecay: 0.01, ClipNorm: 1}
	cfg.Schedule = Schedule{Curve: Plateau, Warmup: 5, PlateauPatience: 1, PlateauFactor: 0.5}
	cfg.Loss = Loss{LabelSmoothing: 0.1, ClassWeights: ClassWeights{Balanced: true}}
	return cfg
}

func simple() Config {
	cfg := Config{Hidden: []int{20}, Training: small()}
	cfg.Epochs = 9
	return cfg
}

func withoutPause(t *testing.T) {
	checkpointPause = 0
	t.Cleanup(func() { checkpointPause = time.Second })
}

// result is what a training gives, to be compared.
func result(t *testing.T, ctx context.Context, train, val *Samples, cfg Config) (params []float32, history string, err error) {
	t.Helper()
	net, h, err := Train(ctx, train, val, 5, cfg)
	return net.params, string(must(json.Marshal(h))(t)), err
}

func TestInterruptedTrainingEndsWithTheSameBytes(t *testing.T) {
	withoutPause(t)
	train, val := blobs(1, 201, 30, 5), blobs(2, 60, 30, 5)
	for name, cfg := range map[string]Config{"everything": everything(), "simple": simple()} {
		t.Run(name, func(t *testing.T) {
			want, history, err := result(t, t.Context(), train, val, cfg)
			if err != nil {
				t.Fatal(err)
			}
			cfg.Checkpoint = filepath.Join(t.TempDir(), "state")
			for _, at := range []int{1, 4, 5} { // interrupted in the second batch of these epochs
				ctx, cancel := context.WithCancel(t.Context())
				cfg.OnBatch = func(s BatchStats) {
					if s.Epoch >= at && s.Batch == 2 {
						cancel()
					}
				}
				if _, _, err := result(t, ctx, train, val, cfg); !errors.Is(err, context.Canceled) {
					t.Fatalf("interrupted in epoch %d: error %v", at, err)
				}
			}
			begun := 0
			cfg.OnBatch = func(s BatchStats) {
				if begun == 0 {
					begun = s.Epoch
				}
			}
			cfg.Workers = 3
			got, h, err := result(t, t.Context(), train, val, cfg)
			if err != nil || begun != 5 || h != history || !sameBits(got, want) {
				t.Errorf("begun at epoch %d, error %v, other weights or history\n%s\n%s", begun, err, h, history)
			}
			begun = 0
			got, h, err = result(t, t.Context(), train, val, cfg)
			if err != nil || begun != 0 || h != history || !sameBits(got, want) {
				t.Errorf("after the end: begun at epoch %d, error %v, or other weights or history", begun, err)
			}
		})
	}
}

// A checkpoint of another training, or one that isn't as it was written, is refused, and stays as it is.
func TestCheckpointRefuses(t *testing.T) {
	withoutPause(t)
	train, val := blobs(1, 100, 30, 5), blobs(2, 60, 30, 5)
	path := filepath.Join(t.TempDir(), "state")
	cfg := everything()
	cfg.Checkpoint = path
	if _, _, err := result(t, t.Context(), train, val, cfg); err != nil {
		t.Fatal(err)
	}
	whole := must(os.ReadFile(path))(t)
	refused := func(what string, train, val *Samples, cfg Config) {
		t.Helper()
		before := must(os.ReadFile(path))(t)
		net := must(cfg.New(30, 5))(t)
		start := net.Clone()
		_, err := Fit(t.Context(), net, train, val, cfg.Training)
		var e *CheckpointError
		if !errors.As(err, &e) || e.Path != path {
			t.Errorf("%s: error %v, want a *CheckpointError", what, err)
		}
		if !sameBits(net.params, start.params) || !bytes.Equal(must(os.ReadFile(path))(t), before) {
			t.Errorf("%s: the network or the file changed", what)
		}
	}
	for what, change := range map[string]func(c *Config){
		"seed": func(c *Config) { c.Seed++ }, "epochs": func(c *Config) { c.Epochs++ }, "lr": func(c *Config) { c.LR = 0.02 },
		"activation": func(c *Config) { c.Activation = Tanh }, "sizes": func(c *Config) { c.Hidden = []int{10, 20} },
	} {
		other := cfg
		change(&other)
		refused(what, train, val, other)
	}
	refused("features", blobs(3, 100, 30, 5), val, cfg)
	refused("validation", train, blobs(3, 60, 30, 5), cfg)
	relabelled := &Samples{train.X, append([]int{4}, train.Labels[1:]...)}
	refused("labels", relabelled, val, cfg)
	for _, cut := range []int{0, 7, 100, len(whole) / 2, len(whole) - 1} {
		if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		refused("cut", train, val, cfg)
	}
	for at := 0; at < len(whole); at += 1 + len(whole)/200 {
		damaged := bytes.Clone(whole)
		damaged[at] ^= 0x10
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		refused("damaged", train, val, cfg)
	}
}

func TestCheckpointThatCannotBeWritten(t *testing.T) {
	cfg := simple()
	cfg.Checkpoint = filepath.Join(t.TempDir(), "no", "such", "folder")
	steps := 0
	cfg.OnBatch = func(BatchStats) { steps++ }
	if _, _, err := Train(t.Context(), blobs(1, 60, 30, 5), nil, 5, cfg); err == nil || steps > 0 {
		t.Errorf("error %v after %d steps, want one before the first", err, steps)
	}
}

// Whatever a file has, Fit goes on from it, begins anew or returns an error, and leaves finite weights.
func FuzzCheckpoint(f *testing.F) {
	train, cfg := blobs(1, 20, 4, 3), Config{Training: small()}
	cfg.Epochs, cfg.Checkpoint = 2, filepath.Join(f.TempDir(), "state")
	cfg.Optimizer = Optimizer{Method: AdamW, LR: 0.01, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8}
	if _, _, err := Train(f.Context(), train, nil, 3, cfg); err != nil {
		f.Fatal(err)
	}
	whole, err := safetensors.ReadFile(cfg.Checkpoint)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole.Metadata[keyState], "params", uint8(15), []byte{0, 0, 0x80, 0x7f})
	f.Add(`{"steps": -1, "history": {"epochs": [{}], "best": 1}}`, "optimizer.first", uint8(14), []byte{})
	f.Add(`{"steps": 9e18, "plateau": {"best": 0, "bad": 7, "lr": 1e300}}`, "optimizer.third", uint8(0), []byte{1})
	f.Fuzz(func(t *testing.T, state, name string, length uint8, values []byte) {
		metadata := maps.Clone(whole.Metadata)
		metadata[keyState] = state
		tensors := slices.Clone(whole.Tensors)
		i := int(length) % len(tensors)
		tensors[i] = safetensors.Tensor{Name: name, DType: safetensors.F32, Shape: []int{len(values) / 4}, Data: values[:len(values)/4*4]}
		metadata[keyChecksum] = safetensors.Checksum(tensors, metadata, keyChecksum)
		var file bytes.Buffer
		if safetensors.Write(&file, tensors, metadata) != nil {
			return
		}
		cfg := cfg
		cfg.Checkpoint = filepath.Join(t.TempDir(), "state")
		if err := os.WriteFile(cfg.Checkpoint, file.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		net, _, err := Train(t.Context(), train, nil, 3, cfg)
		if !allFinite(net) {
			t.Errorf("weights that are not finite, error %v", err)
		}
	})
}
