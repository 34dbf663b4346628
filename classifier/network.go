package classifier

import (
	"math/rand/v2"

	"github.com/saccade-go/saccade/autodiff"
	"github.com/saccade-go/saccade/tensor"
)

// A Network is a softmax regression (one Dense layer) or a multilayer perceptron: several, with an Activation after each
// but the last, and batch normalisation before it if wanted. It maps feature vectors to one logit per class.
//
// Inference is safe for concurrent use; training and writes to [Network.Params] exclude all else.
type Network struct {
	params  []float32             // every number of the arrays below, in the order of [Network.Params]
	trained int                   // how many of them are trained; behind them are running statistics
	layers  []Dense               // their W and B are parts of params
	norms   []*autodiff.BatchNorm // behind each layer but the last, parts of params, too; or none
	act     Activation
}

// NewSoftmax returns a softmax regression with random weights; see [NewMLP].
func NewSoftmax(inputs, classes int, seed uint64) (*Network, error) {
	return NewMLP(inputs, nil, classes, ReLU, seed)
}

// NewMLP returns a network with a hidden layer of each of the given sizes, and random weights that depend on
// the sizes and seed only, drawn as [TorchInit] says. Without hidden layers it is a softmax regression. A bad size is a
// *tensor.ParamError. [Config.New] knows more kinds of networks.
func NewMLP(inputs int, hidden []int, classes int, act Activation, seed uint64) (*Network, error) {
	return Config{Hidden: hidden, Activation: act, Training: Training{Seed: seed}}.New(inputs, classes)
}

// initStream keeps the random numbers of the weights apart from those of the epochs, which have the same seed.
const initStream = 0x77656967687473

// New returns a network with random weights, which depend on the sizes, Init and Seed only.
func (c Config) New(inputs, classes int) (*Network, error) {
	if err := c.checkNetwork(inputs, classes); err != nil {
		return nil, err
	}
	n := newNetwork(c.sizes(inputs, classes), c.Activation, c.BatchNorm)
	r := rand.New(rand.NewPCG(c.Seed, initStream))
	for _, d := range n.layers {
		c.Init.draw(d, r)
	}
	return n, nil
}

// sizes are those of the inputs, hidden layers and classes.
func (c Config) sizes(inputs, classes int) []int {
	return append(append([]int{inputs}, c.Hidden...), classes)
}

// maxParams bounds the numbers of a network, 4 GiB, so that a wrong size is an error and not the end.
const maxParams = 1 << 30

// normParams is how many numbers a feature's batch normalisation has.
const normParams = 4

func (c Config) checkNetwork(inputs, classes int) error {
	refuse := func(param, want string, got any) error {
		return &tensor.ParamError{Op: "network", Param: param, Want: want, Got: got}
	}
	switch {
	case inputs < 1:
		return refuse("inputs", "at least 1", inputs)
	case classes < 2:
		return refuse("classes", "at least 2", classes)
	case !c.Activation.known():
		return refuse("activation", activationNames.list(), c.Activation)
	case !c.Init.known():
		return refuse("init", inits.list(), c.Init)
	case c.BatchNorm && len(c.Hidden) == 0:
		return refuse("batch_norm", "hidden layers with it", c.BatchNorm)
	}
	total, in := int64(0), int64(inputs)
	for _, size := range c.sizes(inputs, classes)[1:] {
		out := int64(size)
		if out < 1 {
			return refuse("hidden", "sizes of at least 1", c.Hidden)
		}
		if in > maxParams || out > maxParams || total+(in+1+normParams)*out > maxParams {
			return refuse("hidden", "at most 2³⁰ weights in all", c.Hidden)
		}
		total, in = total+(in+1+normParams)*out, out
	}
	return nil
}

// newNetwork returns a network of zeros, but for norms, which leave everything as it is; sizes are those of its inputs,
// hidden layers and classes.
func newNetwork(sizes []int, act Activation, batchNorm bool) *Network {
	n := &Network{act: act}
	for l, out := range sizes[1:] {
		n.layers = append(n.layers, Dense{In: sizes[l], Out: out})
		n.trained += (sizes[l] + 1) * out
	}
	total := n.trained
	if batchNorm {
		for _, d := range n.layers[:len(n.layers)-1] {
			n.norms = append(n.norms, autodiff.NewBatchNorm(d.Out))
			n.trained += 2 * d.Out
			total += normParams * d.Out
		}
	}
	n.adopt(make([]float32, total))
	return n
}

// adopt makes the layers' weights and the norms' arrays parts of params, which takes the norms' values.
func (n *Network) adopt(params []float32) {
	n.params = params
	take := func(size int) (part []float32) {
		part, params = params[:size:size], params[size:]
		return part
	}
	move := func(from *[]float32) {
		part := take(len(*from))
		copy(part, *from)
		*from = part
	}
	for l := range n.layers {
		d := &n.layers[l]
		d.W, d.B = take(d.Out*d.In), take(d.Out)
	}
	for _, norm := range n.norms {
		move(&norm.Weight.Value.Data)
		move(&norm.Bias.Value.Data)
	}
	for _, norm := range n.norms {
		move(&norm.Mean)
		move(&norm.Var)
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

// BatchNorm reports whether there is batch normalisation between the layers.
func (n *Network) BatchNorm() bool { return len(n.norms) > 0 }

// Clone returns a network equal to n and independent of it.
func (n *Network) Clone() *Network {
	sizes := append(append([]int{n.Inputs()}, n.Hidden()...), n.Classes())
	c := newNetwork(sizes, n.act, n.BatchNorm())
	copy(c.params, n.params)
	return c
}
