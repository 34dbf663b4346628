package classifier

import (
	"fmt"
	"strings"
)

// A Method is how an [Optimizer] changes weights. The zero value is SGD.
type Method uint8

const (
	// SGD is stochastic gradient descent with momentum.
	SGD Method = iota
	// AdamW is Adam with decoupled weight decay (Loshchilov & Hutter 2019, "Decoupled Weight Decay Regularization").
	AdamW
	// LBFGS is L-BFGS on all samples at once (Nocedal & Wright 2006, "Numerical Optimization", chapter 7.2), for softmax
	// regression.
	LBFGS
)

var methods = [...]string{SGD: "sgd", AdamW: "adamw", LBFGS: "lbfgs"}

func (m Method) known() bool { return int(m) < len(methods) }

// String returns the name, "sgd", "adamw" or "lbfgs".
func (m Method) String() string {
	if !m.known() {
		return fmt.Sprintf("optimizer %d", uint8(m))
	}
	return methods[m]
}

// MarshalText writes the name.
func (m Method) MarshalText() ([]byte, error) {
	if !m.known() {
		return nil, fmt.Errorf("wanted a known optimizer, found number %d", uint8(m))
	}
	return []byte(m.String()), nil
}

// UnmarshalText reads a name; case doesn't matter.
func (m *Method) UnmarshalText(text []byte) error {
	for i, name := range methods {
		if strings.EqualFold(string(text), name) {
			*m = Method(i)
			return nil
		}
	}
	return fmt.Errorf("optimizer: wanted one of %s, found %q", strings.Join(methods[:], ", "), text)
}
