package features

import (
	"fmt"

	"github.com/saccade-go/saccade/colorspace"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// colorTarget returns the space that a stage computes in, if in can be brought there: the one asked for, or without one
// (None) the picture's own.
func colorTarget(op string, asked tensor.Space, in tensor.Spec) (tensor.Space, error) {
	space, to := asked, asked
	if space == tensor.None {
		space, to = in.Space, colorspace.Gray // whether in has colours at all, Gray tells as well as any
	} else if _, _, ok := colorspace.Range(space, 0); !ok {
		return 0, &tensor.ParamError{Op: op, Param: "space", Want: "a colour space without alpha", Got: space}
	}
	if _, err := (colorspace.Convert{To: to}).OutSpec(in); err != nil {
		return 0, fmt.Errorf("%s: %w", op, err)
	}
	return space, nil
}

// inSpace returns src in space. Where it had to be converted the result is lent: the caller gives it back.
func inSpace(op string, space tensor.Space, src *tensor.Tensor) (picture *tensor.Tensor, lent bool, err error) {
	if src.Space == space {
		return src, false, nil
	}
	convert := colorspace.Convert{To: space}
	out, err := convert.OutSpec(src.Spec)
	if err != nil {
		return nil, false, fmt.Errorf("%s: %w", op, err)
	}
	picture = scratch.Tensor(out)
	if err := convert.Apply(picture, src); err != nil {
		scratch.PutTensor(picture)
		return nil, false, fmt.Errorf("%s: %w", op, err)
	}
	return picture, true, nil
}
