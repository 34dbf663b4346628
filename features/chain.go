package features

import (
	"errors"
	"fmt"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// A chain is steps one after the other inside another step, as a branch of a [Concat]. None at all pass on what they are given.
// Errors tell which step they are from, counted from 1.
type chain []tensor.Step

// outSpec returns what the steps make of in.
func (c chain) outSpec(in tensor.Spec) (tensor.Spec, error) {
	for j, step := range c {
		if step == nil {
			return in, fmt.Errorf("step %d: wanted a stage, found nothing", j+1)
		}
		out, err := step.OutSpec(in)
		if err != nil {
			return in, place(j, step, err)
		}
		in = out
	}
	return in, nil
}

// checkResult reports a result that can't lie in a vector.
func checkResult(op, list string, out tensor.Spec) error {
	if err := out.Check(op); err != nil || !out.Known() || out.DType != tensor.Float32 {
		return &tensor.SpecError{Op: op, Want: "a result of float32 and a known size (end " + list + " with flatten)", Got: out}
	}
	return nil
}

// apply writes the steps' result on src to the beginning of dst, and returns how many values it has.
func (c chain) apply(dst []float32, src *tensor.Tensor) (int, error) {
	at := src
	defer func() { giveBack(at, src) }()
	for j, step := range c {
		next, err := applyStep(step, at)
		if err != nil {
			return 0, place(j, step, err)
		}
		giveBack(at, src)
		at = next
	}
	return copy(dst, at.F32), nil
}

// place says which step an error is from.
func place(j int, step tensor.Step, err error) error {
	return fmt.Errorf("step %d (%T): %w", j+1, step, err)
}

// applyStep returns the step's result on src, in lent memory.
func applyStep(step tensor.Step, src *tensor.Tensor) (*tensor.Tensor, error) {
	stage, ok := step.(tensor.Stage)
	if !ok {
		return nil, errors.New("wanted a stage, found a step that has to be fitted or drawn first")
	}
	out, err := stage.OutSpec(src.Spec)
	if err != nil {
		return nil, err
	}
	dst := scratch.Tensor(out)
	if err := stage.Apply(dst, src); err != nil {
		scratch.PutTensor(dst)
		return nil, err
	}
	return dst, nil
}

// giveBack returns t to the pool unless it is the input, which isn't ours.
func giveBack(t, input *tensor.Tensor) {
	if t != input {
		scratch.PutTensor(t)
	}
}
