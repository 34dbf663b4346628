package classifier

import (
	"github.com/saccade-go/saccade/autodiff"
	"github.com/saccade-go/saccade/internal/kernel"
)

// An Activation is the function between two layers, for each value of a layer's output. The zero value is ReLU.
type Activation uint8

const (
	// ReLU is max(x, 0); its derivative at 0 is taken as 0, as PyTorch does.
	ReLU Activation = iota
	// Tanh is the hyperbolic tangent.
	Tanh
	// Sigmoid is 1 / (1 + exp(−x)).
	Sigmoid
	// LeakyReLU is x above 0 and x/100 elsewhere, as torch.nn.LeakyReLU has it.
	LeakyReLU
	// GELU is x·Φ(x), where Φ is the cumulative distribution function of the normal distribution (Hendrycks & Gimpel
	// 2016), as torch.nn.GELU has it.
	GELU
)

var activationNames = names{"activation", []string{ReLU: "relu", Tanh: "tanh", Sigmoid: "sigmoid", LeakyReLU: "leaky_relu", GELU: "gelu"}}

// activations have the function for inference, on all of src, and as an operation of a graph, which give the same bytes; and,
// where one pass is enough, the function of y + bias for each row of y.
var activations = [...]struct {
	apply  func(dst, src []float32)
	biased func(y, bias []float32)
	node   func(g *autodiff.Graph, x *autodiff.Node) *autodiff.Node
}{
	ReLU:      {kernel.ReLU, kernel.BiasReLU, (*autodiff.Graph).ReLU},
	Tanh:      {kernel.Tanh, nil, (*autodiff.Graph).Tanh},
	Sigmoid:   {kernel.Sigmoid, nil, (*autodiff.Graph).Sigmoid},
	LeakyReLU: {leakyReLU, biasLeakyReLU, leakyReLUNode},
	GELU:      {kernel.GELU, nil, (*autodiff.Graph).GELU},
}

func leakyReLU(dst, src []float32) { kernel.LeakyReLU(dst, src, autodiff.LeakySlope) }

func biasLeakyReLU(y, bias []float32) { kernel.BiasLeakyReLU(y, bias, autodiff.LeakySlope) }

func leakyReLUNode(g *autodiff.Graph, x *autodiff.Node) *autodiff.Node {
	return g.LeakyReLU(x, autodiff.LeakySlope)
}

func (a Activation) known() bool { return activationNames.known(uint8(a)) }

// String returns the name: "relu", "tanh", "sigmoid", "leaky_relu" or "gelu".
func (a Activation) String() string { return activationNames.String(uint8(a)) }

// MarshalText writes the name.
func (a Activation) MarshalText() ([]byte, error) { return activationNames.marshal(uint8(a)) }

// UnmarshalText reads a name; case doesn't matter.
func (a *Activation) UnmarshalText(text []byte) (err error) {
	v, err := activationNames.parse(text)
	if err == nil {
		*a = Activation(v)
	}
	return err
}
