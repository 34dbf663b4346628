package imgproc

import (
	"fmt"

	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// A mirroredCrop is a crop that is mirrored after it, from left to right or from top to bottom.
type mirroredCrop struct {
	Crop
	across, down bool
}

// apply writes the mirrored part of src to dst.
func (m mirroredCrop) apply(dst, src *tensor.Tensor) error {
	if !m.across && !m.down {
		copyWindow(dst, src, m.Y, m.X, Constant, nil)
		return nil
	}
	between := scratch.Tensor(dst.Spec)
	defer scratch.PutTensor(between)
	copyWindow(between, src, m.Y, m.X, Constant, nil)
	if m.down {
		return FlipVertical{}.Apply(dst, between)
	}
	return FlipHorizontal{}.Apply(dst, between)
}

// stage returns a stage that does the same.
func (m mirroredCrop) stage() tensor.Stage {
	switch {
	case m.across:
		return Compose{Steps: []tensor.Step{m.Crop, FlipHorizontal{}}}
	case m.down:
		return Compose{Steps: []tensor.Step{m.Crop, FlipVertical{}}}
	}
	return m.Crop
}

// stackedSpec returns the spec of n parts of h×w pixels cut out of in, their channels one after the other.
func stackedSpec(op string, in tensor.Spec, n, h, w int) (tensor.Spec, error) {
	if in.C > maxSide/n {
		want := fmt.Sprintf("at most %d channels, for %d parts", maxSide/n, n)
		return tensor.Spec{}, &tensor.SpecError{Op: op, Want: want, Got: in}
	}
	out := in
	if out.C *= n; n > 1 {
		out.Space = tensor.None
	}
	return sized(op, out, h, w)
}

// A cutter says which part of an image of spec in is part k.
type cutter interface {
	part(k int, in tensor.Spec) mirroredCrop
}

// stack writes n parts of src to dst, the channels of one after those of the other.
func stack[C cutter](dst, src *tensor.Tensor, n int, parts C) error {
	one := src.Spec
	one.H, one.W = dst.H, dst.W
	size := one.Len()
	view := tensor.Tensor{Spec: one}
	for k := range n {
		if src.DType == tensor.Uint8 {
			view.U8 = dst.U8[k*size:][:size]
		} else {
			view.F32 = dst.F32[k*size:][:size]
		}
		if err := parts.part(k, src.Spec).apply(&view, src); err != nil {
			return err
		}
	}
	return nil
}

// plainStages returns the n parts of images of in's size as stages. err comes from OutSpec(in).
func plainStages(op string, n int, parts cutter, in tensor.Spec, err error) ([]tensor.Stage, error) {
	if err != nil {
		return nil, err
	}
	if !in.Known() {
		return nil, &tensor.SpecError{Op: op, Want: "a known size", Got: in}
	}
	stages := make([]tensor.Stage, n)
	for k := range stages {
		stages[k] = parts.part(k, in).stage()
	}
	return stages, nil
}
