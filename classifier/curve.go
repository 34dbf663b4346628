package classifier

// A Curve is the shape that a [Schedule] gives the learning rate. The zero value is Constant.
type Curve uint8

const (
	// Constant stays as it is.
	Constant Curve = iota
	// StepDecay falls by a factor every few epochs.
	StepDecay
	// Cosine falls along half a cosine.
	Cosine
	// OneCycle rises and falls once (Smith & Topin 2018, "Super-Convergence").
	OneCycle
	// Plateau falls by a factor when the validation loss doesn't.
	Plateau
)

var curves = names{"schedule", []string{Constant: "constant", StepDecay: "step", Cosine: "cosine", OneCycle: "one_cycle", Plateau: "plateau"}}

func (c Curve) known() bool { return curves.known(uint8(c)) }

// String returns the name: "constant", "step", "cosine", "one_cycle" or "plateau".
func (c Curve) String() string { return curves.String(uint8(c)) }

// MarshalText writes the name.
func (c Curve) MarshalText() ([]byte, error) { return curves.marshal(uint8(c)) }

// UnmarshalText reads a name; case doesn't matter.
func (c *Curve) UnmarshalText(text []byte) (err error) {
	v, err := curves.parse(text)
	if err == nil {
		*c = Curve(v)
	}
	return err
}
