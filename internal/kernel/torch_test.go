package kernel

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// torchGoldens is testdata/torch.json, made by PyTorch in float64.
type torchGoldens struct {
	AdamW []struct {
		LR          float64
		Betas       [2]float64
		Eps         float64
		WeightDecay float64 `json:"weight_decay"`
		Start       []float64
		Grads       [][]float64
		Params      [][]float64
	}
	GELU     functionGolden
	GELUTanh functionGolden `json:"gelu_tanh"`
}

type functionGolden struct{ X, Y, Derivative []float64 }

func readTorch(t *testing.T) (g torchGoldens) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "torch.json"))
	if err == nil {
		err = json.Unmarshal(text, &g)
	}
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func floats(s []float64) []float32 {
	out := make([]float32, len(s))
	for i, v := range s {
		out[i] = float32(v)
	}
	return out
}

func TestAdamWMatchesTorch(t *testing.T) {
	cases := readTorch(t).AdamW
	if len(cases) != 3 {
		t.Fatalf("%d cases, want 3", len(cases))
	}
	for _, c := range cases {
		param := floats(c.Start)
		first, second := make([]float32, len(param)), make([]float32, len(param))
		a := AdamW{LR: c.LR, Beta1: c.Betas[0], Beta2: c.Betas[1], Eps: c.Eps, WeightDecay: c.WeightDecay}
		for step, grad := range c.Grads {
			a.Correction1 = 1 - math.Pow(a.Beta1, float64(step+1))
			a.Correction2 = 1 - math.Pow(a.Beta2, float64(step+1))
			a.Step(param, floats(grad), first, second)
			for i, want := range c.Params[step] {
				close32(t, "parameter", param[i], want, 1e-6)
			}
		}
	}
}
