package features

import (
	"errors"
	"fmt"

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
	out, err := chain(c.Branches[i]).outSpec(in)
	if err != nil {
		return out, fmt.Errorf("concat: branch %d, %w", i+1, err)
	}
	if err := checkResult("concat", "the branch", out); err != nil {
		return out, fmt.Errorf("concat: branch %d: %w", i+1, err)
	}
	return out, nil
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
	for i, branch := range c.Branches {
		n, err := chain(branch).apply(rest, src)
		if err != nil {
			return fmt.Errorf("concat: branch %d, %w", i+1, err)
		}
		rest = rest[n:]
	}
	return nil
}
