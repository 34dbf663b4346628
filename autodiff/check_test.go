package autodiff

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// A mat is a matrix in float64, for the formulas that operations are held against.
type mat struct {
	rows, cols int
	data       []float64
}

func newMat(rows, cols int) mat { return mat{rows, cols, make([]float64, rows*cols)} }

func (m mat) at(i, j int) float64 { return m.data[i*m.cols+j] }

func (m mat) row(i int) []float64 { return m.data[i*m.cols : (i+1)*m.cols] }

func (m mat) each(f func(float64) float64) mat {
	y := newMat(m.rows, m.cols)
	for i, v := range m.data {
		y.data[i] = f(v)
	}
	return y
}

func scalar(v float64) mat { return mat{1, 1, []float64{v}} }

func widen(m tensor.Matrix) mat {
	w := newMat(m.Rows, m.Cols)
	for i, v := range m.Data {
		w.data[i] = float64(v)
	}
	return w
}

// A trial is an operation on matrices of some sizes, and the formula of its result.
type trial struct {
	shapes [][2]int
	draw   func(r *rand.Rand) float64 // a value; nil: normal, but not near 0, where some have kinks
	build  func(g *Graph, x []*Node) *Node
	ref    func(x []mat) mat

	tolerance float64 // of values and gradients; 0: 10⁻⁵, which a single operation keeps
}

func away(r *rand.Rand) float64 {
	for {
		if v := r.NormFloat64(); math.Abs(v) > 0.01 {
			return v
		}
	}
}

func positive(r *rand.Rand) float64 { return 0.1 + 2*r.Float64() }

// sizes that trials are made for, besides random ones.
var trialSizes = [][2]int{{1, 1}, {1, 7}, {5, 1}, {2, 2}, {8, 16}}

// project is the 1×1 result Σ a[i]·x[i], a loss that tells all values of x apart.
type project struct{ a []float64 }

func (p project) Forward(y *Node, x []*Node) {
	sum := 0.0
	for i, v := range x[0].Value.Data {
		sum += p.a[i] * float64(v)
	}
	y.Value.Data[0] = float32(sum)
}

func (p project) Backward(y *Node, x []*Node) {
	for i := range x[0].GradSum() {
		x[0].GradSum()[i] += float32(p.a[i]) * y.Grad.Data[0]
	}
}

// checkTrial holds the result of a trial against its formula, and gradients against central differences of the formula.
func checkTrial(t *testing.T, tr trial, r *rand.Rand, workers int) {
	t.Helper()
	if tr.draw == nil {
		tr.draw = away
	}
	if tr.tolerance == 0 {
		tr.tolerance = 1e-5
	}
	g, x, ref := New(workers), []*Node{}, []mat{}
	g.Training = true
	for _, s := range tr.shapes {
		m := tensor.NewMatrix(s[0], s[1])
		for i := range m.Data {
			m.Data[i] = float32(tr.draw(r))
		}
		x, ref = append(x, Param(m)), append(ref, widen(m))
	}
	y := tr.build(g, x)
	if g.Err() != nil {
		t.Fatal(g.Err())
	}
	want := tr.ref(ref)
	if y.Value.Rows != want.rows || y.Value.Cols != want.cols {
		t.Fatalf("result is %s, want %d×%d", y.shape(), want.rows, want.cols)
	}
	close64(t, "value", y.Value.Data, want.data, tr.tolerance)
	a := make([]float64, len(want.data))
	for i := range a {
		a[i] = float64(float32(r.NormFloat64()))
	}
	if err := g.Backward(g.Apply(project{a}, 1, 1, y)); err != nil {
		t.Fatal(err)
	}
	for k := range x {
		close64(t, fmt.Sprintf("gradient of x[%d]", k), x[k].Grad.Data, differences(tr.ref, ref, k, a), tr.tolerance)
	}
}

// differences are central differences of Σ a·f(x) for all values of x[k].
func differences(f func([]mat) mat, x []mat, k int, a []float64) []float64 {
	const h = 1e-5
	at := func(i int, v float64) float64 {
		old := x[k].data[i]
		x[k].data[i] = v
		sum := 0.0
		for j, y := range f(x).data {
			sum += a[j] * y
		}
		x[k].data[i] = old
		return sum
	}
	d := make([]float64, len(x[k].data))
	for i, v := range x[k].data {
		d[i] = (at(i, v+h) - at(i, v-h)) / (2 * h)
	}
	return d
}

// close64 fails the test if got is off by more than tolerance times the larger of want's largest value and 1.
func close64(t *testing.T, what string, got []float32, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s has %d values, want %d", what, len(got), len(want))
	}
	top := 1.0
	for _, w := range want {
		top = max(top, math.Abs(w))
	}
	for i, w := range want {
		if !(math.Abs(float64(got[i])-w) <= tolerance*top) {
			t.Errorf("%s [%d] is %v, want %v", what, i, got[i], w)
			return
		}
	}
}

// TestOps holds each operation against its formula on many shapes.
func TestOps(t *testing.T) {
	for name, op := range ops {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			for _, s := range trialSizes {
				checkTrial(t, op(r, s[0], s[1]), r, 1)
			}
			for range 5 {
				checkTrial(t, op(r, 1+r.IntN(9), 1+r.IntN(9)), r, 2)
			}
		})
	}
}
