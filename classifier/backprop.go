package classifier

// backprop runs a network forward and backward on batches. Its memory is reused from one to the next.
type backprop struct {
	net     *Network
	loss    CrossEntropy
	workers int

	grads  []float32 // ∂L/∂params, laid out as net.params
	layers []Dense   // parts of grads
	outs   []Matrix  // outs[l] (N×Out of layer l): its output, after the activation
	deltas []Matrix  // deltas[l] (N×Out of layer l): ∂L/∂(x·Wᵀ+b)
	dx     *Matrix   // ∂L/∂x (N×Inputs), if it is wanted
}

func newBackprop(net *Network, loss CrossEntropy, workers int) *backprop {
	b := &backprop{net: net, loss: loss, workers: workers}
	b.grads = make([]float32, len(net.params))
	b.layers = append(b.layers, net.layers...)
	view(b.layers, b.grads)
	b.outs = make([]Matrix, len(net.layers))
	b.deltas = make([]Matrix, len(net.layers))
	return b
}

// run computes the gradients of the mean loss on the samples x (N×Inputs) with their labels (N).
func (b *backprop) run(x Matrix, labels []int) tally {
	b.forward(x)
	last := len(b.outs) - 1
	b.deltas[last].Reset(x.Rows, b.net.Classes())
	t := b.loss.batch(b.deltas[last], b.outs[last], labels)
	b.backward(x)
	return t
}

func (b *backprop) forward(x Matrix) {
	for l, d := range b.net.layers {
		y := &b.outs[l]
		y.Reset(x.Rows, d.Out)
		d.forward(*y, x, b.workers)
		if l < len(b.outs)-1 {
			activations[b.net.act].forward(y.Data, y.Data)
		}
		x = *y
	}
}

func (b *backprop) backward(x Matrix) {
	for l := len(b.outs) - 1; l > 0; l-- {
		d, y, dy := b.net.layers[l], b.outs[l-1], &b.deltas[l-1]
		dy.Reset(x.Rows, d.In)
		d.backward(b.layers[l], *dy, b.deltas[l], y, b.workers)
		activations[b.net.act].backward(dy.Data, dy.Data, y.Data)
	}
	var dx Matrix
	if b.dx != nil {
		b.dx.Reset(x.Rows, x.Cols)
		dx = *b.dx
	}
	b.net.layers[0].backward(b.layers[0], dx, b.deltas[0], x, b.workers)
}
