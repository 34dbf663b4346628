package classifier

import (
	"fmt"
	"strings"
)

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

var curves = [...]string{Constant: "constant", StepDecay: "step", Cosine: "cosine", OneCycle: "one_cycle", Plateau: "plateau"}

func (c Curve) known() bool { return int(c) < len(curves) }

// String returns the name, "constant", "step", "cosine", "one_cycle" or "plateau".
func (c Curve) String() string {
	if !c.known() {
		return fmt.Sprintf("schedule %d", uint8(c))
	}
	return curves[c]
}

// MarshalText writes the name.
func (c Curve) MarshalText() ([]byte, error) {
	if !c.known() {
		return nil, fmt.Errorf("wanted a known schedule, found number %d", uint8(c))
	}
	return []byte(c.String()), nil
}

// UnmarshalText reads a name; case doesn't matter.
func (c *Curve) UnmarshalText(text []byte) error {
	for i, name := range curves {
		if strings.EqualFold(string(text), name) {
			*c = Curve(i)
			return nil
		}
	}
	return fmt.Errorf("schedule: wanted one of %s, found %q", strings.Join(curves[:], ", "), text)
}
