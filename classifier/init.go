package classifier

import (
	"math"
	"math/rand/v2"
)

// An Init is how the weights of a new network are drawn. All draw uniformly from −a … a, where a depends on the number
// of a layer's inputs and outputs. The zero value is TorchInit.
type Init uint8

const (
	// TorchInit has a = 1/√inputs for weights and biases, as torch.nn.Linear: kaiming_uniform with a = √5.
	TorchInit Init = iota
	// Xavier has a = √(6/(inputs + outputs)) for weights, and no biases (Glorot & Bengio 2010), as
	// torch.nn.init.xavier_uniform_. It suits tanh and sigmoid.
	Xavier
	// He has a = √(6/inputs) for weights, and no biases (He et al. 2015), as torch.nn.init.kaiming_uniform_ for relu.
	He
)

var inits = names{"init", []string{TorchInit: "torch", Xavier: "xavier", He: "he"}}

// draw gives a layer its first weights.
func (i Init) draw(d Dense, r *rand.Rand) {
	in, out := float64(d.In), float64(d.Out)
	switch i {
	case Xavier:
		uniform(d.W, math.Sqrt(6/(in+out)), r)
	case He:
		uniform(d.W, math.Sqrt(6/in), r)
	default:
		uniform(d.W, 1/math.Sqrt(in), r)
		uniform(d.B, 1/math.Sqrt(in), r)
	}
}

func uniform(s []float32, a float64, r *rand.Rand) {
	for i := range s {
		s[i] = float32(a * (2*r.Float64() - 1))
	}
}

func (i Init) known() bool { return inits.known(uint8(i)) }

// String returns the name: "torch", "xavier" or "he".
func (i Init) String() string { return inits.String(uint8(i)) }

// MarshalText writes the name.
func (i Init) MarshalText() ([]byte, error) { return inits.marshal(uint8(i)) }

// UnmarshalText reads a name; case doesn't matter.
func (i *Init) UnmarshalText(text []byte) (err error) {
	v, err := inits.parse(text)
	if err == nil {
		*i = Init(v)
	}
	return err
}
