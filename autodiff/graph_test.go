package autodiff

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

func matrix(rows, cols int, values ...float32) tensor.Matrix {
	return tensor.Matrix{Rows: rows, Cols: cols, Data: values}
}

// TestReverse has a node that is used by three others, one of which doesn't lead to the loss.
func TestReverse(t *testing.T) {
	g, w := New(1), Param(matrix(1, 2, 3, -4))
	for range 3 { // gradients are set, not summed up over passes
		g.Reset()
		twice := g.Add(w, w)
		g.ReLU(twice)
		y := g.MatMulNT(twice, w) // 2·Σ w²
		if err := g.Backward(y); err != nil || y.Scalar() != 50 || !slices.Equal(w.Grad.Data, []float32{12, -16}) {
			t.Fatalf("%v, gradient %v, %v", y.Scalar(), w.Grad.Data, err)
		}
		if err := g.Backward(y); err != nil || !slices.Equal(w.Grad.Data, []float32{12, -16}) {
			t.Fatalf("once more: gradient %v, %v", w.Grad.Data, err)
		}
	}
}

func TestParamAside(t *testing.T) {
	g, w, aside := New(1), Param(matrix(1, 1, 2)), Param(matrix(2, 1, 5, 6))
	aside.Grad = matrix(2, 1, 7, 8)
	mine := aside.Grad.Data
	g.ReLU(aside)
	if err := g.Backward(g.MatMul(w, w)); err != nil {
		t.Fatal(err)
	}
	if w.Grad.Data[0] != 4 || aside.Grad.Data[0] != 0 || aside.Grad.Data[1] != 0 {
		t.Errorf("gradients %v and %v", w.Grad.Data, aside.Grad.Data)
	}
	if mine[1] != 0 {
		t.Error("the Param's own memory for the gradient was not used")
	}
}

// TestConstsGetNoGradient counts on a first layer that computes nothing for its samples, and on consts that aren't written.
func TestConstsGetNoGradient(t *testing.T) {
	g, w := New(1), Param(matrix(1, 2, 3, 4))
	samples := matrix(1, 2, 1, 2)
	for range 2 {
		g.Reset()
		x := g.Const(samples)
		if err := g.Backward(g.Linear(g.ReLU(x), w, nil)); err != nil {
			t.Fatal(err)
		}
		for _, n := range g.nodes[:2] {
			if n.NeedsGrad() || n.Grad.Data != nil || n.GradSum() != nil {
				t.Errorf("a node without Params has a gradient")
			}
		}
	}
	g.Reset()
	g.Add(w, w) // takes the place of the const
	if !slices.Equal(samples.Data, []float32{1, 2}) {
		t.Errorf("samples are %v now", samples.Data)
	}
}

func TestErrors(t *testing.T) {
	huge := tensor.Matrix{Rows: math.MaxInt, Cols: 3}
	old := New(1).Const(matrix(1, 1, 1))
	a, b, long := matrix(2, 3, 1, 2, 3, 4, 5, 6), matrix(2, 2, 1, 2, 3, 4), tensor.NewMatrix(1<<16, 1)
	for name, c := range map[string]struct {
		op   func(g *Graph)
		want string
	}{
		"matmul":        {func(g *Graph) { g.MatMul(g.Const(a), g.Const(a)) }, "2×3 and 2×3"},
		"linear":        {func(g *Graph) { g.Linear(g.Const(a), g.Const(b), nil) }, "2×3 and 2×2"},
		"linear bias":   {func(g *Graph) { g.Linear(g.Const(a), g.Const(a), g.Const(a)) }, "a bias of 1×2, as w has rows, found 2×3"},
		"linear x":      {func(g *Graph) { g.Linear(g.Const(b), g.Const(a), g.Const(a)) }, "3 columns"},
		"add":           {func(g *Graph) { g.Add(g.Const(a), g.Const(b)) }, "b of 2×3 or 1×3, found 2×2"},
		"huge":          {func(g *Graph) { g.ReLU(Param(huge)) }, "relu: wanted at least 1 row and column, and at most 2³⁰ values"},
		"huge result":   {func(g *Graph) { g.MatMulNT(Param(long), Param(long)) }, "found 65536×65536"},
		"empty":         {func(g *Graph) { g.Const(tensor.Matrix{}) }, "const: wanted at least 1 row and column"},
		"short":         {func(g *Graph) { g.Const(matrix(2, 2, 1)) }, "wanted 2×2 values, found 1"},
		"negative":      {func(g *Graph) { g.Const(matrix(-1, -1, 1)) }, "-1×-1"},
		"nil":           {func(g *Graph) { g.Add(Param(a), nil) }, "x[1]: wanted a node, found nil"},
		"another graph": {func(g *Graph) { g.ReLU(old) }, "a node of this pass"},
		"labels":        {func(g *Graph) { g.CrossEntropy(Param(b), []int{1}, 0, nil) }, "2 labels, one for each row, found 1"},
		"label":         {func(g *Graph) { g.CrossEntropy(Param(b), []int{1, 2}, 0, nil) }, "labels[1]: wanted a class in 0..1, found 2"},
		"weights":       {func(g *Graph) { g.CrossEntropy(Param(b), []int{1, 1}, 0, []float64{1}) }, "2 weights"},
		"weight":        {func(g *Graph) { g.CrossEntropy(Param(b), []int{1, 1}, 0, []float64{1, math.NaN()}) }, "weights[1]"},
		"smoothing":     {func(g *Graph) { g.CrossEntropy(Param(b), []int{1, 1}, 2, nil) }, "smoothing: wanted a number in 0..1, found 2"},
	} {
		g := New(1)
		c.op(g)
		if err := g.Err(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", name, err, c.want)
			continue
		}
		if first := g.Err(); g.Backward(g.ReLU(g.MatMul(Param(a), g.Const(a)))) != first {
			t.Errorf("%s: Backward returns %v", name, g.Err())
		}
		g.Reset()
		if y := g.ReLU(Param(b)); g.Err() != nil || y.Value.Rows != 2 {
			t.Errorf("%s: after Reset: %v", name, g.Err())
		}
	}
	var shape *ShapeError
	g := New(1)
	if err := g.Backward(g.ReLU(Param(a))); !errors.As(err, &shape) || shape.Op != "backward" || shape.Got != "2×3" {
		t.Errorf("a loss of 2×3: %v", err)
	}
}

func TestLossWithoutParam(t *testing.T) {
	g := New(1)
	var param *tensor.ParamError
	if err := g.Backward(g.ReLU(g.Const(matrix(1, 1, 1)))); !errors.As(err, &param) || param.Param != "loss" {
		t.Errorf("a loss of constants: %v", err)
	}
}

// TestStale uses a node of the pass before, whose place isn't taken.
func TestStale(t *testing.T) {
	g, w := New(1), Param(matrix(1, 1, 1))
	old := g.ReLU(w)
	g.Reset()
	if y := g.ReLU(old); g.Err() == nil || !math.IsNaN(y.Scalar()) {
		t.Error("a node of the last pass was taken")
	}
}
