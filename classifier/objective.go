package classifier

import (
	"math"

	float64s "gonum.org/v1/gonum/floats"

	"github.com/saccade-go/saccade/internal/kernel"
)

// An objective is what softmax regression minimises on all of its samples: with the loss L, a cross-entropy, and decay λ
//
//	F(W, b) = L(x·Wᵀ + b, labels) + λ/2 · Σ W²
//
// Biases don't decay. Everything is float64, for F is flat where its minimum is: float32 gradients would leave the
// weights there with three digits or so. Sums have one order, whatever the number of workers.
type objective struct {
	x       Matrix // N×D
	labels  []int  // N
	classes int    // C
	loss    lossFunc
	decay   float64
	workers int

	tallies []tally   // of each part of the rows
	deltas  []float64 // N×C: ∂L/∂logits
	at      []float64 // W (C×D) and b (C), which the rest is for; empty to begin with
	total   tally
	value   float64
	grad    []float64 // as at
}

// Parts of the samples and of the features that workers take.
const (
	objectiveRows = 128
	objectiveCols = 128
)

func newObjective(s *Samples, classes int, loss lossFunc, decay float64, workers int) *objective {
	x := s.X
	return &objective{
		x: x, labels: s.Labels, classes: classes, loss: loss, decay: decay, workers: workers,
		tallies: make([]tally, (x.Rows+objectiveRows-1)/objectiveRows),
		deltas:  make([]float64, x.Rows*classes),
		grad:    make([]float64, classes*(x.Cols+1)),
	}
}

// evaluate makes value, total and grad those of the weights w, unless they are.
func (o *objective) evaluate(w []float64) {
	if float64s.Equal(w, o.at) {
		return
	}
	o.at = append(o.at[:0], w...)
	weight := 0.0
	for _, y := range o.labels {
		weight += o.loss.weight(y)
	}
	kernel.Parallel(len(o.tallies), o.workers, func(part int) { o.forward(part, weight) })
	o.total = tally{}
	for _, t := range o.tallies {
		o.total.add(t)
	}
	kernel.Parallel((o.x.Cols+objectiveCols-1)/objectiveCols, o.workers, o.backward)
	o.biases()
	weights := w[:o.classes*o.x.Cols]
	o.value = o.total.loss/weight + o.decay/2*float64s.Dot(weights, weights)
	float64s.AddScaled(o.grad[:len(weights)], o.decay, weights)
}

// forward tallies some of the samples and writes their deltas.
func (o *objective) forward(part int, weight float64) {
	from, to := part*objectiveRows, min((part+1)*objectiveRows, o.x.Rows)
	d, bias := o.x.Cols, o.at[o.classes*o.x.Cols:]
	x, t := make([]float64, d), tally{n: to - from}
	for i := from; i < to; i++ {
		widen(x, o.x.Row(i))
		z := o.deltas[i*o.classes : (i+1)*o.classes]
		for c := range z {
			z[c] = float64s.Dot(o.at[c*d:(c+1)*d], x) + bias[c]
		}
		t.weight += o.loss.weight(o.labels[i])
		if float64s.MaxIdx(z) == o.labels[i] {
			t.hits++
		}
		t.loss += o.sample(z, o.labels[i], weight)
	}
	o.tallies[part] = t
}

// sample returns the loss of a sample and replaces its logits z (C) by ∂L/∂z, as [Loss] has it.
func (o *objective) sample(z []float64, label int, weight float64) float64 {
	logSum := float64s.LogSumExp(z)
	loss, total := 0.0, 0.0
	for c, v := range z {
		t := o.target(c, label)
		loss += t * (logSum - v)
		total += t
	}
	for c, v := range z {
		z[c] = (math.Exp(v-logSum)*total - o.target(c, label)) / weight
	}
	return loss
}

// target is t[c] of [Loss] for a sample with the given label.
func (o *objective) target(c, label int) float64 {
	t := o.loss.LabelSmoothing / float64(o.classes) * o.loss.weight(c)
	if c == label {
		t += (1 - o.loss.LabelSmoothing) * o.loss.weight(label)
	}
	return t
}

// backward writes some columns of the gradient of W, deltasᵀ·x (C×D).
func (o *objective) backward(part int) {
	from, to := part*objectiveCols, min((part+1)*objectiveCols, o.x.Cols)
	d, x := o.x.Cols, make([]float64, to-from)
	for c := range o.classes {
		clear(o.grad[c*d+from : c*d+to])
	}
	for i := range o.x.Rows {
		widen(x, o.x.Row(i)[from:to])
		for c, delta := range o.deltas[i*o.classes : (i+1)*o.classes] {
			float64s.AddScaled(o.grad[c*d+from:c*d+to], delta, x)
		}
	}
}

// biases writes the gradient of b, the sums of the deltas' columns.
func (o *objective) biases() {
	sums := o.grad[o.classes*o.x.Cols:]
	clear(sums)
	for i := 0; i < len(o.deltas); i += o.classes {
		float64s.Add(sums, o.deltas[i:i+o.classes])
	}
}

func widen(dst []float64, src []float32) {
	for i, v := range src {
		dst[i] = float64(v)
	}
}
