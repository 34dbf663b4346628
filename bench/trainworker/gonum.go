package main

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"

	"github.com/saccade-go/saccade/bench/internal/harness"
)

// gonumLibrary is a network as one writes it by hand: matrix products by gonum's BLAS, loops in Go for the rest.
var gonumLibrary = library{
	version: func() string { return "gonum " + harness.ModuleVersion("gonum.org/v1/gonum") },
	begin: func(d *digits, s settings) (session, error) {
		n := newPerceptron(d, s)
		return n, n.epoch()
	},
	train: func(d *digits, s settings, epochs int) (model, error) {
		n := newPerceptron(d, s)
		for range epochs {
			n.epoch()
		}
		return n, nil
	},
}

// A layer is y = x·Wᵀ + b, with what training it takes.
type layer struct {
	w, dw, vw blas32.General // weights (outputs×inputs), their gradients and velocities
	b, db, vb []float32
	y, dy     blas32.General // of a batch; dy is ∂L/∂y
}

// A perceptron has ReLU after each layer but the last, and its softmax's cross-entropy as loss.
type perceptron struct {
	data   *digits
	batch  int
	random *rand.Rand
	layers []*layer
	x      blas32.General // the batch
	labels []int
}

func newPerceptron(d *digits, s settings) *perceptron {
	n := &perceptron{data: d, batch: s.batch, random: rand.New(rand.NewPCG(s.seed, 0)), x: general(s.batch, pixels)}
	inputs := pixels
	for _, outputs := range append(s.hidden[:len(s.hidden):len(s.hidden)], classes) {
		l := &layer{
			w: general(outputs, inputs), dw: general(outputs, inputs), vw: general(outputs, inputs),
			b: make([]float32, outputs), db: make([]float32, outputs), vb: make([]float32, outputs),
			y: general(s.batch, outputs), dy: general(s.batch, outputs),
		}
		bound := 1 / math.Sqrt(float64(inputs))
		for _, values := range [][]float32{l.w.Data, l.b} {
			for i := range values {
				values[i] = float32((2*n.random.Float64() - 1) * bound)
			}
		}
		n.layers = append(n.layers, l)
		inputs = outputs
	}
	return n
}

func general(rows, cols int) blas32.General {
	return blas32.General{Rows: rows, Cols: cols, Stride: cols, Data: make([]float32, rows*cols)}
}

func (n *perceptron) stop() {}

func (n *perceptron) epoch() error {
	order := n.random.Perm(n.data.x.Rows)
	for len(order) > 0 {
		rows := min(n.batch, len(order))
		n.gather(order[:rows])
		n.forward()
		n.backward()
		for _, l := range n.layers {
			descend(l.w.Data, l.dw.Data, l.vw.Data)
			descend(l.b, l.db, l.vb)
		}
		order = order[rows:]
	}
	return nil
}

// gather copies the chosen samples into the batch.
func (n *perceptron) gather(chosen []int) {
	n.x.Rows, n.labels = len(chosen), n.labels[:0]
	for i, s := range chosen {
		copy(n.x.Data[i*pixels:][:pixels], n.data.x.Row(s))
		n.labels = append(n.labels, n.data.labels[s])
	}
}

func (n *perceptron) forward() {
	x := n.x
	for i, l := range n.layers {
		l.y.Rows, l.dy.Rows = x.Rows, x.Rows
		blas32.Gemm(blas.NoTrans, blas.Trans, 1, x, l.w, 0, l.y)
		for r := range l.y.Rows {
			row := l.y.Data[r*l.y.Stride:][:l.y.Cols]
			for j := range row {
				row[j] += l.b[j]
				if i < len(n.layers)-1 {
					row[j] = max(row[j], 0)
				}
			}
		}
		x = l.y
	}
}

func (n *perceptron) backward() {
	last := n.layers[len(n.layers)-1]
	for r, label := range n.labels {
		crossEntropyGradient(last.dy.Data[r*classes:][:classes], last.y.Data[r*classes:][:classes], label, len(n.labels))
	}
	for i := len(n.layers) - 1; i >= 0; i-- {
		l, x := n.layers[i], n.x
		if i > 0 {
			x = n.layers[i-1].y
		}
		blas32.Gemm(blas.Trans, blas.NoTrans, 1, l.dy, x, 0, l.dw)
		clear(l.db)
		for r := range l.dy.Rows {
			for j, v := range l.dy.Data[r*l.dy.Stride:][:l.dy.Cols] {
				l.db[j] += v
			}
		}
		if i > 0 {
			below := n.layers[i-1]
			blas32.Gemm(blas.NoTrans, blas.NoTrans, 1, l.dy, l.w, 0, below.dy)
			for j, v := range below.y.Data[:below.y.Rows*below.y.Cols] {
				if v <= 0 {
					below.dy.Data[j] = 0
				}
			}
		}
	}
}

// crossEntropyGradient is softmax(logits) less 1 at the label, divided by the number of samples.
func crossEntropyGradient(dst, logits []float32, label, samples int) {
	top, sum := logits[0], 0.0
	for _, v := range logits {
		top = max(top, v)
	}
	for i, v := range logits {
		e := math.Exp(float64(v - top))
		dst[i] = float32(e)
		sum += e
	}
	scale := float32(1 / (sum * float64(samples)))
	for i := range dst {
		dst[i] *= scale
	}
	dst[label] -= 1 / float32(samples)
}

// descend is a step against the gradients with momentum.
func descend(w, grad, velocity []float32) {
	for i, g := range grad {
		velocity[i] = momentum*velocity[i] + g + weightDecay*w[i]
		w[i] -= learningRate * velocity[i]
	}
}

func (n *perceptron) predict(d *digits) ([]int, error) {
	var labels []int
	data := n.data
	n.data = d
	defer func() { n.data = data }()
	for i := 0; i < d.x.Rows; i += n.batch {
		chosen := make([]int, min(n.batch, d.x.Rows-i))
		for k := range chosen {
			chosen[k] = i + k
		}
		n.gather(chosen)
		n.forward()
		y := n.layers[len(n.layers)-1].y
		for r := range y.Rows {
			best := 0
			for j, v := range y.Data[r*classes:][:classes] {
				if v > y.Data[r*classes+best] {
					best = j
				}
			}
			labels = append(labels, best)
		}
	}
	return labels, nil
}

func (n *perceptron) params() [][]float32 {
	var all [][]float32
	for _, l := range n.layers {
		all = append(all, l.w.Data, l.b)
	}
	return all
}
