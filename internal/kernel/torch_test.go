package kernel

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
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

func TestGELUMatchesTorch(t *testing.T) {
	golden := readTorch(t)
	for name, c := range map[string]struct {
		f         func(dst, src []float32)
		grad, add func(dx, dy, x []float32)
		want      functionGolden
	}{
		"erf":  {GELU, GELUGrad, GELUGradAdd, golden.GELU},
		"tanh": {GELUTanh, GELUTanhGrad, GELUTanhGradAdd, golden.GELUTanh},
	} {
		x := floats(c.want.X)
		if len(x) != 97 {
			t.Fatalf("%s: %d values, want 97", name, len(x))
		}
		y, dy, dx, sum := make([]float32, 97), make([]float32, 97), make([]float32, 97), make([]float32, 97)
		for i := range dy {
			dy[i], sum[i] = 0.5, 4
		}
		c.f(y, x)
		c.grad(dx, dy, x)
		c.add(sum, dy, x)
		for i := range x {
			close32(t, name, y[i], c.want.Y[i], 1e-7*math.Abs(c.want.Y[i])+1e-15)
			close32(t, name+" derivative", dx[i], c.want.Derivative[i]/2, 1e-7*math.Abs(c.want.Derivative[i])+1e-9)
			if sum[i] != 4+dx[i] {
				t.Errorf("%s derivative of %v, added to 4: %v, want %v", name, x[i], sum[i], 4+dx[i])
			}
		}
	}
}

// TestGELUEnds: far out GELU is 0 or x, and its derivative 0 or 1.
func TestGELUEnds(t *testing.T) {
	inf := float32(math.Inf(1))
	x := []float32{-inf, -math.MaxFloat32, -21, 21, math.MaxFloat32, inf}
	y, dx, one := make([]float32, 6), make([]float32, 6), slices.Repeat([]float32{1}, 6)
	for _, c := range []struct {
		f    func(dst, src []float32)
		grad func(dx, dy, x []float32)
	}{{GELU, GELUGrad}, {GELUTanh, GELUTanhGrad}} {
		c.f(y, x)
		if want := []float32{0, 0, 0, 21, math.MaxFloat32, inf}; !slices.Equal(y, want) {
			t.Errorf("%v, want %v", y, want)
		}
		c.grad(dx, one, x)
		if want := []float32{0, 0, 0, 1, 1, 1}; !slices.Equal(dx, want) {
			t.Errorf("derivatives %v, want %v", dx, want)
		}
	}
}
