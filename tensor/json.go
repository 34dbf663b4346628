package tensor

import (
	"encoding/json"
	"fmt"
)

// MarshalJSON writes a float32 tensor as {"shape": [C,H,W], "data": […]}, which is how learned arrays stand in
// a pipeline's JSON. Each number is the shortest that reads back as the same float32.
func (t Tensor) MarshalJSON() ([]byte, error) {
	if t.DType != Float32 && t.Len() != 0 {
		return nil, &SpecError{Op: "json", Want: "float32", Got: t.Spec}
	}
	data := t.F32
	if data == nil {
		data = []float32{}
	}
	return json.Marshal(arrayJSON{[3]int{t.C, t.H, t.W}, data})
}

type arrayJSON struct {
	Shape [3]int    `json:"shape"`
	Data  []float32 `json:"data"`
}

// UnmarshalJSON reads what MarshalJSON writes, as float32 values of no colour space.
func (t *Tensor) UnmarshalJSON(b []byte) error {
	var a arrayJSON
	if err := json.Unmarshal(b, &a); err != nil {
		return err
	}
	spec := Spec{DType: Float32, C: a.Shape[0], H: a.Shape[1], W: a.Shape[2]}
	if n, ok := spec.length(); !ok || n != len(a.Data) {
		return fmt.Errorf("array: shape %v wants another number of values than the %d found", a.Shape, len(a.Data))
	}
	*t = Tensor{Spec: spec, F32: a.Data}
	return nil
}
