package classifier

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

var methods = names{"optimizer", []string{SGD: "sgd", AdamW: "adamw", LBFGS: "lbfgs"}}

func (m Method) known() bool { return methods.known(uint8(m)) }

// String returns the name: "sgd", "adamw" or "lbfgs".
func (m Method) String() string { return methods.String(uint8(m)) }

// MarshalText writes the name.
func (m Method) MarshalText() ([]byte, error) { return methods.marshal(uint8(m)) }

// UnmarshalText reads a name; case doesn't matter.
func (m *Method) UnmarshalText(text []byte) (err error) {
	v, err := methods.parse(text)
	if err == nil {
		*m = Method(v)
	}
	return err
}
