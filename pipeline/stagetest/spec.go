package stagetest

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// deepCopy returns a copy of what can be written as JSON, nil of what can't.
func deepCopy(step tensor.Step) any {
	b, err := json.Marshal(step)
	if err != nil {
		return nil
	}
	back := reflect.New(reflect.TypeOf(step))
	if json.Unmarshal(b, back.Interface()) != nil {
		return nil
	}
	return back.Elem().Interface()
}

func unchanged(t *testing.T, step tensor.Step, before any) {
	if before != nil && !reflect.DeepEqual(before, deepCopy(step)) {
		t.Errorf("the step isn't what it was before: now %+v, then %+v", step, before)
	}
}

func roundTrip(t *testing.T, step tensor.Step) {
	b, err := json.Marshal(step)
	if err != nil {
		t.Fatalf("can't be written as JSON: %v", err)
	}
	back := reflect.New(reflect.TypeOf(step))
	if err := json.Unmarshal(b, back.Interface()); err != nil {
		t.Fatalf("can't be read from its JSON %s: %v", b, err)
	}
	if !reflect.DeepEqual(back.Elem().Interface(), step) {
		t.Errorf("JSON %s reads back as %+v, want %+v", b, back.Elem(), step)
	}
}

// oddInputs only looks that nothing panics and that no impossible spec comes out.
func oddInputs(t *testing.T, step tensor.Step) {
	for _, dtype := range []tensor.DType{tensor.Uint8, tensor.Float32} {
		for space := tensor.None; space <= tensor.Lab; space++ {
			for _, size := range [][2]int{{0, 0}, {1, 1}, {1, 0}, {0, 9}, {1, 65535}, {65535, 1}, {-1, 3}, {1 << 30, 1 << 30}} {
				spec := tensor.Spec{DType: dtype, Space: space, C: max(space.Channels(), 1), H: size[0], W: size[1]}
				if out, err := step.OutSpec(spec); err == nil && out.Check("") != nil {
					t.Errorf("OutSpec(%v) = %v, which no tensor can be", spec, out)
				}
			}
		}
	}
}

func mustAccept(t *testing.T, step tensor.Step, in tensor.Spec) {
	out, err := step.OutSpec(in)
	if err != nil {
		t.Fatalf("OutSpec(%v): %v", in, err)
	}
	if !out.Known() {
		t.Fatalf("OutSpec(%v) = %v though the size is known", in, out)
	}
}

// pure asks OutSpec again, and with less known.
func pure(t *testing.T, step tensor.Step, in, out tensor.Spec) {
	if again, err := step.OutSpec(in); err != nil || again != out {
		t.Errorf("OutSpec(%v) = %v first and then %v, %v", in, out, again, err)
	}
	if !out.Known() || out.Check("") != nil {
		t.Fatalf("OutSpec(%v) = %v, which no tensor can be", in, out)
	}
	for _, open := range []tensor.Spec{{H: 0, W: 0}, {H: in.H, W: 0}, {H: 0, W: in.W}} {
		open.DType, open.Space, open.C = in.DType, in.Space, in.C
		early, err := step.OutSpec(open)
		if err != nil {
			continue // it needs the size
		}
		if early.DType != out.DType || early.Space != out.Space || differs(early.C, out.C) || differs(early.H, out.H) || differs(early.W, out.W) {
			t.Errorf("OutSpec(%v) = %v, but OutSpec(%v) = %v", open, early, in, out)
		}
	}
}

func differs(early, late int) bool { return early != 0 && early != late }

// oneShape holds the two types against each other.
func oneShape(t *testing.T, step tensor.Step, in tensor.Spec) {
	out, _ := step.OutSpec(in)
	if in.DType == tensor.Float32 && out.DType != tensor.Float32 {
		t.Errorf("OutSpec(%v) = %v: float32 becomes uint8", in, out)
	}
	other := in
	other.DType = tensor.Float32 - in.DType
	also, err := step.OutSpec(other)
	if err == nil && (also.Space != out.Space || also.C != out.C || also.H != out.H || also.W != out.W) {
		t.Errorf("OutSpec(%v) = %v, but OutSpec(%v) = %v", in, out, other, also)
	}
}
