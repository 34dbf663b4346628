package autodiff

import "math"

// Focal is the focal loss of softmax(logits) (Lin et al. 2017, for several classes), a 1×1 node. logits, labels and weights
// are those of [Graph.CrossEntropy]; gamma, γ, is at least 0. A row with label k and p = softmax(z)[k] has the loss
//
//	−w[k]·(1−p)^γ·log p
//
// so that rows that are right already count less. The result is the sum over the rows divided by Σ w[k], and for each row
//
//	∂z[c] = ∂y·w[k]·(1−p)^γ·(1 − γ·p·log p/(1−p))·(softmax(z)[c] − [c = k]) / Σ w[k]
//
// With γ = 0 it is CrossEntropy without smoothing.
func (g *Graph) Focal(logits *Node, labels []int, gamma float64, weights []float64) *Node {
	if !g.classify("focal", logits, labels, weights) {
		return &g.none
	}
	if !(gamma >= 0 && gamma <= math.MaxFloat32) {
		return g.wrongParam("focal", "gamma", "a finite number, at least 0", gamma)
	}
	op := Slot[focal](g)
	op.labels, op.weights, op.gamma = labels, weights, gamma
	return g.Apply(op, 1, 1, logits)
}

type focal struct {
	labelled
	gamma float64
}

func (op *focal) Forward(y *Node, x []*Node) { op.forward(op, y, x[0], 1/op.weightSum()) }

func (op *focal) rows(grad, z []float32, labels []int) float64 {
	return eachRow(grad, z, labels, op.row)
}

func (op *focal) row(grad, z []float32, label int) float64 {
	top, logSum := softmaxOf(grad, z)
	log := float64(z[label]-top) - logSum // log p
	rest := 0.0                           // 1 − p, with all its digits
	for c, p := range grad {
		if c != label {
			rest += float64(p)
		}
	}
	ratio := -1.0 // log p/(1−p), and its limit for p = 1
	if rest > 0 {
		ratio = log / rest
	}
	w := op.weight(label) * math.Pow(rest, op.gamma)
	factor := w * (1 - op.gamma*math.Exp(log)*ratio) * op.scale
	for c, p := range grad {
		grad[c] = float32(factor * float64(p))
	}
	grad[label] = float32(-factor * rest)
	if log == 0 {
		return 0
	}
	return -w * log
}
