package autodiff

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// wrong is y = x², whose gradient forgets the 2.
type wrong struct{}

func (wrong) Forward(y *Node, x []*Node) { mul(y.Value.Data, x[0].Value.Data, x[0].Value.Data, 0) }

func (wrong) Backward(y *Node, x []*Node) { y.pass(x[0], mul, y.Grad.Data, x[0].Value.Data, 0) }

func TestCheck(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	g, a, b := New(1), Param(normals(r, 3, 4)), Param(normals(r, 5, 4))
	before := slices.Clone(a.Value.Data)
	right := func() *Node { return g.Mean(g.Tanh(g.Scale(g.Linear(a, b, nil), 0.5))) }
	if err := Check(g, right, 0.01, a, b); err != nil {
		t.Error(err)
	}
	var e *GradError
	err := Check(g, func() *Node { return g.Sum(g.Apply(wrong{}, 5, 4, b)) }, 0.01, a, b)
	if !errors.As(err, &e) || e.Param != 1 || e.Index != 0 {
		t.Errorf("error %v, want a *GradError of param 1", err)
	}
	if err := Check(g, func() *Node { return g.Sum(g.Linear(b, a, b)) }, 0.01, a); !errors.As(err, new(*ShapeError)) {
		t.Errorf("error %v, want a *ShapeError", err)
	}
	if err := Check(g, right, 0.01, nil); !errors.As(err, new(*tensor.ParamError)) {
		t.Errorf("error %v for nil, want a *tensor.ParamError", err)
	}
	if err := Check(g, right, 0.01, g.ReLU(a)); !errors.As(err, new(*tensor.ParamError)) {
		t.Errorf("error %v for a result, want a *tensor.ParamError", err)
	}
	aside := Param(matrix(1, 1, 1))
	aside.Grad = matrix(2, 1, 3, 4) // of another shape that it had once
	if err := Check(g, right, 0.01, a, aside); err != nil {
		t.Errorf("a Param that takes no part: %v", err)
	}
	if !slices.Equal(a.Value.Data, before) {
		t.Error("the values changed")
	}
}

func normals(r *rand.Rand, rows, cols int) tensor.Matrix {
	m := tensor.NewMatrix(rows, cols)
	for i := range m.Data {
		m.Data[i] = float32(r.NormFloat64())
	}
	return m
}
