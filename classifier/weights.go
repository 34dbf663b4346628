package classifier

import (
	"encoding/json"
	"fmt"
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// ClassWeights is how much the samples of each class count. In JSON it is a list of numbers, one for each class, or
// "balanced". The zero value counts all alike.
type ClassWeights struct {
	// Each has a number above 0 for each class; none means 1 for each.
	Each []float64
	// Balanced gives class c the weight n/(C·n[c]) where n[c] of n samples are of class c and C is the number of
	// classes that occur, so that each counts alike, as scikit-learn's compute_class_weight does. A class without
	// samples has weight 1.
	Balanced bool
}

// MarshalJSON writes the list, or "balanced".
func (w ClassWeights) MarshalJSON() ([]byte, error) {
	if w.Balanced {
		return []byte(`"balanced"`), nil
	}
	return json.Marshal(w.Each)
}

// UnmarshalJSON reads a list, or "balanced".
func (w *ClassWeights) UnmarshalJSON(text []byte) error {
	var name string
	if json.Unmarshal(text, &name) == nil && name == "balanced" {
		*w = ClassWeights{Balanced: true}
		return nil
	}
	var each []float64
	if err := json.Unmarshal(text, &each); err != nil {
		return fmt.Errorf(`class_weights: wanted a list of numbers or "balanced", found %s`, text)
	}
	*w = ClassWeights{Each: each}
	return nil
}

// IsZero reports whether all classes count alike; encoding/json asks for it.
func (w ClassWeights) IsZero() bool { return len(w.Each) == 0 && !w.Balanced }

// Resolve returns a weight for each class, for training samples with the given labels in 0..classes−1; nil means 1 for
// each. Another number of weights, or one that isn't finite and above 0, is a *tensor.ParamError, as is a list together
// with Balanced.
func (w ClassWeights) Resolve(labels []int, classes int) ([]float64, error) {
	if err := w.check(classes); err != nil {
		return nil, err
	}
	if !w.Balanced {
		return w.Each, nil
	}
	if err := checkLabels("class_weights", labels, len(labels), classes); err != nil {
		return nil, err
	}
	return balancedWeights(labels, classes), nil
}

func balancedWeights(labels []int, classes int) []float64 {
	counts, occur := make([]float64, classes), 0.0
	for _, y := range labels {
		if counts[y] == 0 {
			occur++
		}
		counts[y]++
	}
	for c, n := range counts {
		if counts[c] = 1; n > 0 {
			counts[c] = float64(len(labels)) / (occur * n)
		}
	}
	return counts
}

func (w ClassWeights) check(classes int) error {
	refuse := func(want string, got any) error {
		return &tensor.ParamError{Op: "loss", Param: "class_weights", Want: want, Got: got}
	}
	if w.Balanced && len(w.Each) != 0 {
		return refuse(`either a list or "balanced"`, "both")
	}
	if len(w.Each) != 0 && len(w.Each) != classes {
		return refuse(fmt.Sprintf("%d, one for each class", classes), len(w.Each))
	}
	for _, v := range w.Each {
		if !(v > 0 && v <= math.MaxFloat32) {
			return refuse("finite numbers above 0", v)
		}
	}
	return nil
}
