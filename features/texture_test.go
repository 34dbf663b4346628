package features

import (
	"encoding/json"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// textureGoldens applies stages to the pictures of testdata/texture.npz and calls check with each result and what it is to be.
// stage makes a stage of parameters.
func textureGoldens(t *testing.T, kind string, stage func(params json.RawMessage) (tensor.Stage, error),
	check func(t *testing.T, g golden, got []float32, want []float64)) {
	arrays := testdata.ReadNPZ(t, "testdata/texture.npz")
	for _, g := range goldensIn(t, "testdata/texture.json", kind) {
		t.Run(g.Picture+" "+string(g.Params), func(t *testing.T) {
			s, err := stage(g.Params)
			if err != nil {
				t.Fatal(err)
			}
			a, dtype := arrays[g.Picture], tensor.Uint8
			if a.Type == "f4" {
				dtype = tensor.Float32
			}
			check(t, g, apply(t, s, picture(dtype, g.Space, a)).F32, arrays[g.Want].Data)
		})
	}
}

// decode makes a stage of its JSON.
func decode[S tensor.Stage](params json.RawMessage) (tensor.Stage, error) {
	var s S
	err := json.Unmarshal(params, &s)
	return s, err
}

// relative fails the test where got isn't want up to a part of it.
func relative(t *testing.T, got []float32, want []float64, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d values, want %d", len(got), len(want))
		return
	}
	for i, w := range want {
		if d := float64(got[i]) - w; !(max(d, -d) <= tolerance*max(w, -w)) {
			t.Errorf("value %d: %v, want %v", i, got[i], w)
		}
	}
}
