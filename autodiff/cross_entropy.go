package autodiff

import "github.com/saccade-go/saccade/internal/kernel"

// CrossEntropy is the loss of softmax(logits), as torch.nn.functional.cross_entropy has it, a 1×1 node. logits is N×C;
// labels has N classes in 0..C−1; smoothing, s, is in 0..1; weights, w, has a number for each class, at least 0, or is
// empty, which means 1 for each. A row with logits z and label k has the target
//
//	t[c] = (1−s)·w[k]·[c = k] + s/C·w[c]
//
// and the loss Σ t[c]·(log Σ exp z − z[c]). The result is the sum over the rows divided by Σ w[k], and
//
//	∂z = ∂y · (softmax(z)·Σt − t) / Σ w[k]
//
// labels and weights are read at once and not kept beyond the pass.
func (g *Graph) CrossEntropy(logits *Node, labels []int, smoothing float64, weights []float64) *Node {
	if !g.classify("cross_entropy", logits, labels, weights) {
		return &g.none
	}
	if !(smoothing >= 0 && smoothing <= 1) {
		return g.wrongParam("cross_entropy", "smoothing", "a number in 0..1", smoothing)
	}
	op := Slot[crossEntropy](g)
	op.labels, op.weights, op.smoothing = labels, weights, smoothing
	return g.Apply(op, 1, 1, logits)
}

type crossEntropy struct {
	labelled
	smoothing float64
}

func (op *crossEntropy) Forward(y *Node, x []*Node) { op.forward(op, y, x[0], 1/op.weightSum()) }

func (op *crossEntropy) row(grad, z []float32, label int) float64 {
	logSum := kernel.Softmax(grad, z)
	peak := (1 - op.smoothing) * op.weight(label)
	spread := op.smoothing / float64(len(z))
	loss, total := 0.0, peak // Σ t
	if peak != 0 {
		loss = peak * (logSum - float64(z[label]))
	}
	if spread != 0 {
		for c, v := range z {
			t := spread * op.weight(c)
			loss += t * (logSum - float64(v))
			total += t
		}
	}
	for c, p := range grad {
		t := 0.0
		if spread != 0 {
			t = spread * op.weight(c)
		}
		if c == label {
			t += peak
		}
		grad[c] = float32((float64(p)*total - t) * op.scale)
	}
	return loss
}
