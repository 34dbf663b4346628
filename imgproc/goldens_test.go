package imgproc_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline"
	"github.com/saccade-go/saccade/tensor"
)

// A golden is an entry of a group's index: see testdata/goldens.py.
type golden struct {
	Step      json.RawMessage
	Src, Want string
	Tolerance float64
	Exact     float64
}

// groupsOfGoldens are the files in testdata, with the number of goldens that each has.
var groupsOfGoldens = map[string]int{"photometry": 178, "exposure": 64, "linear": 190, "ranks": 270, "objects": 118}

// TestGoldens holds stages to the libraries whose numbers they have. The stages are written as configuration files have them.
func TestGoldens(t *testing.T) {
	for name, n := range groupsOfGoldens {
		arrays := testdata.ReadNPZ(t, "testdata/"+name+".npz")
		text, err := os.ReadFile("testdata/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var index []golden
		if err := json.Unmarshal(text, &index); err != nil {
			t.Fatal(err)
		}
		if len(index) != n {
			t.Errorf("%s: %d goldens, want %d", name, len(index), n)
		}
		for _, g := range index {
			g.check(t, name, arrays)
		}
	}
}

func (g golden) check(t *testing.T, group string, arrays map[string]testdata.Array) {
	t.Helper()
	what := fmt.Sprintf("%s %s: %.120s of %s", group, g.Want, g.Step, g.Src)
	stage := stageOf(t, g.Step)
	dtype := tensor.Float32
	if arrays[g.Src].Type == "u1" {
		dtype = tensor.Uint8
	}
	src := fromCHW(dtype, arrays[g.Src])
	got, want := apply(t, stage, src), arrays[g.Want]
	if shape := []int{got.C, got.H, got.W}; !slices.Equal(shape, want.Shape) {
		t.Errorf("%s: shape %v, want %v", what, shape, want.Shape)
		return
	}
	testdata.Near(t, what, values(got), want.Data, g.Tolerance)
	if g.Exact == 0 {
		return
	}
	equal := 0
	for i, v := range values(got) {
		if float64(v) == want.Data[i] {
			equal++
		}
	}
	if part := float64(equal) / float64(len(want.Data)); part < g.Exact {
		t.Errorf("%s: %.4f of the values are equal, want %.4f", what, part, g.Exact)
	}
}

// stageOf reads a stage as configuration files have it.
func stageOf(t testing.TB, step json.RawMessage) tensor.Stage {
	t.Helper()
	p, err := pipeline.Standard().ParseJSON([]byte(`{"steps": [` + string(step) + `]}`))
	if err != nil {
		t.Fatal(err)
	}
	return p.Steps[0].(tensor.Stage)
}
