package autodiff

// SquaredError is that of logits against targets of 1 at the labels and 0 elsewhere, a 1×1 node. logits, labels and weights
// are those of [Graph.CrossEntropy]. A row with label k has the loss
//
//	w[k]/C·Σ (z[c] − [c = k])²
//
// and the result is the sum over the rows divided by Σ w[k], for each row with
//
//	∂z[c] = ∂y·2·w[k]/C·(z[c] − [c = k]) / Σ w[k]
//
// Without weights it is [Graph.MSE] of one-hot targets.
func (g *Graph) SquaredError(logits *Node, labels []int, weights []float64) *Node {
	if !g.classify("squared_error", logits, labels, weights) {
		return &g.none
	}
	op := Slot[squaredError](g)
	op.labels, op.weights = labels, weights
	return g.Apply(op, 1, 1, logits)
}

type squaredError struct{ labelled }

func (op *squaredError) Forward(y *Node, x []*Node) { op.forward(op, y, x[0], 1/op.weightSum()) }

func (op *squaredError) rows(grad, z []float32, labels []int) float64 {
	return eachRow(grad, z, labels, op.row)
}

func (op *squaredError) row(grad, z []float32, label int) float64 {
	w := op.weight(label) / float64(len(z))
	sum := 0.0
	for c, v := range z {
		d := float64(v)
		if c == label {
			d--
		}
		sum += d * d
		grad[c] = float32(2 * w * d * op.scale)
	}
	return w * sum
}
