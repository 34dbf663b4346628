package autodiff

import (
	"fmt"
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// A BatchNorm has what [Graph.BatchNorm] learns about C features, as torch.nn.BatchNorm1d has it.
type BatchNorm struct {
	Weight, Bias *Node     // γ and β, Params of 1×C
	Mean, Var    []float32 // C: the running mean and variance of the features
	Momentum     float64   // in 0..1: how much of a batch's statistics goes into the running ones
	Eps          float64   // above 0, added to variances
}

// NewBatchNorm returns a BatchNorm for so many features, at least 1, as torch does: γ = 1, β = 0, running mean 0 and
// variance 1, momentum 0.1 and eps 10⁻⁵.
func NewBatchNorm(features int) *BatchNorm {
	n := &BatchNorm{
		Weight: Param(tensor.NewMatrix(1, features)), Bias: Param(tensor.NewMatrix(1, features)),
		Mean: make([]float32, features), Var: make([]float32, features), Momentum: 0.1, Eps: 1e-5,
	}
	constant(n.Weight.Value.Data, nil, nil, 1)
	constant(n.Var, nil, nil, 1)
	return n
}

// Apply is [Graph.BatchNorm] outside of a graph, with Training off: y = γ·(x − Mean)/√(Var + eps) + β for each row of x
// (N×C), and the same bytes. y, which may be x, is N×C, too. It reads n only.
func (n *BatchNorm) Apply(y, x tensor.Matrix) {
	for from := 0; from < x.Cols; from += bandCols {
		to := min(from+bandCols, x.Cols)
		var mean, inv [bandCols]float64
		n.running(mean[:to-from], inv[:to-from], from)
		n.normalise(y, x, mean[:to-from], inv[:to-from], from)
	}
}

// running sets mean and inv, 1/√(σ² + eps), to the running statistics of the columns from from on.
func (n *BatchNorm) running(mean, inv []float64, from int) {
	for j := range mean {
		mean[j], inv[j] = float64(n.Mean[from+j]), n.inverse(float64(n.Var[from+j]))
	}
}

func (n *BatchNorm) inverse(variance float64) float64 { return 1 / math.Sqrt(variance+n.Eps) }

// normalise writes the columns from from on, at most a band, whose statistics are given.
func (n *BatchNorm) normalise(y, x tensor.Matrix, mean, inv []float64, from int) {
	to := from + len(mean)
	var factor [bandCols]float64 // γ/√(σ² + eps)
	for j, v := range n.Weight.Value.Data[from:to] {
		factor[j] = float64(v) * inv[j]
	}
	bias := n.Bias.Value.Data[from:to]
	for i := range x.Rows {
		x, y := x.Row(i)[from:to], y.Row(i)[from:to]
		for j, v := range x {
			y[j] = float32(float64((float64(v)-mean[j])*factor[j]) + float64(bias[j]))
		}
	}
}

// BatchNorm normalises each column of x (N×C) (Ioffe and Szegedy 2015; torch.nn.BatchNorm1d):
//
//	y = γ·x̂ + β        x̂ = (x − μ)/√(σ² + eps)
//
// If the graph's Training is on, μ is the mean and σ² the variance (divided by N) of the column, N is at least 2, and the
// running statistics become
//
//	Mean = (1 − Momentum)·Mean + Momentum·μ        Var = (1 − Momentum)·Var + Momentum·σ²·N/(N−1)
//
// If it isn't, μ is Mean and σ² is Var. Sums are float64. With sums over the rows of the column,
//
//	∂β = Σ ∂y        ∂γ = Σ ∂y·x̂        ∂x = γ/√(σ² + eps)·(∂y − ∂β/N − x̂·∂γ/N)
//
// of which, if Training is off, the last two terms are left out.
func (g *Graph) BatchNorm(x *Node, norm *BatchNorm) *Node {
	if norm == nil {
		return g.wrongParam("batch_norm", "norm", "a BatchNorm", "nil")
	}
	if !g.ready("batch_norm", x, norm.Weight, norm.Bias) || !g.normable(x, norm) {
		return &g.none
	}
	op := Slot[batchNorm](g)
	op.norm, op.training = norm, g.Training
	return g.Apply(op, x.Value.Rows, x.Value.Cols, x, norm.Weight, norm.Bias)
}

// normable reports whether norm can work on x, and keeps the error.
func (g *Graph) normable(x *Node, n *BatchNorm) bool {
	cols := x.Value.Cols
	for _, m := range []*Node{n.Weight, n.Bias} {
		if m.Value.Rows != 1 || m.Value.Cols != cols {
			g.wrongShape("batch_norm", fmt.Sprintf("weight and bias of 1×%d, as x has columns", cols), m.shape())
		}
	}
	if len(n.Mean) != cols || len(n.Var) != cols {
		g.wrongShape("batch_norm", fmt.Sprintf("%d running means and variances", cols), fmt.Sprintf("%d and %d", len(n.Mean), len(n.Var)))
	}
	if g.Training && x.Value.Rows < 2 {
		g.wrongShape("batch_norm", "at least 2 rows for training", x.shape())
	}
	if !(n.Momentum >= 0 && n.Momentum <= 1) {
		g.wrongParam("batch_norm", "momentum", "a number in 0..1", n.Momentum)
	}
	if !(n.Eps > 0 && n.Eps <= math.MaxFloat32) {
		g.wrongParam("batch_norm", "eps", "a finite number above 0", n.Eps)
	}
	return g.err == nil
}

// batchNorm works on a band of columns at a time, so that each sum is one worker's.
type batchNorm struct {
	norm     *BatchNorm
	training bool

	x, y, dy, dx         tensor.Matrix
	mean, inv            []float64 // C: μ and 1/√(σ² + eps)
	weightGrad, biasGrad []float32 // C: ∂γ and ∂β
	addX                 bool      // to dx
}

// bandCols is how many columns a band has.
const bandCols = 64

func bands(cols int) int { return (cols + bandCols - 1) / bandCols }

func (op *batchNorm) Forward(y *Node, x []*Node) {
	op.x, op.y = x[0].Value, y.Value
	op.mean, op.inv = grow(op.mean, op.x.Cols), grow(op.inv, op.x.Cols)
	y.graph.share(len(op.x.Data), bands(op.x.Cols), op)
}

// part normalises a band of columns.
func (op *batchNorm) part(band int) {
	from, to := band*bandCols, min((band+1)*bandCols, op.x.Cols)
	mean, inv := op.mean[from:to], op.inv[from:to]
	if op.training {
		op.measure(from, to)
	} else {
		op.norm.running(mean, inv, from)
	}
	op.norm.normalise(op.y, op.x, mean, inv, from)
}

// measure computes mean and variance of columns from … to−1, and updates the running ones. The first row is taken off
// first, so that columns of large values that hardly differ keep their digits.
func (op *batchNorm) measure(from, to int) {
	var sums, squares [bandCols]float64
	first := op.x.Row(0)[from:to]
	for i := 1; i < op.x.Rows; i++ {
		for j, v := range op.x.Row(i)[from:to] {
			d := float64(v) - float64(first[j])
			sums[j] += d
			squares[j] += d * d
		}
	}
	n := float64(op.x.Rows)
	for j, v := range first {
		mean := float64(v) + sums[j]/n
		variance := max(0, squares[j]-sums[j]*sums[j]/n) / n
		op.mean[from+j], op.inv[from+j] = mean, op.norm.inverse(variance)
		blend(&op.norm.Mean[from+j], mean, op.norm.Momentum)
		blend(&op.norm.Var[from+j], variance*n/(n-1), op.norm.Momentum)
	}
}

// blend is running = (1 − momentum)·running + momentum·v.
func blend(running *float32, v, momentum float64) {
	*running = float32((1-momentum)*float64(*running) + momentum*v)
}

func (op *batchNorm) Backward(y *Node, x []*Node) {
	op.dy, op.dx, op.addX = y.Grad, tensor.Matrix{}, false
	if x[0].needs {
		grad, beta := x[0].GradBeta()
		op.dx, op.addX = grad, beta != 0
	}
	op.weightGrad, op.biasGrad = grow(op.weightGrad, op.x.Cols), grow(op.biasGrad, op.x.Cols)
	y.graph.share(len(op.x.Data), bands(op.x.Cols), (*batchNormGrad)(op))
	y.pass(x[1], keep, op.weightGrad, nil, 0)
	y.pass(x[2], keep, op.biasGrad, nil, 0)
}

// batchNormGrad is a batchNorm whose parts are those of the backward pass.
type batchNormGrad batchNorm

func (op *batchNormGrad) part(band int) {
	from, to := band*bandCols, min((band+1)*bandCols, op.x.Cols)
	mean, inv := op.mean[from:to], op.inv[from:to]
	var dBias, dWeight [bandCols]float64
	for i := range op.x.Rows {
		x, dy := op.x.Row(i)[from:to], op.dy.Row(i)[from:to]
		for j, d := range dy {
			dBias[j] += float64(d)
			dWeight[j] += float64(d) * (float64(x[j]) - mean[j])
		}
	}
	for j, v := range inv {
		dWeight[j] *= v
		op.biasGrad[from+j], op.weightGrad[from+j] = float32(dBias[j]), float32(dWeight[j])
	}
	if op.dx.Rows > 0 {
		op.input(from, to, &dBias, &dWeight)
	}
}

// input writes or adds ∂x for columns from … to−1, whose ∂β and ∂γ are given, and overwritten.
func (op *batchNormGrad) input(from, to int, dBias, dWeight *[bandCols]float64) {
	var factor [bandCols]float64 // γ/√(σ² + eps)
	for j, v := range op.inv[from:to] {
		factor[j] = float64(op.norm.Weight.Value.Data[from+j]) * v
		if op.training {
			dBias[j] /= float64(op.x.Rows)
			dWeight[j] *= v / float64(op.x.Rows)
		} else { // the statistics are constants
			dBias[j], dWeight[j] = 0, 0
		}
	}
	mean := op.mean[from:to]
	for i := range op.x.Rows {
		x, dy, dx := op.x.Row(i)[from:to], op.dy.Row(i)[from:to], op.dx.Row(i)[from:to]
		for j, d := range dy {
			v := float32(factor[j] * (float64(d) - dBias[j] - (float64(x[j])-mean[j])*dWeight[j]))
			if op.addX {
				v += dx[j]
			}
			dx[j] = v
		}
	}
}
