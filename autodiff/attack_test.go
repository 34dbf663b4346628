package autodiff

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// TestWrongNodes gives each operation, for one of its operands, nil, the result of a failure, a node of another graph.
func TestWrongNodes(t *testing.T) {
	for what, wrong := range map[string]*Node{"nil": nil, "failed": New(1).ReLU(nil), "other": New(1).Const(matrix(1, 1, 1))} {
		for name, op := range torchOps {
			for at := range 3 {
				g, x := New(1), []*Node{Param(matrix(1, 1, 1)), Param(matrix(1, 1, 1)), Param(matrix(1, 1, 1))}
				x[at] = wrong
				op(g, x, &torchCase{Labels: []int{0}, Mean: []float32{0}, Var: []float32{1}, Y: goldenMatrix{Rows: 1, Cols: 1}})
				if err := g.Err(); at == 0 && err == nil || err != nil && !errors.As(err, new(*tensor.ParamError)) {
					if name != "linear" || what != "nil" { // no bias
						t.Errorf("%s: x[%d] %s: error %v", name, at, what, err)
					}
				}
			}
		}
		g := New(1)
		if err := g.Backward(wrong); !errors.As(err, new(*tensor.ParamError)) {
			t.Errorf("Backward: %s: error %v", what, err)
		}
	}
}

// TestResetInTheMiddle uses a node from before the Reset, whose place was taken by another one since.
func TestResetInTheMiddle(t *testing.T) {
	g, w := New(1), Param(matrix(1, 2, 1, 2))
	old := g.Exp(w)
	g.Reset()
	if g.Mul(old, w); !errors.As(g.Err(), new(*tensor.ParamError)) {
		t.Errorf("an old node: error %v", g.Err())
	}
	g.Reset()
	if err := g.Backward(g.Sum(g.Scale(w, 3))); err != nil || !slices.Equal(w.Grad.Data, []float32{3, 3}) {
		t.Errorf("after Reset: gradient %v, %v", w.Grad.Data, err)
	}
}

// TestShapesChange lets samples, a Param and the operations themselves change between passes.
func TestShapesChange(t *testing.T) {
	g, w := New(2), Param(matrix(1, 1, 2))
	for pass, n := range []int{3, 1, 700, 2} {
		g.Reset()
		w.Value = random(n, 300)
		x := g.Const(random(2, 300))
		y := g.Linear(x, w, nil)
		if pass%2 == 1 {
			y = g.Softmax(g.Concat(y, y))
		}
		if err := g.Backward(g.Mean(g.Mul(y, y))); err != nil {
			t.Fatal(err)
		}
		if w.Grad.Rows != n || len(w.Grad.Data) != n*300 {
			t.Errorf("gradient of %d×%d, want %d×300", w.Grad.Rows, w.Grad.Cols, n)
		}
		fresh, v := New(1), Param(w.Value)
		y = fresh.Linear(fresh.Const(random(2, 300)), v, nil)
		if pass%2 == 1 {
			y = fresh.Softmax(fresh.Concat(y, y))
		}
		if err := fresh.Backward(fresh.Mean(fresh.Mul(y, y))); err != nil || !slices.Equal(v.Grad.Data, w.Grad.Data) {
			t.Errorf("pass %d: gradients differ from those of a graph without a past, %v", pass, err)
		}
	}
}

// TestNaNAndHuge feeds operations with what no training survives: nothing panics, and NaN arrives at the loss.
func TestNaNAndHuge(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, v := range []float32{nan, inf, -inf, math.MaxFloat32, -math.MaxFloat32, math.SmallestNonzeroFloat32} {
		for op := range 32 {
			g, x := New(1), Param(tensor.Matrix{Rows: 2, Cols: 3, Data: []float32{v, 1, v, -1, v, 0}})
			g.Training = true
			err := g.Backward(g.Mean(operation(g, op, x, x, NewBatchNorm(3))))
			if err != nil && !errors.As(err, new(*ShapeError)) {
				t.Errorf("operation %d of %v: %v", op, v, err)
			}
		}
	}
	for name, op := range map[string]func(g *Graph, x *Node) *Node{
		"relu": (*Graph).ReLU, "tanh": (*Graph).Tanh, "softmax": (*Graph).Softmax, "l1_penalty": l1Of, "gelu": (*Graph).GELU,
	} {
		g := New(1)
		if y := g.Sum(op(g, Param(matrix(1, 2, nan, 1)))); !math.IsNaN(y.Scalar()) || g.Err() != nil {
			t.Errorf("%s of NaN is %v, error %v", name, y.Scalar(), g.Err())
		}
	}
}

func l1Of(g *Graph, x *Node) *Node { return g.L1Penalty(x) }

// TestGraphsAtOnce trains two networks in two goroutines; under -race, it tells whether graphs share anything.
func TestGraphsAtOnce(t *testing.T) {
	grads := make([]string, 3)
	train := func(i int) {
		g, m := New(2), newMLP(40, 30, 200, 5)
		g.Training, m.norm, m.drop = true, NewBatchNorm(200), 0.5
		for range 5 {
			m.step(t, g)
		}
		grads[i] = fmt.Sprintf("%x", m.w1.Grad.Data)
	}
	var both sync.WaitGroup
	for i := range 2 {
		both.Go(func() { train(i) })
	}
	both.Wait()
	train(2)
	if grads[0] != grads[2] || grads[1] != grads[2] {
		t.Error("graphs that run at once give other gradients than one by itself")
	}
}

// TestGradientsAreAdded uses the operands of each operation once more behind it, so that their gradients hold a part already
// when it is the operation's turn: to this it has to add what it would write otherwise.
func TestGradientsAreAdded(t *testing.T) {
	for name, op := range ops {
		r := rand.New(rand.NewPCG(5, 6))
		tr := op(r, 4, 3)
		if tr.draw == nil {
			tr.draw = away
		}
		x := []*Node{}
		for _, s := range tr.shapes {
			x = append(x, Param(tensor.NewMatrix(s[0], s[1])))
			for i := range x[len(x)-1].Value.Data {
				x[len(x)-1].Value.Data[i] = float32(tr.draw(r))
			}
		}
		want := make([][]float64, len(x))
		for k, grad := range gradients(t, tr, x, false) {
			for i, v := range grad {
				want[k] = append(want[k], float64(v)+upstream(len(grad))[i])
			}
		}
		for k, grad := range gradients(t, tr, x, true) {
			close64(t, fmt.Sprintf("%s: gradient of x[%d]", name, k), grad, want[k], 1e-5)
		}
	}
}

// gradients are those of Σ upstream·y, y the trial's result, and, if again, of Σ upstream·x for all its operands.
func gradients(t *testing.T, tr trial, x []*Node, again bool) (grads [][]float32) {
	t.Helper()
	g := New(1)
	g.Training = true
	y := tr.build(g, x)
	loss := g.Apply(project{upstream(len(y.Value.Data))}, 1, 1, y)
	if again {
		for _, p := range x {
			loss = g.Add(loss, g.Apply(project{upstream(len(p.Value.Data))}, 1, 1, p))
		}
	}
	if err := g.Backward(loss); err != nil {
		t.Fatal(err)
	}
	for _, p := range x {
		grads = append(grads, slices.Clone(p.Grad.Data))
	}
	return grads
}

// upstream returns n numbers from 0.5 to 2.
func upstream(n int) []float64 {
	a := make([]float64, n)
	for i := range a {
		a[i] = 0.5 + float64(i%7)/4
	}
	return a
}
