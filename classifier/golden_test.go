package classifier

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/autodiff"
	"github.com/saccade-go/saccade/internal/testdata"
)

type arrays map[string]testdata.Array

type torchCase struct {
	Kind       string
	Activation Activation
	Layers     int
	Value      float64      `json:"loss"`
	Smoothing  float64      `json:"label_smoothing"`
	Weights    ClassWeights `json:"class_weights"`
	Losses     []float64
	SGD        Optimizer
}

func (c torchCase) loss() Loss { return Loss{LabelSmoothing: c.Smoothing, ClassWeights: c.Weights} }

// torchGoldens returns the cases of torch.json of a kind, with their arrays.
func torchGoldens(t *testing.T, kind string) (map[string]torchCase, map[string]arrays) {
	t.Helper()
	var golden struct{ Cases map[string]torchCase }
	readJSON(t, filepath.Join("testdata", "torch.json"), &golden)
	all := map[string]arrays{}
	for key, a := range testdata.ReadNPZ(t, filepath.Join("testdata", "torch.npz")) {
		name, array, _ := strings.Cut(key, ":")
		if all[name] == nil {
			all[name] = arrays{}
		}
		all[name][array] = a
	}
	for name, c := range golden.Cases {
		if c.Kind != kind {
			delete(golden.Cases, name)
		}
	}
	return golden.Cases, all
}

func readJSON(t *testing.T, path string, v any) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

func floats(s []float64) []float32 {
	out := make([]float32, len(s))
	for i, v := range s {
		out[i] = float32(v)
	}
	return out
}

func ints(s []float64) []int {
	out := make([]int, len(s))
	for i, v := range s {
		out[i] = int(v)
	}
	return out
}

func (a arrays) matrix(name string) Matrix {
	x := a[name]
	return Matrix{Rows: x.Shape[0], Cols: x.Shape[1], Data: floats(x.Data)}
}

// network makes a network of the arrays, whose names are given by weight and bias.
func (a arrays) network(t *testing.T, layers int, act Activation, weight, bias func(layer int) string) *Network {
	t.Helper()
	var params []Param
	for l := range layers {
		w, b := a[weight(l)], a[bias(l)]
		params = append(params, Param{weightName(l), w.Shape, floats(w.Data)}, Param{biasName(l), b.Shape, floats(b.Data)})
	}
	net, err := FromParams(params, act)
	if err != nil {
		t.Fatal(err)
	}
	return net
}

// relative fails the test if got is further from want than tolerance times want's largest magnitude.
func relative(t *testing.T, what string, got []float32, want []float64, tolerance float64) {
	t.Helper()
	scale := 0.0
	for _, v := range want {
		scale = math.Max(scale, math.Abs(v))
	}
	testdata.Near(t, what, got, want, tolerance*math.Max(scale, 1e-3))
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %v, want %v, difference %.3g", what, got, want, got-want)
	}
}

func TestGradientsMatchTorch(t *testing.T) {
	cases, all := torchGoldens(t, "gradient")
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			a := all[name]
			net := a.network(t, c.Layers, c.Activation, weightName, biasName)
			checkGradients(t, net, c.loss(), a, c.Value, func(p string) string { return "grad." + p })
		})
	}
	if len(cases) != 14 {
		t.Errorf("%d cases, want 14", len(cases))
	}
}

// checkGradients compares logits, loss and gradients on a's x and y; name maps a weight's to its gradient's.
func checkGradients(t *testing.T, net *Network, loss Loss, a arrays, wantLoss float64, name func(string) string) {
	t.Helper()
	const tolerance = 2e-6
	x := autodiff.Param(a.matrix("x"))
	trainer := trainerOf(net, loss, small())
	g := trainer.pass.graph
	g.Training = true
	logits := trainer.pass.logits(x)
	value := trainer.loss.node(g, logits, ints(a["y"].Data))
	if err := g.Backward(value); err != nil {
		t.Fatal(err)
	}
	near(t, "loss", value.Scalar(), wantLoss, tolerance*wantLoss)
	relative(t, "logits", logits.Value.Data, a["logits"].Data, tolerance)
	grads := net.Clone()
	copy(grads.params, trainer.pass.grads)
	for _, p := range grads.Params() {
		relative(t, "gradient of "+p.Name, p.Data, a[name(p.Name)].Data, tolerance)
	}
	if dx, ok := a[name("x")]; ok {
		relative(t, "gradient of x", x.Grad.Data, dx.Data, tolerance)
	}
}

func TestSGDMatchesTorch(t *testing.T) {
	cases, all := torchGoldens(t, "sgd")
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			a := all[name]
			net := a.network(t, c.Layers, c.Activation, weightName, biasName)
			checkTrajectory(t, net, c.SGD, a["X"], a["Y"], c.Losses, a["path"])
		})
	}
	if len(cases) != 4 {
		t.Errorf("%d cases, want 4", len(cases))
	}
}

// checkTrajectory trains on batch after batch of x (steps×N×D) and y (steps×N) and compares losses (steps)
// and all weights after each step (steps×weights).
func checkTrajectory(t *testing.T, net *Network, opt Optimizer, x, y testdata.Array, losses []float64, path testdata.Array) {
	t.Helper()
	const tolerance = 5e-6
	cfg := small()
	cfg.Optimizer = opt
	trainer := trainerOf(net, Loss{}, cfg)
	n, d := x.Shape[1], x.Shape[2]
	for step, want := range losses {
		batch := Matrix{Rows: n, Cols: d, Data: floats(x.Data[step*n*d : (step+1)*n*d])}
		tally := must(trainer.step(batch, ints(y.Data[step*n:(step+1)*n])))(t)
		near(t, "loss", tally.score().Loss, want, tolerance*want)
		relative(t, "weights", net.params, path.Data[step*len(net.params):(step+1)*len(net.params)], tolerance)
	}
}

func TestInitialWeightsMatchTorch(t *testing.T) {
	var golden struct {
		Init []struct {
			Inputs, Outputs int
			MaxAbsWeight    float64 `json:"max_abs_weight"`
			StdWeight       float64 `json:"std_weight"`
			MaxAbsBias      float64 `json:"max_abs_bias"`
		}
	}
	readJSON(t, filepath.Join("testdata", "torch.json"), &golden)
	for _, c := range golden.Init {
		net, err := NewSoftmax(c.Inputs, c.Outputs, 5)
		if err != nil {
			t.Fatal(err)
		}
		w, b := spread(net.layers[0].W), spread(net.layers[0].B)
		bound := 1 / math.Sqrt(float64(c.Inputs))
		if w.maxAbs > bound || b.maxAbs > bound {
			t.Errorf("%d inputs: weights to %v, biases to %v, want at most %v", c.Inputs, w.maxAbs, b.maxAbs, bound)
		}
		near(t, "largest weight", w.maxAbs, c.MaxAbsWeight, 0.002*bound)
		near(t, "largest bias", b.maxAbs, c.MaxAbsBias, 0.02*bound)
		near(t, "standard deviation", w.std, c.StdWeight, 0.02*c.StdWeight)
		near(t, "mean", w.mean, 0, 0.03*bound)
	}
}

type spreadOf struct{ maxAbs, mean, std float64 }

func spread(s []float32) (out spreadOf) {
	sum2 := 0.0
	for _, v := range s {
		out.maxAbs = math.Max(out.maxAbs, math.Abs(float64(v)))
		out.mean += float64(v) / float64(len(s))
		sum2 += float64(v) * float64(v) / float64(len(s))
	}
	out.std = math.Sqrt(sum2 - out.mean*out.mean)
	return out
}
