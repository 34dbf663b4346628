package classifier

import (
	"fmt"
	"strings"
)

// names are what the values of an enumeration are called in text, and what the enumeration itself is called in errors.
type names struct {
	what string
	of   []string
}

// String returns the name of value v, or what it is and its number if it has none.
func (n names) String(v uint8) string {
	if !n.known(v) {
		return fmt.Sprintf("%s %d", n.what, v)
	}
	return n.of[v]
}

func (n names) known(v uint8) bool { return int(v) < len(n.of) }

// marshal writes the name.
func (n names) marshal(v uint8) ([]byte, error) {
	if !n.known(v) {
		return nil, fmt.Errorf("wanted a known %s, found number %d", n.what, v)
	}
	return []byte(n.of[v]), nil
}

// parse reads a name; case doesn't matter.
func (n names) parse(text []byte) (uint8, error) {
	for i, name := range n.of {
		if strings.EqualFold(string(text), name) {
			return uint8(i), nil
		}
	}
	return 0, fmt.Errorf("%s: wanted one of %s, found %q", n.what, n.list(), text)
}

// list returns all names: "relu, tanh".
func (n names) list() string { return strings.Join(n.of, ", ") }
