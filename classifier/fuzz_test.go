package classifier

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"testing"
)

// Whatever JSON says, Fit trains or returns an error.
func FuzzConfig(f *testing.F) {
	f.Add(`{"epochs": 2, "batch": 7, "hidden": [3], "activation": "tanh", "nesterov": true}`)
	f.Add(`{"lr": 1e30, "momentum": 0.999, "weight_decay": 1e38, "class_weights": [1, 1e38, 1e-40]}`)
	f.Add(`{"batch": 9223372036854775807, "label_smoothing": 1, "dampening": 1}`)
	f.Add(`{"optimizer": "adamw", "beta1": 0, "beta2": 0.5, "eps": 1e-30, "clip_norm": 1e-30, "lr": 1e30}`)
	f.Add(`{"optimizer": "lbfgs", "epochs": 3, "weight_decay": 1e30, "class_weights": [1, 1e38, 1e-40], "hidden": []}`)
	f.Add(`{"hidden": [3, 2], "batch_norm": true, "dropout": 0.9, "ema": 0.99, "sampler": "balanced", "init": "xavier", "activation": "gelu"}`)
	f.Add(`{"schedule": "plateau", "plateau_patience": 1, "plateau_factor": 0.1, "warmup": 3, "class_weights": "balanced", "batch": 19}`)
	f.Add(`{"schedule": "one_cycle", "loss": "focal", "gamma": 1e38, "hidden": [1], "activation": "leaky_relu"}`)
	f.Add(`{"schedule": "step", "step_every": 1, "step_factor": 1e-30, "loss": "hinge", "batch_norm": true, "hidden": [2], "batch": 2}`)
	f.Add(`{"schedule": "cosine", "loss": "squared_error", "lr": 1e10}`)
	samples := blobs(1, 20, 4, 3)
	f.Fuzz(func(t *testing.T, text string) {
		cfg := DefaultConfig()
		if json.Unmarshal([]byte(text), &cfg) != nil {
			return
		}
		cfg.Epochs = min(cfg.Epochs, 3)
		for _, h := range cfg.Hidden {
			if h > 100 || len(cfg.Hidden) > 5 {
				return // valid, but slow
			}
		}
		net, history, err := Train(t.Context(), samples, samples, 3, cfg)
		if net != nil && !allFinite(net) {
			t.Errorf("weights that are not finite, error %v", err)
		}
		if err == nil && len(history.Epochs) == 0 {
			t.Error("neither epochs nor an error")
		}
	})
}

func allFinite(n *Network) bool {
	for _, v := range n.params {
		if v-v != 0 {
			return false
		}
	}
	return true
}

// Whatever arrays a file has, FromParams returns a network that can predict, or an error.
func FuzzFromParams(f *testing.F) {
	f.Add(3, 2, 4, 2, []byte("some bytes that are weights, more or less, of a network"))
	f.Add(math.MaxInt, 4, math.MaxInt, -1, []byte{})
	f.Fuzz(func(t *testing.T, in, out, in2, out2 int, data []byte) {
		var values []float32
		for ; len(data) >= 4; data = data[4:] {
			values = append(values, math.Float32frombits(binary.LittleEndian.Uint32(data)))
		}
		half := len(values) / 2
		params := []Param{
			{"layers.0.weight", []int{out, in}, values[:half]}, {"layers.0.bias", []int{out}, values[:min(half, max(0, out))]},
			{"layers.1.weight", []int{out2, in2}, values[half:]}, {"layers.1.bias", []int{out2}, values[:min(half, max(0, out2))]},
		}
		for _, arrays := range [][]Param{params, params[:2]} {
			net, err := FromParams(arrays, Tanh)
			if err != nil {
				continue
			}
			x := NewMatrix(1, net.Inputs())
			if got, err := net.Predict(x); err != nil || got[0] >= net.Classes() {
				t.Errorf("prediction %v, %v", got, err)
			}
		}
	})
}
