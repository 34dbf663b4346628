package autodiff

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// Whatever operations follow each other on whatever shapes, nothing panics, and what goes wrong is a *ShapeError or a
// *tensor.ParamError. Three passes of the same calls give the same bytes with any number of workers.
func FuzzGraph(f *testing.F) {
	f.Add([]byte{3, 4, 5, 0, 1, 2, 9, 7, 20, 3, 14, 1, 1, 21})
	f.Add([]byte{1, 1, 1, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26})
	f.Add([]byte{7, 2, 2, 2, 0, 1, 3, 2, 0, 15, 0, 0, 22, 0, 0})
	f.Fuzz(func(t *testing.T, program []byte) {
		if len(program) < 4 || len(program) > 60 {
			return
		}
		want, wantErr := interpret(New(1), program)
		g := New(3)
		for range 2 {
			got, err := interpret(g, program)
			if (err == nil) != (wantErr == nil) {
				t.Fatalf("error %v, then %v", wantErr, err)
			}
			for i := range want {
				if math.Float32bits(got[i]) != math.Float32bits(want[i]) && (got[i] == got[i] || want[i] == want[i]) {
					t.Fatalf("value %d is %v, then %v", i, want[i], got[i])
				}
			}
		}
		if wantErr != nil && !errors.As(wantErr, new(*ShapeError)) && !errors.As(wantErr, new(*tensor.ParamError)) {
			t.Errorf("error %T %v", wantErr, wantErr)
		}
	})
}

// smooth are operations that may follow each other: without corners, and none that makes something huge of rounding.
var smooth = []string{
	"matmul", "matmul_nt", "matmul_tn", "linear", "add", "add bias", "sub", "mul", "mul by itself", "scale", "sigmoid", "tanh",
	"gelu", "gelu_tanh", "exp", "sum", "mean", "l2_penalty", "softmax", "log_softmax", "mse", "cross_entropy",
	"cross_entropy with smoothing and weights", "focal", "squared_error", "concat", "reshape",
}

// Chains of operations have the gradients that central differences of their formulas have.
func FuzzGradients(f *testing.F) {
	f.Add(uint64(1), []byte{3, 10, 9, 20})
	f.Add(uint64(2), []byte{0, 12, 25, 26, 18})
	f.Add(uint64(3), []byte{2, 14, 8, 23, 11, 6})
	f.Fuzz(func(t *testing.T, seed uint64, program []byte) {
		r := rand.New(rand.NewPCG(seed, 1))
		if tr, ok := chain(r, program[:min(len(program), 6)], seed); ok {
			checkTrial(t, tr, rand.New(rand.NewPCG(seed, 2)), 2)
		}
	})
}

// chain is the trial of operations each of which works on the result of the one before. It isn't ok if values, drawn with
// the seed, leave the range in which float32 tells something about gradients.
func chain(r *rand.Rand, program []byte, seed uint64) (c trial, ok bool) {
	var links []trial
	shape := [2]int{1 + r.IntN(4), 1 + r.IntN(4)}
	c = trial{shapes: [][2]int{shape}, draw: positive, tolerance: 1e-3}
	for _, b := range program {
		link := ops[smooth[int(b)%len(smooth)]](r, shape[0], shape[1])
		links, c.shapes = append(links, link), append(c.shapes, link.shapes[1:]...)
		x := []mat{}
		for _, s := range link.shapes {
			x = append(x, newMat(s[0], s[1]))
		}
		y := link.ref(x)
		shape = [2]int{y.rows, y.cols}
	}
	ok = true
	c.build = func(g *Graph, x []*Node) *Node {
		y, rest := x[0], x[1:]
		for _, link := range links {
			n := len(link.shapes) - 1
			y, rest = link.build(g, append([]*Node{y}, rest[:n]...)), rest[n:]
		}
		return y
	}
	c.ref = func(x []mat) mat {
		y, rest := x[0], x[1:]
		for _, link := range links {
			n := len(link.shapes) - 1
			y, rest = link.ref(append([]mat{y}, rest[:n]...)), rest[n:]
			for _, v := range y.data {
				ok = ok && math.Abs(v) < 100
			}
		}
		return y
	}
	values, x := rand.New(rand.NewPCG(seed, 2)), []mat{}
	for _, s := range c.shapes {
		x = append(x, newMat(s[0], s[1]).each(func(float64) float64 { return positive(values) }))
	}
	c.ref(x)
	return c, ok
}

// enough is how many values a matrix has at most that an interpreted program goes on with, since Concat makes it three times
// as large and a product squares it.
const enough = 1 << 10

// interpret runs a program on stacks of nodes: three bytes of shape and then an operation each, until one makes more than
// enough. It returns all gradients.
func interpret(g *Graph, program []byte) (grads []float32, err error) {
	g.Reset()
	g.Training = program[0]&8 != 0
	g.Seed(uint64(program[1]), 1)
	n, m := 1+int(program[0]%7), 1+int(program[1]%5)
	params := []*Node{Param(ramp(n, m)), Param(ramp(m, 1+int(program[2]%6))), Param(ramp(1, m)), Param(ramp(n, m))}
	norm := &BatchNorm{Param(ramp(1, m)), Param(ramp(1, m)), make([]float32, m), make([]float32, m), 0.1, 1e-5}
	nodes := append(params[:len(params):len(params)], norm.Weight, norm.Bias, g.Const(ramp(n, m)), nil)
	for _, b := range program[3:] {
		last, other := nodes[len(nodes)-1], nodes[int(b>>3)%len(nodes)]
		if last == nil {
			last = params[0]
		}
		y := operation(g, int(b%32), last, other, norm)
		nodes = append(nodes, y)
		if len(y.Value.Data) > enough {
			break
		}
	}
	err = g.Backward(g.Mean(nodes[len(nodes)-1]))
	for _, p := range params {
		grads = append(grads, p.Grad.Data...)
	}
	return grads, err
}

func ramp(rows, cols int) tensor.Matrix {
	m := tensor.NewMatrix(rows, cols)
	for i := range m.Data {
		m.Data[i] = float32(i%7)*0.3 - 0.8
	}
	return m
}

func operation(g *Graph, op int, x, y *Node, norm *BatchNorm) *Node {
	labels := make([]int, x.Value.Rows)
	for i := range labels {
		labels[i] = i % 3
	}
	switch op {
	case 0:
		return g.MatMul(x, y)
	case 1:
		return g.MatMulNT(x, y)
	case 2:
		return g.MatMulTN(x, y)
	case 3:
		return g.Linear(x, y, norm.Bias)
	case 4:
		return g.Add(x, y)
	case 5:
		return g.Sub(x, y)
	case 6:
		return g.Mul(x, y)
	case 7:
		return g.Scale(x, -0.7)
	case 8:
		return g.Sigmoid(x)
	case 9:
		return g.Tanh(x)
	case 10:
		return g.ReLU(x)
	case 11:
		return g.LeakyReLU(x, -0.1)
	case 12:
		return g.GELU(x)
	case 13:
		return g.GELUTanh(x)
	case 14:
		return g.Step(x, y == x)
	case 15:
		return g.Exp(x)
	case 16:
		return g.Log(x)
	case 17:
		return g.Sum(x)
	case 18:
		return g.Softmax(x)
	case 19:
		return g.LogSoftmax(x)
	case 20:
		return g.CrossEntropy(x, labels, 0.1, nil)
	case 21:
		return g.Focal(x, labels, 2, nil)
	case 22:
		return g.Hinge(x, labels, nil)
	case 23:
		return g.SquaredError(x, labels, nil)
	case 24:
		return g.MSE(x, y)
	case 25:
		return g.L1(x, y)
	case 26:
		return g.Add(g.L2Penalty(x, y), g.L1Penalty(y))
	case 27:
		return g.Dropout(x, 0.3)
	case 28:
		return g.BatchNorm(x, norm)
	case 29:
		return g.Concat(x, y, x)
	case 30:
		return g.Reshape(x, x.Value.Cols, x.Value.Rows)
	}
	return g.Apply(same{}, x.Value.Rows, x.Value.Cols, x, y)
}
