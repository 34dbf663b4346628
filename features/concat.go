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
// Steps with which several branches begin are applied once for all of them, if they are equal in type and parameters;
// learned arrays have to be the same in memory.
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
	return c.walk(dst.F32, src, src, 0, 0)
}

// walk goes through the tree of the branches' equal beginnings from the node at which branch first is after depth steps; it is
// the first of those that pass there, and at is what its steps so far have made of src. The branches that end there are
// written to dst, and each step that follows is applied once for all branches that have it.
func (c Concat) walk(dst []float32, src, at *tensor.Tensor, first, depth int) error {
	for i := first; i < len(c.Branches); i++ {
		if !c.together(first, i, depth) {
			continue
		}
		if len(c.Branches[i]) == depth {
			copy(dst[c.offset(i, src.Spec):], at.F32)
			continue
		}
		if c.leader(first, i, depth+1) != i {
			continue // done with an earlier branch
		}
		step := c.Branches[i][depth]
		next, err := applyStep(step, at)
		if err != nil {
			return fmt.Errorf("concat: branch %d, %w", i+1, place(depth, step, err))
		}
		err = c.walk(dst, src, next, i, depth+1)
		scratch.PutTensor(next)
		if err != nil {
			return err
		}
	}
	return nil
}

// leader is the first branch from the given one on that begins with the same n steps as branch i.
func (c Concat) leader(from, i, n int) int {
	for from < i && !c.together(from, i, n) {
		from++
	}
	return from
}

// together reports whether branches i and j begin with the same n steps.
func (c Concat) together(i, j, n int) bool {
	if i == j {
		return true
	}
	a, b := c.Branches[i], c.Branches[j]
	if len(a) < n || len(b) < n {
		return false
	}
	for k := range n {
		if !sameStep(a[k], b[k]) {
			return false
		}
	}
	return true
}

// Sharing returns the branches, counted from 0 and in order, that step of branch is applied once for, itself among them: those
// that begin with the same steps up to this one.
func (c Concat) Sharing(branch, step int) []int {
	var all []int
	for i := range c.Branches {
		if c.together(i, branch, step+1) {
			all = append(all, i)
		}
	}
	return all
}

// offset is where the result of branch i begins. The branches have been checked.
func (c Concat) offset(i int, in tensor.Spec) int {
	n := 0
	for k := range i {
		end, _ := c.branchSpec(k, in)
		n += end.Len()
	}
	return n
}
