package classifier

import (
	"github.com/saccade-go/saccade/autodiff"
	"github.com/saccade-go/saccade/tensor"
)

// A forwardPass is a network as operations on nodes of a graph. The graph's backward pass writes the gradients of the
// network's first trained params into grads.
type forwardPass struct {
	graph   *autodiff.Graph
	dropout float64
	act     Activation
	weights []*autodiff.Node      // Out×In of each layer
	biases  []*autodiff.Node      // 1×Out
	norms   []*autodiff.BatchNorm // of the network; or none
	grads   []float32
}

func newForwardPass(net *Network, dropout float64, workers int) *forwardPass {
	f := &forwardPass{graph: autodiff.New(workers), dropout: dropout, act: net.act, grads: make([]float32, net.trained)}
	grads := f.grads
	param := func(rows, cols int, value []float32) *autodiff.Node {
		n := autodiff.Param(tensor.Matrix{Rows: rows, Cols: cols, Data: value})
		n.Grad.Data, grads = grads[:len(value):len(value)], grads[len(value):]
		return n
	}
	for _, d := range net.layers {
		f.weights = append(f.weights, param(d.Out, d.In, d.W))
		f.biases = append(f.biases, param(1, d.Out, d.B))
	}
	for _, norm := range net.norms {
		own := *norm
		own.Weight = param(1, len(norm.Mean), norm.Weight.Value.Data)
		own.Bias = param(1, len(norm.Mean), norm.Bias.Value.Data)
		f.norms = append(f.norms, &own)
	}
	return f
}

// logits maps features x (N×Inputs) to logits (N×Classes).
func (f *forwardPass) logits(x *autodiff.Node) *autodiff.Node {
	g, last := f.graph, len(f.weights)-1
	for l := range last {
		x = g.Linear(x, f.weights[l], f.biases[l])
		if len(f.norms) > 0 {
			x = g.BatchNorm(x, f.norms[l])
		}
		x = activations[f.act].node(g, x)
		x = g.Dropout(x, f.dropout)
	}
	return g.Linear(x, f.weights[last], f.biases[last])
}
