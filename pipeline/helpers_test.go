package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

// Stages and sources that the tests use. Their results are easy to say in one's head.

// Plus adds By to every value.
type Plus struct {
	By float32 `json:"by,omitzero"`
}

func (p Plus) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if p.By < 0 {
		return in, &tensor.ParamError{Op: "plus", Param: "by", Want: "0 or more", Got: p.By}
	}
	if in.DType != tensor.Float32 {
		return in, &tensor.SpecError{Op: "plus", Want: "float32", Got: in}
	}
	return in, nil
}

func (p Plus) Apply(dst, src *tensor.Tensor) error {
	for i, v := range src.F32 {
		dst.F32[i] = v + p.By
	}
	return nil
}

// Crash panics in Apply on images whose first value is At.
type Crash struct{ At float32 }

func (c Crash) OutSpec(in tensor.Spec) (tensor.Spec, error) { return in, nil }
func (c Crash) Apply(dst, src *tensor.Tensor) error {
	if src.F32[0] == c.At {
		panic("crashed on purpose")
	}
	copy(dst.F32, src.F32)
	return nil
}

// Jitter draws a Plus of 0 to 1.
type Jitter struct{}

func (Jitter) OutSpec(in tensor.Spec) (tensor.Spec, error) { return in, nil }
func (Jitter) Draw(r *rand.Rand, _ tensor.Spec) Stage      { return Plus{r.Float32()} }

// Centre learns the mean of all first values and becomes a Plus of its negative.
type Centre struct{}

func (Centre) OutSpec(in tensor.Spec) (tensor.Spec, error) { return in, nil }
func (Centre) Fit(_ context.Context, data iter.Seq2[*tensor.Tensor, error]) (Stage, error) {
	sum, n := float32(0), 0
	for t, err := range data {
		if err != nil {
			return nil, err
		}
		sum += t.F32[0]
		n++
	}
	return Shift{-sum / float32(n)}, nil
}

// Shift is Plus for negative numbers too.
type Shift struct{ By float32 }

func (s Shift) OutSpec(in tensor.Spec) (tensor.Spec, error) { return in, nil }
func (s Shift) Apply(dst, src *tensor.Tensor) error {
	for i, v := range src.F32 {
		dst.F32[i] = v + s.By
	}
	return nil
}

var onePixel = tensor.Spec{DType: tensor.Float32, Space: tensor.RGB, C: 3, H: 1, W: 1}

// number is a source: an image of one pixel with three times the same value. Negative ones fail.
type number float32

var errNegative = errors.New("negative")

func (n number) Load(dst *tensor.Tensor, opt imageio.Options) error {
	if n < 0 {
		return fmt.Errorf("number %v: %w", float32(n), errNegative)
	}
	if opt.Limits.Reserve != nil {
		if err := opt.Limits.Reserve(12); err != nil {
			return err
		}
	}
	dst.Reset(onePixel)
	for i := range dst.F32 {
		dst.F32[i] = float32(n)
	}
	return nil
}

func numbers(n int) iter.Seq[number] {
	return func(yield func(number) bool) {
		for i := range n {
			if !yield(number(i)) {
				return
			}
		}
	}
}

func floats(steps ...Step) *Pipeline {
	return &Pipeline{Decode: imageio.Options{DType: tensor.Float32}, Steps: steps}
}
