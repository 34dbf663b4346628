package classifier

import (
	"encoding/json"
	"math"
)

// A Figure is a number that some samples leave undefined: a class of which there are none has no area under a curve. It is
// NaN then, and null in JSON.
type Figure float64

// undefined is the figure that there isn't.
func undefined() Figure { return Figure(math.NaN()) }

// Defined reports whether the figure is a number.
func (f Figure) Defined() bool { return f == f }

// MarshalJSON writes the number, or null.
func (f Figure) MarshalJSON() ([]byte, error) {
	if !f.Defined() {
		return []byte("null"), nil
	}
	return json.Marshal(float64(f))
}

// UnmarshalJSON reads a number or null.
func (f *Figure) UnmarshalJSON(b []byte) error {
	v := math.NaN()
	err := json.Unmarshal(b, &v) // null leaves v as it is
	*f = Figure(v)
	return err
}

// mean is Σ w·v / Σ w over the figures v that are defined; undefined if there are none of weight.
func mean(figures []Figure, weight func(i int) float64) Figure {
	sum, total := 0.0, 0.0
	for i, f := range figures {
		if f.Defined() {
			sum += weight(i) * float64(f)
			total += weight(i)
		}
	}
	if total == 0 {
		return undefined()
	}
	return Figure(sum / total)
}

// alike gives each the same weight.
func alike(int) float64 { return 1 }
