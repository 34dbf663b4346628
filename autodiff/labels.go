package autodiff

import (
	"fmt"
	"math"
)

// classify reports whether a loss op can take logits (N×C) with labels (N) in 0..C−1 and weights for the classes (C, or
// none), and keeps the error.
func (g *Graph) classify(op string, logits *Node, labels []int, weights []float64) bool {
	if !g.ready(op, logits) {
		return false
	}
	classes := logits.Value.Cols
	if len(labels) != logits.Value.Rows {
		g.wrongShape(op, fmt.Sprintf("%d labels, one for each row", logits.Value.Rows), fmt.Sprint(len(labels)))
	}
	if len(weights) != 0 && len(weights) != classes {
		g.wrongShape(op, fmt.Sprintf("%d weights, one for each class", classes), fmt.Sprint(len(weights)))
	}
	for i, y := range labels {
		if y < 0 || y >= classes {
			g.wrongParam(op, fmt.Sprintf("labels[%d]", i), fmt.Sprintf("a class in 0..%d", classes-1), y)
			break
		}
	}
	for i, w := range weights {
		if !(w >= 0 && w <= math.MaxFloat32) {
			g.wrongParam(op, fmt.Sprintf("weights[%d]", i), "a finite number, at least 0", w)
			break
		}
	}
	return g.err == nil
}

// A labelled loss is a loss of logits (N×C) with a label for each row. Its gradient is computed along with it.
type labelled struct {
	labels  []int
	weights []float64

	of     rowLoss
	logits []float32 // N×C
	cols   int       // C
	grad   []float32 // N×C: ∂loss/∂logits
	scale  float64   // what a row's loss is multiplied by
	losses []float64 // of the parts, not scaled
}

// A rowLoss returns the sum of the losses of rows of logits z (N×C) and writes its gradient, multiplied by scale, into
// grad (N×C).
type rowLoss interface {
	rows(grad, z []float32, labels []int) float64
}

// eachRow is a rowLoss's rows by a function of one row of C values.
func eachRow(grad, z []float32, labels []int, row func(grad, z []float32, label int) float64) (loss float64) {
	cols := len(z) / len(labels)
	for i, y := range labels {
		loss += row(grad[i*cols:(i+1)*cols], z[i*cols:(i+1)*cols], y)
	}
	return loss
}

func (l *labelled) weight(class int) float64 {
	if len(l.weights) == 0 {
		return 1
	}
	return l.weights[class]
}

// weightSum is Σ w[label] over the rows.
func (l *labelled) weightSum() float64 {
	if len(l.weights) == 0 {
		return float64(len(l.labels))
	}
	sum := 0.0
	for _, y := range l.labels {
		sum += l.weights[y]
	}
	return sum
}

// forward computes the losses of all rows, their sum y, and the gradient.
func (l *labelled) forward(of rowLoss, y, logits *Node, scale float64) {
	l.of, l.logits, l.cols, l.scale = of, logits.Value.Data, logits.Value.Cols, scale
	l.grad = grow(l.grad, len(l.logits))
	rows := rowsOfPart(l.cols)
	l.losses = grow(l.losses, (len(l.labels)+rows-1)/rows)
	y.graph.share(len(l.logits), len(l.losses), l)
	sum := 0.0
	for _, loss := range l.losses {
		sum += loss
	}
	y.Value.Data[0] = float32(sum * scale)
}

func (l *labelled) part(i int) {
	rows := rowsOfPart(l.cols)
	from, to := i*rows, min((i+1)*rows, len(l.labels))
	l.losses[i] = l.of.rows(l.grad[from*l.cols:to*l.cols], l.logits[from*l.cols:to*l.cols], l.labels[from:to])
}

// Backward is ∂logits = ∂loss · grad.
func (l *labelled) Backward(y *Node, x []*Node) {
	y.passBy(x[0], scale, scaleAdd, l.grad, nil, y.Grad.Data[0])
}

// grow returns a slice of n values, which are not defined, and reuses the memory of s where that is large enough.
func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}
