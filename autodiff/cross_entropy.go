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
	op.labels, op.weights = labels, weights
	op.kernel = kernel.CrossEntropy{Smoothing: smoothing, Weights: weights}
	return g.Apply(op, 1, 1, logits)
}

type crossEntropy struct {
	labelled
	kernel kernel.CrossEntropy
}

func (op *crossEntropy) Forward(y *Node, x []*Node) { op.forward(op, y, x[0], 1/op.weightSum()) }

func (op *crossEntropy) rows(grad, z []float32, labels []int) float64 {
	return op.kernel.Rows(grad, z, op.cols, labels, op.scale)
}
