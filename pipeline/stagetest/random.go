package stagetest

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// A Random is pipeline.Random: a step that is drawn once per sample.
type Random interface {
	tensor.Step
	Draw(r *rand.Rand, in tensor.Spec) tensor.Stage
}

// draws is how many stages RunRandom draws, of which each of another kind goes through Run.
const draws = 40

// RunRandom checks on each of the inputs, all of which step must accept, that
//
//   - what is drawn makes of the input what the step's OutSpec says;
//   - generators that are the same draw the same;
//   - the drawn stages keep the contract of stages: see [Run]; one of each type goes through it;
//
// that OutSpec is as [Run] wants it, that nothing panics where the size isn't known, and that the step survives the way to
// JSON and back.
func RunRandom(t *testing.T, step Random, inputs ...tensor.Spec) {
	t.Helper()
	Suite{}.RunRandom(t, step, inputs...)
}

// RunRandom is the function [RunRandom], without what the suite leaves out.
func (s Suite) RunRandom(t *testing.T, step Random, inputs ...tensor.Spec) {
	t.Helper()
	before := s.copyOf(step)
	t.Run("json", func(t *testing.T) { s.survives(t, step) })
	t.Run("odd inputs", func(t *testing.T) { oddInputs(t, step) })
	for _, in := range inputs {
		t.Run(in.String(), func(t *testing.T) {
			mustAccept(t, step, in)
			oneShape(t, step, in)
			s.draws(t, step, in)
		})
	}
	for _, in := range odd(inputs) {
		if _, err := step.OutSpec(in); err == nil {
			t.Run("odd size "+in.String(), func(t *testing.T) { s.draws(t, step, in) })
		}
	}
	s.unchanged(t, step, before)
}

// draws checks what is drawn for one input.
func (s Suite) draws(t *testing.T, step Random, in tensor.Spec) {
	out, err := step.OutSpec(in)
	if err != nil {
		t.Fatal(err)
	}
	pure(t, step, in, out)
	seen := map[reflect.Type]bool{}
	for seed := range uint64(draws) {
		stage := step.Draw(rand.New(rand.NewPCG(seed, 1)), in)
		again := step.Draw(rand.New(rand.NewPCG(seed, 1)), in)
		if !reflect.DeepEqual(stage, again) {
			t.Fatalf("the same generator draws %+v and then %+v", stage, again)
		}
		if made, err := stage.OutSpec(in); err != nil || made != out {
			t.Fatalf("OutSpec(%v) = %v, but that of %+v, which was drawn, is %v, %v", in, out, stage, made, err)
		}
		if kind := reflect.TypeOf(stage); !seen[kind] {
			seen[kind] = true
			t.Run(fmt.Sprint(kind), func(t *testing.T) {
				s.survives(t, stage)
				s.input(t, stage, in)
			})
		}
	}
	open := in
	open.H, open.W = 0, 0
	step.Draw(rand.New(rand.NewPCG(1, 1)), open) // must not panic
}
