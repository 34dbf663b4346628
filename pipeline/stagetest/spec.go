package stagetest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// throughJSON writes a step and reads it again.
func throughJSON(step tensor.Step) (tensor.Step, error) {
	b, err := json.Marshal(step)
	if err != nil {
		return nil, err
	}
	back := reflect.New(reflect.TypeOf(step))
	if err := json.Unmarshal(b, back.Interface()); err != nil {
		return nil, fmt.Errorf("%s: %w", b, err)
	}
	return back.Elem().Interface().(tensor.Step), nil
}

func (s Suite) roundTrip(step tensor.Step) (tensor.Step, error) {
	if s.RoundTrip != nil {
		return s.RoundTrip(step)
	}
	return throughJSON(step)
}

// copyOf returns a deep copy of what can be written and read, nil of what can't.
func (s Suite) copyOf(step tensor.Step) tensor.Step {
	back, err := s.roundTrip(step)
	if err != nil {
		return nil
	}
	return back
}

func (s Suite) unchanged(t *testing.T, step, before tensor.Step) {
	if before != nil && !reflect.DeepEqual(before, s.copyOf(step)) {
		t.Errorf("the step isn't what it was before: now %+v, then %+v", step, before)
	}
}

func (s Suite) survives(t *testing.T, step tensor.Step) {
	back, err := s.roundTrip(step)
	if err != nil {
		t.Fatalf("can't be written as JSON and read: %v", err)
	}
	if !reflect.DeepEqual(back, step) {
		t.Errorf("its JSON reads back as %+v, want %+v", back, step)
	}
}

// oddInputs only looks that nothing panics and that no impossible spec comes out.
func oddInputs(t *testing.T, step tensor.Step) {
	for _, dtype := range []tensor.DType{tensor.Uint8, tensor.Float32} {
		for _, space := range tensor.Spaces() {
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
