package autodiff

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// A mlp is a network with one hidden layer, on random samples.
type mlp struct {
	x              tensor.Matrix
	labels         []int
	w1, b1, w2, b2 *Node
	norm           *BatchNorm // nil if there is none
	drop           float64
}

func newMLP(n, in, hidden, classes int) *mlp {
	return &mlp{x: random(n, in), labels: make([]int, n), w1: Param(random(hidden, in)), b1: Param(random(1, hidden)),
		w2: Param(random(classes, hidden)), b2: Param(random(1, classes))}
}

// random returns a matrix of numbers that look random, the same each time.
func random(rows, cols int) tensor.Matrix {
	m := tensor.NewMatrix(rows, cols)
	for i := range m.Data {
		m.Data[i] = float32(math.Sin(float64(i*i+cols))) / 8
	}
	return m
}

func (m *mlp) step(t testing.TB, g *Graph) *Node {
	g.Reset()
	h := g.Linear(g.Const(m.x), m.w1, m.b1)
	if m.norm != nil {
		h = g.BatchNorm(h, m.norm)
	}
	if h = g.ReLU(h); m.drop > 0 {
		h = g.Dropout(h, m.drop)
	}
	loss := g.CrossEntropy(g.Linear(h, m.w2, m.b2), m.labels, 0.1, nil)
	if err := g.Backward(loss); err != nil {
		t.Fatal(err)
	}
	return loss
}

// products computes those of a step into memory of its own.
func (m *mlp) products(g *Graph) func() {
	n, hidden, classes := m.x.Rows, m.w1.Value.Rows, m.w2.Value.Rows
	h, y := random(n, hidden), random(n, classes)
	dh, dw1, dw2 := random(n, hidden), random(hidden, m.x.Cols), random(classes, hidden)
	node := g.Const(y)
	return func() {
		node.product(false, true, m.x, m.w1.Value, 1, h)
		node.product(false, true, h, m.w2.Value, 1, y)
		node.product(true, false, y, h, 0, dw2)
		node.product(false, false, y, m.w2.Value, 0, dh)
		node.product(true, false, dh, m.x, 0, dw1)
	}
}

// TestStepAllocatesNothing allows for what the products themselves take if workers share them.
func TestStepAllocatesNothing(t *testing.T) {
	if testdata.Race {
		t.Skip("sync.Pool drops some of what it is given under the race detector")
	}
	for _, workers := range []int{1, 2, 4} {
		g, m := New(workers), newMLP(100, 100, 600, 7)
		g.Training, m.norm, m.drop = true, NewBatchNorm(600), 0.5
		m.step(t, g)
		products := testing.AllocsPerRun(10, m.products(New(workers)))
		if n := testing.AllocsPerRun(10, func() { m.step(t, g) }); n > products {
			t.Errorf("%d workers: %v allocations, %v by products", workers, n, products)
		}
		if workers == 1 && products > 0 {
			t.Errorf("products make %v allocations", products)
		}
	}
}

// everything is a loss that all operations are part of, on matrices that are large enough for several workers. Several
// results are used twice, so that gradients are added.
func everything(t *testing.T, g *Graph, x *Node, norm *BatchNorm) *Node {
	g.Reset()
	g.Seed(5, 6)
	labels := make([]int, x.Value.Rows)
	for i := range labels {
		labels[i] = i * i % x.Value.Cols
	}
	y, square := g.BatchNorm(x, norm), Param(random(x.Value.Cols, x.Value.Cols))
	loss := g.Add(g.Mean(g.Mul(y, y)), g.L2Penalty(y))
	for _, op := range []func(*Node) *Node{
		g.ReLU, g.Sigmoid, g.Tanh, g.GELU, g.GELUTanh, g.Exp, g.Softmax, g.LogSoftmax,
		func(x *Node) *Node { return g.LeakyReLU(x, LeakySlope) },
		func(x *Node) *Node { return g.Step(x, true) },
		func(x *Node) *Node { return g.Log(g.Add(g.Mul(x, x), g.Exp(x))) },
		func(x *Node) *Node { return g.Sub(g.Dropout(x, 0.4), x) },
		func(x *Node) *Node { return g.Scale(g.Reshape(x, x.Value.Cols, x.Value.Rows), -2) },
		func(x *Node) *Node { return g.MatMul(x, g.MatMulNT(g.MatMul(g.MatMulTN(x, x), square), x)) },
		func(x *Node) *Node { return g.Concat(x, g.Linear(x, square, norm.Bias), x) },
	} {
		loss = g.Add(loss, g.Mean(op(y)))
	}
	for _, l := range []*Node{
		g.CrossEntropy(y, labels, 0.1, nil), g.Focal(y, labels, 1.5, nil), g.Hinge(y, labels, nil),
		g.SquaredError(y, labels, nil),
		g.MSE(y, g.Scale(x, 0.5)), g.L1(y, x), g.Sum(y), g.L1Penalty(x, y),
	} {
		loss = g.Add(loss, l)
	}
	if err := g.Backward(loss); err != nil {
		t.Fatal(err)
	}
	return loss
}

// TestWorkers computes everything with several workers.
func TestWorkers(t *testing.T) {
	var want []string
	for _, workers := range []int{1, 2, 4} {
		g, x, norm := New(workers), Param(random(300, 190)), NewBatchNorm(190)
		g.Training = true
		got := []string{}
		for range 2 { // the second pass uses memory again
			loss := everything(t, g, x, norm)
			if v := loss.Scalar(); v-v != 0 {
				t.Fatalf("loss %v", v)
			}
			for _, s := range [][]float32{loss.Value.Data, x.Grad.Data, norm.Weight.Grad.Data, norm.Bias.Grad.Data, norm.Mean, norm.Var} {
				got = append(got, fmt.Sprintf("%x", s))
			}
		}
		if want == nil {
			want = got
			if !slices.Equal(got[:4], got[6:10]) {
				t.Error("a second pass differs from the first")
			}
		} else if !slices.Equal(got, want) {
			t.Errorf("%d workers: results differ", workers)
		}
	}
}

func BenchmarkStep(b *testing.B) {
	for _, n := range []int{64, 256} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("mlp=784-512-10/batch=%d/workers=%d", n, workers), func(b *testing.B) {
				g, m := New(workers), newMLP(n, 784, 512, 10)
				for b.Loop() {
					m.step(b, g)
				}
			})
		}
	}
}
