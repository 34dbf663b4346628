package autodiff

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// A number is a JSON number, or the string "nan", "inf" or "-inf".
type number float64

func (n *number) UnmarshalJSON(b []byte) error {
	v, err := strconv.ParseFloat(strings.Trim(string(b), `"`), 64)
	*n = number(v)
	return err
}

type goldenMatrix struct {
	Rows, Cols int
	Data       []number
}

func (m goldenMatrix) matrix() tensor.Matrix {
	f := tensor.NewMatrix(m.Rows, m.Cols)
	for i, v := range m.Data {
		f.Data[i] = float32(v)
	}
	return f
}

// A torchCase is an operation as PyTorch computes it.
type torchCase struct {
	Op          string
	X           []goldenMatrix
	Y, Upstream goldenMatrix
	Grads       []goldenMatrix

	P        float64
	Labels   []int
	Weights  []float64
	Training bool
	Mean     []float32
	Var      []float32

	MeanAfter []float64 `json:"mean_after"`
	VarAfter  []float64 `json:"var_after"`
}

// torchOps has the operations by the names that the cases have.
var torchOps = map[string]func(g *Graph, x []*Node, c *torchCase) *Node{
	"matmul":      func(g *Graph, x []*Node, c *torchCase) *Node { return g.MatMul(x[0], x[1]) },
	"matmul_nt":   func(g *Graph, x []*Node, c *torchCase) *Node { return g.MatMulNT(x[0], x[1]) },
	"matmul_tn":   func(g *Graph, x []*Node, c *torchCase) *Node { return g.MatMulTN(x[0], x[1]) },
	"linear":      func(g *Graph, x []*Node, c *torchCase) *Node { return g.Linear(x[0], x[1], x[2]) },
	"concat":      func(g *Graph, x []*Node, c *torchCase) *Node { return g.Concat(x...) },
	"reshape":     func(g *Graph, x []*Node, c *torchCase) *Node { return g.Reshape(x[0], c.Y.Rows, c.Y.Cols) },
	"l2_penalty":  func(g *Graph, x []*Node, c *torchCase) *Node { return g.L2Penalty(x...) },
	"l1_penalty":  func(g *Graph, x []*Node, c *torchCase) *Node { return g.L1Penalty(x...) },
	"l1":          func(g *Graph, x []*Node, c *torchCase) *Node { return g.L1(x[0], x[1]) },
	"mse":         func(g *Graph, x []*Node, c *torchCase) *Node { return g.MSE(x[0], x[1]) },
	"add":         func(g *Graph, x []*Node, c *torchCase) *Node { return g.Add(x[0], x[1]) },
	"sub":         func(g *Graph, x []*Node, c *torchCase) *Node { return g.Sub(x[0], x[1]) },
	"mul":         func(g *Graph, x []*Node, c *torchCase) *Node { return g.Mul(x[0], x[1]) },
	"relu":        func(g *Graph, x []*Node, c *torchCase) *Node { return g.ReLU(x[0]) },
	"leaky_relu":  func(g *Graph, x []*Node, c *torchCase) *Node { return g.LeakyReLU(x[0], c.P) },
	"sigmoid":     func(g *Graph, x []*Node, c *torchCase) *Node { return g.Sigmoid(x[0]) },
	"tanh":        func(g *Graph, x []*Node, c *torchCase) *Node { return g.Tanh(x[0]) },
	"gelu":        func(g *Graph, x []*Node, c *torchCase) *Node { return g.GELU(x[0]) },
	"gelu_tanh":   func(g *Graph, x []*Node, c *torchCase) *Node { return g.GELUTanh(x[0]) },
	"step":        func(g *Graph, x []*Node, c *torchCase) *Node { return g.Step(x[0], false) },
	"straight":    func(g *Graph, x []*Node, c *torchCase) *Node { return g.Step(x[0], true) },
	"scale":       func(g *Graph, x []*Node, c *torchCase) *Node { return g.Scale(x[0], c.P) },
	"exp":         func(g *Graph, x []*Node, c *torchCase) *Node { return g.Exp(x[0]) },
	"log":         func(g *Graph, x []*Node, c *torchCase) *Node { return g.Log(x[0]) },
	"softmax":     func(g *Graph, x []*Node, c *torchCase) *Node { return g.Softmax(x[0]) },
	"log_softmax": func(g *Graph, x []*Node, c *torchCase) *Node { return g.LogSoftmax(x[0]) },
	"sum":         func(g *Graph, x []*Node, c *torchCase) *Node { return g.Sum(x[0]) },
	"mean":        func(g *Graph, x []*Node, c *torchCase) *Node { return g.Mean(x[0]) },
	"cross_entropy": func(g *Graph, x []*Node, c *torchCase) *Node {
		return g.CrossEntropy(x[0], c.Labels, c.P, c.Weights)
	},
	"hinge":         func(g *Graph, x []*Node, c *torchCase) *Node { return g.Hinge(x[0], c.Labels, c.Weights) },
	"squared_error": func(g *Graph, x []*Node, c *torchCase) *Node { return g.SquaredError(x[0], c.Labels, c.Weights) },
	"focal":         func(g *Graph, x []*Node, c *torchCase) *Node { return g.Focal(x[0], c.Labels, c.P, c.Weights) },
	"batch_norm": func(g *Graph, x []*Node, c *torchCase) *Node {
		g.Training = c.Training
		return g.BatchNorm(x[0], &BatchNorm{x[1], x[2], c.Mean, c.Var, 0.1, 1e-5})
	},
}

// TestTorch holds all operations against PyTorch.
func TestTorch(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("testdata", "torch.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []*torchCase
	if err := json.Unmarshal(b, &cases); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i, c := range cases {
		seen[c.Op] = true
		t.Run(fmt.Sprintf("%d_%s", i, c.Op), func(t *testing.T) { checkTorch(t, c) })
	}
	for op := range torchOps {
		if !seen[op] {
			t.Errorf("no case for %s", op)
		}
	}
}

func checkTorch(t *testing.T, c *torchCase) {
	g, x := New(1), []*Node{}
	for _, m := range c.X {
		x = append(x, Param(m.matrix()))
	}
	y := torchOps[c.Op](g, x, c)
	if g.Err() != nil {
		t.Fatal(g.Err())
	}
	closeTo(t, "result", y.Value, c.Y)
	closeFloats(t, "running mean", c.Mean, c.MeanAfter)
	closeFloats(t, "running variance", c.Var, c.VarAfter)
	if err := g.Backward(g.Apply(project{widen(c.Upstream.matrix()).data}, 1, 1, y)); err != nil {
		t.Fatal(err)
	}
	for i, want := range c.Grads {
		closeTo(t, fmt.Sprintf("gradient of x[%d]", i), x[i].Grad, want)
	}
}

func closeTo(t *testing.T, what string, got tensor.Matrix, want goldenMatrix) {
	t.Helper()
	if got.Rows != want.Rows || got.Cols != want.Cols {
		t.Fatalf("%s is %d×%d, want %d×%d", what, got.Rows, got.Cols, want.Rows, want.Cols)
	}
	data := make([]float64, len(want.Data))
	for i, v := range want.Data {
		data[i] = float64(v)
	}
	closeFloats(t, what, got.Data, data)
}

// closeFloats fails the test if a value is off by more than 10⁻⁵, or 10⁻⁵ of its own if it is above 1.
func closeFloats(t *testing.T, what string, got []float32, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s has %d values, want %d", what, len(got), len(want))
	}
	for i, w := range want {
		v := float64(got[i])
		if v != w && !(math.IsNaN(v) && math.IsNaN(w)) && !(math.Abs(v-w) <= 1e-5*max(1, math.Abs(w))) {
			t.Errorf("%s [%d] is %v, want %v", what, i, v, w)
		}
	}
}

const conformance = "conformance/06_learning/"

// TestConformance holds whole networks against PyTorch.
func TestConformance(t *testing.T) {
	var index map[string]json.RawMessage
	b, err := os.ReadFile(testdata.Shared(t, conformance+"index.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &index); err != nil {
		t.Fatal(err)
	}
	for name, raw := range index {
		if !strings.HasPrefix(name, "grad_") {
			continue
		}
		var c conformanceCase
		if err := json.Unmarshal(raw, &c); err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			checkConformance(t, c, testdata.ReadNPZ(t, testdata.Shared(t, conformance+name)))
		})
	}
}

type conformanceCase struct {
	Dims       []int
	N          int
	Activation string
	Smoothing  float64 `json:"label_smoothing"`
	Weighted   bool    `json:"class_weights"`
	Reduction  string
}

func checkConformance(t *testing.T, c conformanceCase, a map[string]testdata.Array) {
	if c.Weighted || c.Reduction != "mean" {
		t.Fatalf("the test doesn't know class weights or reduction %q", c.Reduction)
	}
	g, params, labels := New(1), map[string]*Node{"x": leaf(a["x"])}, []int{}
	for _, y := range a["y"].Data {
		labels = append(labels, int(y))
	}
	h := params["x"]
	for l := range len(c.Dims) - 1 {
		w, b := fmt.Sprintf("W%d", l), fmt.Sprintf("b%d", l)
		params[w], params[b] = leaf(a[w]), leaf(a[b])
		h = g.Linear(h, params[w], params[b])
		if l == len(c.Dims)-2 {
			break
		}
		switch c.Activation {
		case "relu":
			h = g.ReLU(h)
		default:
			t.Fatalf("the test doesn't know activation %q", c.Activation)
		}
		testdata.Near(t, "hidden", h.Value.Data, a[fmt.Sprintf("hidden%d", l)].Data, 1e-5)
	}
	loss := g.CrossEntropy(h, labels, c.Smoothing, nil)
	testdata.Near(t, "logits", h.Value.Data, a["logits"].Data, 1e-5)
	testdata.Near(t, "softmax", g.Softmax(h).Value.Data, a["softmax"].Data, 1e-5)
	testdata.Near(t, "log softmax", g.LogSoftmax(h).Value.Data, a["log_softmax"].Data, 1e-5)
	if err := g.Backward(loss); err != nil {
		t.Fatal(err)
	}
	testdata.Near(t, "loss", loss.Value.Data, a["loss"].Data, 1e-5)
	for name, p := range params {
		testdata.Near(t, "gradient of "+name, p.Grad.Data, a["grad_"+name].Data, 1e-5)
	}
}

// leaf returns a Param with the array's values; a vector is a row.
func leaf(a testdata.Array) *Node {
	cols := a.Shape[len(a.Shape)-1]
	m := tensor.NewMatrix(len(a.Data)/cols, cols)
	for i, v := range a.Data {
		m.Data[i] = float32(v)
	}
	return Param(m)
}

// TestExtremeLogits has logits up to ±10⁴, one row at a time.
func TestExtremeLogits(t *testing.T) {
	a := testdata.ReadNPZ(t, testdata.Shared(t, conformance+"extreme_logits.npz"))
	logits := leaf(a["logits"])
	for i := range logits.Value.Rows {
		g, z := New(1), Param(matrix(1, logits.Value.Cols, logits.Value.Row(i)...))
		loss := g.CrossEntropy(z, []int{int(a["y"].Data[i])}, 0, nil)
		testdata.Near(t, "softmax", g.Softmax(z).Value.Data, rowOf(a["softmax"], i), 1e-5)
		closeFloats(t, "log softmax", g.LogSoftmax(z).Value.Data, rowOf(a["log_softmax"], i))
		closeFloats(t, "loss", loss.Value.Data, a["loss"].Data[i:i+1])
		if err := g.Backward(loss); err != nil {
			t.Fatal(err)
		}
		testdata.Near(t, "gradient", z.Grad.Data, rowOf(a["grad_of_sum"], i), 1e-5)
	}
}

func rowOf(a testdata.Array, i int) []float64 { return a.Data[i*a.Shape[1] : (i+1)*a.Shape[1]] }

// TestConformanceSGD takes the steps of PyTorch's SGD, with and without momentum, by the graph's gradients.
func TestConformanceSGD(t *testing.T) {
	for file, momentum := range map[string]float32{"sgd_plain.npz": 0, "sgd_mom.npz": 0.9} {
		a := testdata.ReadNPZ(t, testdata.Shared(t, conformance+file))
		names := []string{"W0", "b0", "W1", "b1"}
		params, velocity := []*Node{}, [][]float32{}
		for _, name := range names {
			p := leaf(a["init_"+name])
			params, velocity = append(params, p), append(velocity, make([]float32, len(p.Value.Data)))
		}
		g, shape := New(1), a["X"].Shape // steps × N × features
		for step := range shape[0] {
			size := shape[1] * shape[2]
			x := leaf(testdata.Array{Shape: shape[1:], Data: a["X"].Data[step*size : (step+1)*size]}).Value
			labels := []int{}
			for _, y := range a["Y"].Data[step*shape[1] : (step+1)*shape[1]] {
				labels = append(labels, int(y))
			}
			g.Reset()
			h := g.ReLU(g.Linear(g.Const(x), params[0], params[1]))
			loss := g.CrossEntropy(g.Linear(h, params[2], params[3]), labels, 0, nil)
			if err := g.Backward(loss); err != nil {
				t.Fatal(err)
			}
			testdata.Near(t, file+" loss", loss.Value.Data, a["loss"].Data[step:step+1], 1e-5)
			for k, p := range params {
				for i, d := range p.Grad.Data {
					velocity[k][i] = momentum*velocity[k][i] + d
					p.Value.Data[i] -= 0.1 * velocity[k][i]
				}
				n := len(p.Value.Data)
				testdata.Near(t, file+" "+names[k], p.Value.Data, a["traj_"+names[k]].Data[step*n:(step+1)*n], 1e-5)
			}
		}
	}
}
