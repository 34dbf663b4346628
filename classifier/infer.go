package classifier

import (
	"fmt"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
)

// inferRows is how many samples go through the network at a time, which bounds the memory for hidden layers.
const inferRows = 64

// Logits writes the network's outputs for the samples x (N×Inputs) into dst (N×Classes), whose memory is
// reused and is not x's. A sample has the same bytes alone as in any batch. Nothing is allocated once dst is large
// enough; a caller who has several workers shares the rows out among them.
//
// Samples of another length or with NaN or Inf, and weights so large that a logit isn't finite, are a
// *DataError with the row.
func (n *Network) Logits(dst *Matrix, x Matrix) error {
	if err := checkMatrix("classify", x, n.Inputs()); err != nil {
		return err
	}
	dst.Reset(x.Rows, n.Classes())
	for i := 0; i < x.Rows; i += inferRows {
		end := min(i+inferRows, x.Rows)
		n.infer(rowsOf(*dst, i, end), rowsOf(x, i, end))
	}
	if i := kernel.NotFinite(dst.Data); i >= 0 {
		return &DataError{Op: "classify", Row: i / dst.Cols, Want: "finite logits", Got: fmt.Sprint(dst.Data[i])}
	}
	return nil
}

// infer writes the logits of x (N×Inputs) into dst (N×Classes), as [forwardPass.logits] does without training. Two buffers
// take turns as layers' outputs.
func (n *Network) infer(dst, x Matrix) {
	width := 0
	for _, d := range n.layers {
		width = max(width, d.Out)
	}
	buf := scratch.Float32.Get(2 * x.Rows * width)
	defer scratch.Float32.Put(buf)
	free, next := buf.S[:x.Rows*width], buf.S[x.Rows*width:]
	last := len(n.layers) - 1
	for l, d := range n.layers[:last] {
		y := Matrix{Rows: x.Rows, Cols: d.Out, Data: free[:x.Rows*d.Out]}
		n.hidden(y, x, l)
		x, free, next = y, next, free
	}
	n.layers[last].forward(dst, x)
}

// hidden writes what comes out of hidden layer l.
func (n *Network) hidden(y, x Matrix, l int) {
	d, act := n.layers[l], activations[n.act]
	if act.biased != nil && !n.BatchNorm() {
		d.product(y, x)
		act.biased(y.Data, d.B)
		return
	}
	d.forward(y, x)
	if n.BatchNorm() {
		n.norms[l].Apply(y, y)
	}
	act.apply(y.Data, y.Data)
}

// Probabilities writes softmax(logits) of the samples x (N×Inputs) into dst (N×Classes); each row sums to 1.
// All else is as with [Network.Logits].
func (n *Network) Probabilities(dst *Matrix, x Matrix) error {
	if err := n.Logits(dst, x); err != nil {
		return err
	}
	kernel.SoftmaxRows(dst.Data, dst.Data, dst.Cols)
	return nil
}

// Predict returns for each of the samples x (N×Inputs) the class with the largest logit, the first of equals.
func (n *Network) Predict(x Matrix) ([]int, error) {
	var logits Matrix
	if err := n.Logits(&logits, x); err != nil {
		return nil, err
	}
	classes := make([]int, x.Rows)
	for i := range classes {
		classes[i] = argmax(logits.Row(i))
	}
	return classes, nil
}

// argmax returns the index of the largest value, the first of equals.
func argmax(s []float32) int {
	best := 0
	for i, v := range s {
		if v > s[best] {
			best = i
		}
	}
	return best
}
