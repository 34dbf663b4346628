package features

import (
	"errors"
	"fmt"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// Concat applies several branches to the same input and lays their results side by side in one vector, in the
// order of the branches: each result's values as they lie in memory, plane by plane.
//
// A branch is a chain of stages; an empty one is the input itself. Each has to end in float32 of a known
// shape; for a uint8 picture end it with Flatten, which says how it becomes float32.
//
// A branch may hold steps that become stages later, by fitting or drawing. OutSpec takes them as they are;
// Apply refuses them.
type Concat struct {
	// Branches are applied to the same input. At least one is required.
	Branches [][]tensor.Step `json:"branches"`
}

// OutSpec returns a vector as long as the results of all branches together. Its error joins those of all
// branches, each with its place: branches and their steps are counted from 1.
func (c Concat) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if err := in.Check("concat"); err != nil {
		return tensor.Spec{}, err
	}
	if len(c.Branches) == 0 {
		return tensor.Spec{}, &tensor.ParamError{Op: "concat", Param: "branches", Want: "at least one branch", Got: "none"}
	}
	var errs []error
	out := tensor.VectorSpec(0)
	for i := range c.Branches {
		end, err := c.branchSpec(i, in)
		if err == nil {
			out.C += end.Len()
			err = out.Check("concat")
		}
		if err != nil {
			errs = append(errs, err)
			out.C = 0
		}
	}
	if errs != nil {
		return tensor.Spec{}, errors.Join(errs...)
	}
	return out, nil
}

// branchSpec returns what branch i makes of in.
func (c Concat) branchSpec(i int, in tensor.Spec) (tensor.Spec, error) {
	for j, step := range c.Branches[i] {
		if step == nil {
			return in, fmt.Errorf("concat: branch %d, step %d: wanted a stage, found nothing", i+1, j+1)
		}
		out, err := step.OutSpec(in)
		if err != nil {
			return in, place(i, j, step, err)
		}
		in = out
	}
	if err := in.Check("concat"); err != nil || !in.Known() || in.DType != tensor.Float32 {
		return in, fmt.Errorf("concat: branch %d: %w", i+1, &tensor.SpecError{
			Op: "concat", Want: "a result of float32 and a known size (end the branch with flatten)", Got: in})
	}
	return in, nil
}

// place says which step of which branch an error is from.
func place(i, j int, step tensor.Step, err error) error {
	return fmt.Errorf("concat: branch %d, step %d (%T): %w", i+1, j+1, step, err)
}

// Apply writes the results of all branches on src into dst.
func (c Concat) Apply(dst, src *tensor.Tensor) error {
	out, err := c.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("concat", dst, src, out); err != nil {
		return err
	}
	rest := dst.F32
	for i := range c.Branches {
		n, err := c.applyBranch(i, rest, src)
		if err != nil {
			return err
		}
		rest = rest[n:]
	}
	return nil
}

// applyBranch writes the result of branch i on src to the beginning of dst, and returns how many values it has.
func (c Concat) applyBranch(i int, dst []float32, src *tensor.Tensor) (int, error) {
	at := src
	defer func() { giveBack(at, src) }()
	for j, step := range c.Branches[i] {
		next, err := applyStep(step, at)
		if err != nil {
			return 0, place(i, j, step, err)
		}
		giveBack(at, src)
		at = next
	}
	return copy(dst, at.F32), nil
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
