package autodiff_test

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/saccade-go/saccade/autodiff"
	"github.com/saccade-go/saccade/tensor"
)

// random returns a matrix of normally distributed values.
func random(r *rand.Rand, rows, cols int, scale float64) tensor.Matrix {
	m := tensor.NewMatrix(rows, cols)
	for i := range m.Data {
		m.Data[i] = float32(scale * r.NormFloat64())
	}
	return m
}

// descend takes a step against the gradients.
func descend(lr float32, params ...*autodiff.Node) {
	for _, p := range params {
		for i, d := range p.Grad.Data {
			p.Value.Data[i] -= lr * d
		}
	}
}

// A softmax regression learns which of three numbers is the largest.
func ExampleGraph() {
	r := rand.New(rand.NewPCG(1, 2))
	x, labels := random(r, 200, 3, 1), make([]int, 200)
	for i := range labels {
		for c, v := range x.Row(i) {
			if v > x.Row(i)[labels[i]] {
				labels[i] = c
			}
		}
	}
	w, b := autodiff.Param(random(r, 3, 3, 0.1)), autodiff.Param(tensor.NewMatrix(1, 3))
	g := autodiff.New(1)
	for step := range 201 {
		g.Reset()
		loss := g.CrossEntropy(g.Linear(g.Const(x), w, b), labels, 0, nil)
		if err := g.Backward(loss); err != nil {
			fmt.Println(err)
			return
		}
		if step%100 == 0 {
			fmt.Printf("step %3d: loss %.2f\n", step, loss.Scalar())
		}
		descend(1, w, b)
	}
	// Output:
	// step   0: loss 1.21
	// step 100: loss 0.15
	// step 200: loss 0.12
}

// A model with two branches, one of them wide and one deep, and a loss that the package doesn't have: the mean of log cosh of
// the error (a smooth absolute value), with a penalty for large weights.
func ExampleGraph_twoBranches() {
	r := rand.New(rand.NewPCG(3, 4))
	pixels, shape, target := random(r, 64, 8, 1), random(r, 64, 2, 1), tensor.NewMatrix(64, 1)
	for i := range target.Data {
		target.Data[i] = pixels.Row(i)[0] - pixels.Row(i)[1] + shape.Row(i)[0]*shape.Row(i)[1]
	}
	wide := autodiff.Param(random(r, 4, 8, 0.3))
	deep1, bias1 := autodiff.Param(random(r, 16, 2, 0.7)), autodiff.Param(tensor.NewMatrix(1, 16))
	deep2, bias2 := autodiff.Param(random(r, 8, 16, 0.3)), autodiff.Param(tensor.NewMatrix(1, 8))
	head, bias3 := autodiff.Param(random(r, 1, 12, 0.3)), autodiff.Param(tensor.NewMatrix(1, 1))

	g := autodiff.New(1)
	model := func(pixels, shape *autodiff.Node) *autodiff.Node {
		a := g.Linear(pixels, wide, nil)
		b := g.Tanh(g.Linear(shape, deep1, bias1))
		b = g.Tanh(g.Linear(b, deep2, bias2))
		return g.Linear(g.Concat(a, b), head, bias3)
	}
	logCosh := func(y, target *autodiff.Node) *autodiff.Node {
		e := g.Sub(y, target)
		return g.Mean(g.Log(g.Scale(g.Add(g.Exp(e), g.Exp(g.Scale(e, -1))), 0.5)))
	}
	for step := range 1001 {
		g.Reset()
		fit := logCosh(model(g.Const(pixels), g.Const(shape)), g.Const(target))
		loss := g.Add(fit, g.Scale(g.L2Penalty(wide, deep1, deep2, head), 1e-4))
		if err := g.Backward(loss); err != nil {
			fmt.Println(err)
			return
		}
		if step%500 == 0 {
			fmt.Printf("step %4d: log cosh %.3f\n", step, fit.Scalar())
		}
		descend(0.2, wide, deep1, bias1, deep2, bias2, head, bias3)
	}
	// Output:
	// step    0: log cosh 0.997
	// step  500: log cosh 0.004
	// step 1000: log cosh 0.002
}

// Softplus is log(1 + exp(x)), an operation that the package doesn't have: ∂x = ∂y / (1 + exp(−x)).
type softplus struct{}

func (softplus) Forward(y *autodiff.Node, x []*autodiff.Node) {
	for i, v := range x[0].Value.Data {
		y.Value.Data[i] = float32(math.Log1p(math.Exp(-math.Abs(float64(v)))) + math.Max(float64(v), 0))
	}
}

func (softplus) Backward(y *autodiff.Node, x []*autodiff.Node) {
	if grad := x[0].GradSum(); grad != nil {
		for i, v := range x[0].Value.Data {
			grad[i] += y.Grad.Data[i] / float32(1+math.Exp(-float64(v)))
		}
	}
}

func ExampleGraph_Apply() {
	x := autodiff.Param(tensor.Matrix{Rows: 1, Cols: 3, Data: []float32{-2, 0, 2}})
	g := autodiff.New(1)
	forward := func() *autodiff.Node { return g.Sum(g.Apply(softplus{}, 1, 3, x)) }
	loss := forward()
	fmt.Println(g.Backward(loss))
	fmt.Printf("%.3f, gradient %.3f\n", loss.Scalar(), x.Grad.Data)
	fmt.Println(autodiff.Check(g, forward, 0.01, x))
	// Output:
	// <nil>
	// 2.947, gradient [0.119 0.500 0.881]
	// <nil>
}

// A wrong shape doesn't panic. The pass goes on without it and says in the end what was wrong first.
func ExampleShapeError() {
	g := autodiff.New(1)
	w := autodiff.Param(tensor.NewMatrix(10, 784))
	logits := g.Linear(g.Const(tensor.NewMatrix(64, 700)), w, nil)
	fmt.Println(g.Backward(g.Mean(g.ReLU(logits))))
	// Output: linear: wanted two matrices with an inner size in common, found 64×700 and 10×784
}
