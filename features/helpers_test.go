package features

import (
	"context"
	"encoding/json"
	"iter"
	"os"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// picture makes a tensor of an array of planes.
func picture(dtype tensor.DType, space tensor.Space, a testdata.Array) *tensor.Tensor {
	t := tensor.New(tensor.Spec{DType: dtype, Space: space, C: a.Shape[0], H: a.Shape[1], W: a.Shape[2]})
	for i, v := range a.Data {
		if dtype == tensor.Uint8 {
			t.U8[i] = uint8(v)
		} else {
			t.F32[i] = float32(v)
		}
	}
	return t
}

// ofChannels returns Gray or RGB, as the number of channels says.
func ofChannels(c int) tensor.Space {
	if c == 1 {
		return tensor.Gray
	}
	return tensor.RGB
}

// unitOfPicture divides by 255.
func unitOfPicture(src *tensor.Tensor) *tensor.Tensor {
	spec := src.Spec
	spec.DType = tensor.Float32
	dst := tensor.New(spec)
	for i, v := range src.U8 {
		dst.F32[i] = float32(v) / 255
	}
	return dst
}

func apply(t testing.TB, stage tensor.Stage, src *tensor.Tensor) *tensor.Tensor {
	t.Helper()
	out, err := stage.OutSpec(src.Spec)
	if err != nil {
		t.Fatal(err)
	}
	dst := tensor.New(out)
	if err := stage.Apply(dst, src); err != nil {
		t.Fatal(err)
	}
	return dst
}

// A vectorFitter is a pipeline.Fitter.
type vectorFitter interface {
	Fit(ctx context.Context, data iter.Seq2[*tensor.Tensor, error]) (tensor.Stage, error)
}

// A golden is a line of testdata/cases.json or another such list.
type golden struct {
	Picture string          `json:"picture"`
	Want    string          `json:"want"`
	Stars   string          `json:"stars"`
	Unit    bool            `json:"unit"`
	Space   tensor.Space    `json:"space"`
	Params  json.RawMessage `json:"params"`
}

// goldens returns the cases of one kind in testdata/cases.json.
func goldens(t testing.TB, kind string) []golden {
	t.Helper()
	return goldensIn(t, "testdata/cases.json", kind)
}

// goldensIn returns the cases of one kind in a list.
func goldensIn(t testing.TB, list, kind string) []golden {
	t.Helper()
	b, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	var all map[string][]golden
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	if len(all[kind]) == 0 {
		t.Fatalf("no goldens for %s", kind)
	}
	return all[kind]
}

func widen(s []float32) []float64 {
	out := make([]float64, len(s))
	for i, v := range s {
		out[i] = float64(v)
	}
	return out
}

// textOf makes text of its bytes.
func textOf(a testdata.Array) []byte {
	text := make([]byte, len(a.Data))
	for i, v := range a.Data {
		text[i] = byte(v)
	}
	return text
}
