package imgproc

import "github.com/saccade-go/saccade/tensor"

// A Border says what lies beyond the border of an image; the examples continue "abcd" on both sides. The names and
// results are those of numpy.pad. The zero value is the default of the operation, which its comment names.
type Border uint8

const (
	// Constant continues with one value, "000|abcd|000".
	Constant Border = iota + 1
	// Edge repeats the border's pixels, "aaa|abcd|ddd": BORDER_REPLICATE of OpenCV, nearest of SciPy.
	Edge
	// Reflect mirrors at the border's pixels without repeating them, "dcb|abcd|cba": BORDER_REFLECT_101 of OpenCV,
	// mirror of SciPy.
	Reflect
	// Symmetric mirrors and repeats the border's pixels, "cba|abcd|dcb": BORDER_REFLECT of OpenCV, reflect of SciPy.
	Symmetric
	// Wrap starts over, "bcd|abcd|abc".
	Wrap
)

var borderNames = []string{"default", "constant", "edge", "reflect", "symmetric", "wrap"}

// String returns the border's name in lower case; that of the zero value is "default".
func (b Border) String() string { return nameOf("border", borderNames, int(b)) }

// MarshalText writes the border's name.
func (b Border) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

// UnmarshalText reads a border's name; case doesn't matter.
func (b *Border) UnmarshalText(text []byte) error {
	i, err := nameIndex("border", borderNames, text)
	if err == nil {
		*b = Border(i)
	}
	return err
}

func (b Border) valid() bool { return int(b) < len(borderNames) }

// or returns b, or the operation's own default if b is the zero value.
func (b Border) or(own Border) Border {
	if b == 0 {
		return own
	}
	return b
}

// outside is the source index of what isn't in the source.
const outside = -1

// index returns which of n pixels stands at the place at, beyond the border, or outside.
func (b Border) index(at, n int) int {
	switch b {
	case Edge:
		return min(max(at, 0), n-1)
	case Reflect:
		period := max(2*(n-1), 1)
		at = modulo(at, period)
		return min(at, period-at)
	case Symmetric:
		at = modulo(at, 2*n)
		return min(at, 2*n-1-at)
	case Wrap:
		return modulo(at, n)
	}
	return outside
}

func modulo(a, n int) int { return ((a % n) + n) % n }

// checkBorder reports a border that isn't one of the constants, as the parameter param of op.
func checkBorder(op, param string, b Border) error {
	if !b.valid() {
		return &tensor.ParamError{Op: op, Param: param, Want: "a known border", Got: b}
	}
	return nil
}
