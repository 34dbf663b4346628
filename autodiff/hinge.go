package autodiff

// Hinge is the multi-class margin loss of a linear support vector machine, as torch.nn.MultiMarginLoss has it (p = 1,
// margin 1), a 1×1 node. logits, labels and weights are those of [Graph.CrossEntropy]. A row with label k has the loss
//
//	w[k]/C·Σ max(0, 1 − z[k] + z[c]) over the classes c ≠ k
//
// and the result is the mean over the N rows. With m the number of terms above 0, for each row
//
//	∂z[c] = ∂y·w[k]/(N·C) for the classes of these terms        ∂z[k] = −∂y·m·w[k]/(N·C)
func (g *Graph) Hinge(logits *Node, labels []int, weights []float64) *Node {
	if !g.classify("hinge", logits, labels, weights) {
		return &g.none
	}
	op := Slot[hinge](g)
	op.labels, op.weights = labels, weights
	return g.Apply(op, 1, 1, logits)
}

type hinge struct{ labelled }

func (op *hinge) Forward(y *Node, x []*Node) {
	op.forward(op, y, x[0], 1/float64(x[0].Value.Rows))
}

func (op *hinge) rows(grad, z []float32, labels []int) float64 {
	return eachRow(grad, z, labels, op.row)
}

func (op *hinge) row(grad, z []float32, label int) float64 {
	w := op.weight(label) / float64(len(z))
	loss, terms := 0.0, 0
	for c, v := range z {
		grad[c] = 0
		margin := 1 - float64(z[label]) + float64(v)
		if c == label || margin <= 0 {
			continue
		}
		loss += margin
		grad[c] = float32(w * op.scale)
		terms++
	}
	grad[label] = float32(-w * op.scale * float64(terms))
	return w * loss
}
