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
// a row gives doesn't depend on the other ones. Exponentials and their sum are as in [Softmax]; the sums over classes
// and over rows are in order, in float64.
func (l *CrossEntropy) Rows(grad, logits []float32, cols int, labels []int, scale float64) (loss float64) {
	for i, y := range labels {
		loss += l.row(grad[i*cols:(i+1)*cols], logits[i*cols:(i+1)*cols], y, scale)
	}
	return loss
}

// row has one sample, with logits z (C).
func (l *CrossEntropy) row(grad, z []float32, label int, scale float64) float64 {
	highest, sum := softmaxRow(grad, z)
	top, peak := float64(highest), (1-l.Smoothing)*l.Weight(label)
	spread := l.Smoothing / float64(len(z))
	total, under := peak, 0.0 // Σ t and Σ t·(top − z)
	if peak != 0 {
		under = float64(peak * (top - float64(z[label])))
	}
	if l.Smoothing != 0 {
		for c, v := range z {
			t := float64(spread * l.Weight(c))
			total += t
			under += float64(t * (top - float64(v)))
		}
	}
	exp, factor := expNegative(max(float64(z[label])-top, -700)), total*scale/sum
	l.gradient(grad, factor, spread*scale)
	grad[label] = float32(float64(exp*factor) - float64((float64(spread*l.Weight(label))+peak)*scale))
	return float64(total*math.Log(sum)) + under
}

// gradient turns exponentials into factor·exp − spread·w, which is the gradient but for that of the label.
func (l *CrossEntropy) gradient(exps []float32, factor, spread float64) {
	if spread == 0 || len(l.Weights) == 0 {
		rescale(exps, factor, spread)
		return
	}
	for c, e := range exps {
		exps[c] = float32(float64(float64(e)*factor) - float64(spread*l.Weights[c]))
	}
}
