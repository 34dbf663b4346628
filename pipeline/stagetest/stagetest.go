// Package stagetest checks that a step keeps the contract of package pipeline. Authors of stages call Run in a test:
//
//	func TestInvert(t *testing.T) {
//		stagetest.Run(t, Invert{}, tensor.Spec{DType: tensor.Float32, Space: tensor.RGB, C: 3, H: 7, W: 5})
//	}
//
// and authors of random steps RunRandom. A failure names what was asked of the step, the input, and what came.
package stagetest

import (
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// Run checks on each of the inputs, all of which stage must accept, that
//
//   - OutSpec gives a possible spec, the same one each time, and agrees with what it says before the size is known;
//   - uint8 and float32 of one shape, if both are accepted, give one shape, and float32 never gives uint8;
//   - Apply writes every value of dst, leaves src and the stage alone, gives the same bits again and from several
//     goroutines, and allocates nothing in the steady state;
//   - ApplyRows, where there is one (pipeline.RowStage), makes the same bits of many vectors at once;
//   - NaN, infinities and the largest values are no reason to panic;
//   - a destination or a source that isn't as OutSpec says is an error and no panic;
//
// that all of this holds for inputs like these with 1×1, 1×N, N×1 and 2×2 pixels, as far as OutSpec accepts them; that what
// OutSpec refuses Apply refuses, too; and that the stage survives the way to JSON and back.
func Run(t *testing.T, stage tensor.Stage, inputs ...tensor.Spec) {
	t.Helper()
	Suite{}.Run(t, stage, inputs...)
}

// A Suite is [Run] for stages that can't keep all of the contract. The zero value asks for everything.
type Suite struct {
	// Allocates says that Apply may allocate, as a stage does that calls somebody else's code.
	Allocates bool
	// RoundTrip writes a step and reads it again, for steps in which there are others, whose JSON only a catalogue can
	// read. Without it, package json does.
	RoundTrip func(tensor.Step) (tensor.Step, error)
}

// Run is the function [Run], without what the suite leaves out.
func (s Suite) Run(t *testing.T, stage tensor.Stage, inputs ...tensor.Spec) {
	t.Helper()
	before := s.copyOf(stage)
	t.Run("json", func(t *testing.T) { s.survives(t, stage) })
	t.Run("odd inputs", func(t *testing.T) { oddInputs(t, stage) })
	for _, in := range inputs {
		t.Run(in.String(), func(t *testing.T) {
			mustAccept(t, stage, in)
			s.input(t, stage, in)
			oneShape(t, stage, in)
		})
	}
	for _, in := range odd(inputs) {
		t.Run("odd size "+in.String(), func(t *testing.T) { s.input(t, stage, in) })
	}
	s.unchanged(t, stage, before)
}

// input runs all that is asked of one input. OutSpec may refuse it.
func (s Suite) input(t *testing.T, stage tensor.Stage, in tensor.Spec) {
	src := Fill(in, 1)
	out, err := stage.OutSpec(in)
	if err != nil {
		refuses(t, stage, src, err)
		return
	}
	pure(t, stage, in, out)
	want := tensor.New(out)
	if err := stage.Apply(want, src); err != nil {
		t.Fatalf("OutSpec(%v) = %v, but Apply: %v", in, out, err)
	}
	writesAll(t, stage, want, src)
	wrongShapes(t, stage, out, src)
	extremes(t, stage, out, in)
	concurrent(t, stage, want, src)
	rows(t, stage, in, out)
	if !s.Allocates {
		allocates(t, stage, want, src)
	}
}

// odd returns inputs like the given ones with few pixels.
func odd(inputs []tensor.Spec) []tensor.Spec {
	var out []tensor.Spec
	seen := map[tensor.Spec]bool{}
	for _, in := range inputs {
		for _, size := range [][2]int{{1, 1}, {1, 9}, {9, 1}, {2, 2}} {
			in.H, in.W = size[0], size[1]
			if !seen[in] {
				seen[in] = true
				out = append(out, in)
			}
		}
	}
	return out
}
