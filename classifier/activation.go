package classifier

import (
	"fmt"
	"strings"

	"github.com/saccade-go/saccade/internal/kernel"
)

// An Activation is the function between two layers. The zero value is ReLU.
type Activation uint8

const (
	// ReLU is max(x, 0); its derivative at 0 is taken as 0, as PyTorch does.
	ReLU Activation = iota
	// Tanh is the hyperbolic tangent.
	Tanh
	// Sigmoid is 1 / (1 + exp(−x)).
	Sigmoid
)

// Each entry has the name, the function, and what multiplies a gradient dy by the derivative, given the output y.
var activations = [...]struct {
	name     string
	forward  func(dst, src []float32)
	backward func(dx, dy, y []float32)
}{
	ReLU:    {"relu", kernel.ReLU, kernel.ReLUGrad},
	Tanh:    {"tanh", kernel.Tanh, kernel.TanhGrad},
	Sigmoid: {"sigmoid", kernel.Sigmoid, kernel.SigmoidGrad},
}

func (a Activation) known() bool { return int(a) < len(activations) }

// String returns the name, "relu", "tanh" or "sigmoid".
func (a Activation) String() string {
	if !a.known() {
		return fmt.Sprintf("activation %d", uint8(a))
	}
	return activations[a].name
}

// MarshalText writes the name.
func (a Activation) MarshalText() ([]byte, error) {
	if !a.known() {
		return nil, fmt.Errorf("wanted a known activation, found number %d", uint8(a))
	}
	return []byte(a.String()), nil
}

// UnmarshalText reads a name; case doesn't matter.
func (a *Activation) UnmarshalText(text []byte) error {
	names := make([]string, len(activations))
	for i, known := range activations {
		if strings.EqualFold(string(text), known.name) {
			*a = Activation(i)
			return nil
		}
		names[i] = known.name
	}
	return fmt.Errorf("activation: wanted one of %s, found %q", strings.Join(names, ", "), text)
}
