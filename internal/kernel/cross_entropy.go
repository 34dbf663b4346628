package kernel

import "math"

// CrossEntropy is the loss of softmax(logits), as torch.nn.functional.cross_entropy has it. A row with logits z (C) and
// label y has the target
//
//	t[c] = (1−s)·w[y]·[c = y] + s/C·w[c]
//
// where s is Smoothing and w are Weights, and its loss is Σ t[c]·(log Σ exp z − z[c]).
type CrossEntropy struct {
	Smoothing float64   // in 0..1
	Weights   []float64 // C of them; none means 1 for each
}

// Weight is w[class].
func (l *CrossEntropy) Weight(class int) float64 {
	if len(l.Weights) == 0 {
		return 1
	}
	return l.Weights[class]
}

// Rows returns the sum of the losses of the rows of the matrix logits (N×cols) with their labels (N), in 0..cols−1, and
// writes scale·(softmax(z)·Σt − t), which for a scale of 1 is its gradient, into grad (N×cols), which isn't logits. What
// a row gives doesn't depend on the other ones. Exponentials and their sum are as in [Softmax]; the sums over targets
// and over rows are in order, in float64.
func (l *CrossEntropy) Rows(grad, logits []float32, cols int, labels []int, scale float64) (loss float64) {
	spread, spreads := l.Smoothing/float64(cols), 0.0 // Σ s/C·w
	if spread != 0 {
		for c := range cols {
			spreads += float64(spread * l.Weight(c))
		}
	}
	for len(labels) > 0 {
		n := min(len(labels), rowsAtOnce)
		loss = l.some(loss, grad[:n*cols], logits[:n*cols], labels[:n], spread, spreads, scale)
		grad, logits, labels = grad[n*cols:], logits[n*cols:], labels[n:]
	}
	return loss
}

// some adds the losses of up to rowsAtOnce rows to loss.
func (l *CrossEntropy) some(loss float64, grad, z []float32, labels []int, spread, spreads, scale float64) float64 {
	var factors, sums [rowsAtOnce]float64
	var tops [rowsAtOnce]float32
	n, cols, shift := len(labels), len(z)/len(labels), spread*scale
	for r, y := range labels {
		factors[r] = float64((l.peak(y) + spreads) * scale) // Σt·scale
	}
	if len(l.Weights) != 0 {
		shift = 0 // which is then another one for each class
	}
	softmaxRows(grad, z, cols, factors[:n], shift, tops[:n], sums[:n])
	for r, y := range labels {
		z, g, top := z[r*cols:(r+1)*cols], grad[r*cols:(r+1)*cols], float64(tops[r])
		if spread != 0 && len(l.Weights) != 0 {
			for c, w := range l.Weights {
				g[c] = float32(float64(g[c]) - float64(float64(spread*w)*scale))
			}
		}
		peak := l.peak(y)
		if float64(z[y]) == top { // its exponential is 1, so that a gradient near 0 needn't be the rest of rounding
			g[y] = float32(factors[r]/sums[r] - float64((peak+float64(spread*l.Weight(y)))*scale))
		} else {
			g[y] = float32(float64(g[y]) - float64(peak*scale))
		}
		loss += float64((peak+spreads)*math.Log(sums[r])) + l.under(z, y, top, spread)
	}
	return loss
}

// peak is the part of the target that a label alone has.
func (l *CrossEntropy) peak(label int) float64 { return float64((1 - l.Smoothing) * l.Weight(label)) }

// under is Σ t[c]·(top − z[c]).
func (l *CrossEntropy) under(z []float32, label int, top, spread float64) (sum float64) {
	if p := l.peak(label); p != 0 {
		sum = float64(p * (top - float64(z[label])))
	}
	if spread != 0 {
		for c, v := range z {
			sum += float64(float64(spread*l.Weight(c)) * (top - float64(v)))
		}
	}
	return sum
}
