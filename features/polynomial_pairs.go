package features

import (
	"fmt"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// PolynomialPairs makes of a vector x of D values the products of all pairs of them, so that a linear classifier finds what
// depends on two together: x₀·x₀, x₀·x₁, … x₀·x_{D−1}, x₁·x₁, … This is scikit-learn's PolynomialFeatures of degree 2 without
// the bias, and in its order.
//
// The result has D·(D+1)/2 values, or D·(D−1)/2 with InteractionOnly, and D more with Linear. The input is float32 of a known
// shape, all its values one vector, at most 4096. Products are float32: large ones are infinite.
//
// JSON: {"linear": true, "interaction_only": false}.
type PolynomialPairs struct {
	// Linear puts x itself in front of the products.
	Linear bool `json:"linear,omitempty"`
	// InteractionOnly leaves out the squares.
	InteractionOnly bool `json:"interaction_only,omitempty"`
}

// maxPaired bounds how many values make pairs: 8 million of them.
const maxPaired = 4096

// OutSpec returns a vector.
func (p PolynomialPairs) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "polynomial_pairs"
	if err := checkValues(op, in); err != nil {
		return tensor.Spec{}, err
	}
	d := in.Len()
	if d > maxPaired {
		return tensor.Spec{}, &tensor.SpecError{Op: op, Want: fmt.Sprintf("at most %d values to make pairs of", maxPaired), Got: in}
	}
	n := d * (d + 1) / 2
	if p.InteractionOnly {
		n -= d
	}
	if p.Linear {
		n += d
	}
	if n == 0 {
		return tensor.Spec{}, &tensor.SpecError{Op: op, Want: "at least 2 values, to have interactions", Got: in}
	}
	return tensor.VectorSpec(n), nil
}

// Apply writes the products of src's values into dst.
func (p PolynomialPairs) Apply(dst, src *tensor.Tensor) error {
	out, err := p.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("polynomial_pairs", dst, src, out); err != nil {
		return err
	}
	x, rest := src.F32, dst.F32
	if p.Linear {
		rest = rest[copy(rest, x):]
	}
	for i, v := range x {
		others := x[i:]
		if p.InteractionOnly {
			others = x[i+1:]
		}
		kernel.Scale(rest[:len(others)], others, v)
		rest = rest[len(others):]
	}
	return nil
}
