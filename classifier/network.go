package classifier

import (
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// A Network is a softmax regression (one Dense layer) or a multilayer perceptron (several, with an Activation
// after each but the last). It maps feature vectors to one logit per class.
//
// Inference is safe for concurrent use; [Fit] and writes to [Network.Params] exclude all else.
type Network struct {
	params []float32 // every weight: the layers' W and B are parts of it, in order
	layers []Dense
	act    Activation
}

// NewSoftmax returns a softmax regression with random weights; see [NewMLP].
func NewSoftmax(inputs, classes int, seed uint64) (*Network, error) {
	return NewMLP(inputs, nil, classes, ReLU, seed)
}

// initStream keeps the random numbers of the weights apart from those of the epochs, which have the same seed.
const initStream = 0x77656967687473

// NewMLP returns a network with a hidden layer of each of the given sizes, and random weights that depend on
// the sizes and seed only: uniform in ±1/√inputs of their layer, as PyTorch draws them. Without hidden layers
// it is a softmax regression. A bad size is a *tensor.ParamError.
func NewMLP(inputs int, hidden []int, classes int, act Activation, seed uint64) (*Network, error) {
	if err := checkSizes(inputs, hidden, classes, act); err != nil {
		return nil, err
	}
	sizes := append(append([]int{inputs}, hidden...), classes)
	n := newNetwork(sizes, act)
	r := rand.New(rand.NewPCG(seed, initStream))
	for _, d := range n.layers {
		d.init(r)
	}
	return n, nil
}

// maxParams bounds the weights of a network, 4 GiB, so that a wrong size is an error and not the end.
const maxParams = 1 << 30

func checkSizes(inputs int, hidden []int, classes int, act Activation) error {
	refuse := func(param, want string, got any) error {
		return &tensor.ParamError{Op: "network", Param: param, Want: want, Got: got}
	}
	switch {
	case inputs < 1:
		return refuse("inputs", "at least 1", inputs)
	case classes < 2:
		return refuse("classes", "at least 2", classes)
	case !act.known():
		return refuse("activation", "relu, tanh or sigmoid", act)
	}
	total, in := 0, inputs
	for _, out := range append(hidden[:len(hidden):len(hidden)], classes) {
		if out < 1 {
			return refuse("hidden", "sizes of at least 1", hidden)
		}
		if in > maxParams || out > maxParams || total+(in+1)*out > maxParams {
			return refuse("hidden", "at most 2³⁰ weights in all", hidden)
		}
		total, in = total+(in+1)*out, out
	}
	return nil
}

// newNetwork returns a network of zeros; sizes are those of its inputs, hidden layers and classes.
func newNetwork(sizes []int, act Activation) *Network {
	n := &Network{act: act}
	total := 0
	for l, out := range sizes[1:] {
		n.layers = append(n.layers, Dense{In: sizes[l], Out: out})
		total += (sizes[l] + 1) * out
	}
	n.params = make([]float32, total)
	view(n.layers, n.params)
	return n
}

// view makes the layers' weights parts of params.
func view(layers []Dense, params []float32) {
	for l := range layers {
		d := &layers[l]
		w := d.Out * d.In
		d.W, d.B, params = params[:w:w], params[w:w+d.Out:w+d.Out], params[w+d.Out:]
	}
}

// Inputs returns the length of the feature vectors.
func (n *Network) Inputs() int { return n.layers[0].In }

// Classes returns the number of classes.
func (n *Network) Classes() int { return n.layers[len(n.layers)-1].Out }

// Hidden returns the sizes of the hidden layers.
func (n *Network) Hidden() []int {
	sizes := []int{}
	for _, d := range n.layers[:len(n.layers)-1] {
		sizes = append(sizes, d.Out)
	}
	return sizes
}

// Activation returns the function between the layers.
func (n *Network) Activation() Activation { return n.act }

// Clone returns a network equal to n and independent of it.
func (n *Network) Clone() *Network {
	c := &Network{params: append([]float32(nil), n.params...), layers: append([]Dense(nil), n.layers...), act: n.act}
	view(c.layers, c.params)
	return c
}
