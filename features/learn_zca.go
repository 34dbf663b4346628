package features

import (
	"context"
	"fmt"
	"iter"
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// LearnZCA learns from data what makes values uncorrelated and of variance 1, and changes them least, and becomes [ZCA]: Bell
// & Sejnowski, "The 'Independent Components' of Natural Scenes Are Edge Filters" (1997). Pictures stay pictures, in which
// edges stand out.
//
// With the eigenvectors V and eigenvalues Λ of the covariance of the population, Σ (x − mean)·(x − mean)ᵀ/n, the matrix is
// V·(Λ + Eps)^−½·Vᵀ. These are the numbers of zca_whitening in Keras' ImageDataGenerator, and those of [LearnPatches].
//
// The input is float32 of a known shape, all its values one vector of length d, at most 4096. It is learned from in one pass;
// the memory is some 40·d² bytes, the time grows with d³, and that of the result with d². Sums of products are float32 within
// blocks of 512 samples.
//
// JSON: {"eps": 1e-6}.
type LearnZCA struct {
	// Eps is added to eigenvalues, so that what hardly varies is not blown up. Default 1e-6; photos of values in 0..1 want
	// more, 0.001 to 0.1.
	Eps float64 `json:"eps,omitempty"`
}

// OutSpec returns what ZCA makes of in.
func (l LearnZCA) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "learn_zca"
	if !(l.Eps >= 0) || math.IsInf(l.Eps, 1) {
		return tensor.Spec{}, &tensor.ParamError{Op: op, Param: "eps", Want: "a number above 0, or 0 for the default", Got: l.Eps}
	}
	if err := checkValues(op, in); err != nil {
		return tensor.Spec{}, err
	}
	if in.Len() > maxEigen {
		return tensor.Spec{}, &tensor.SpecError{Op: op, Want: fmt.Sprintf("at most %d values", maxEigen), Got: in}
	}
	return withoutSpace(in), nil
}

// withoutSpace returns a spec of the same shape whose values are no colours.
func withoutSpace(in tensor.Spec) tensor.Spec {
	in.Space = tensor.None
	return in
}

// Fit learns from data in one pass and returns a *ZCA. An error in the data, a NaN or an infinity, and a sample of another
// length than the first are errors that give the sample's position, counted from 0. Values whose squares float32 doesn't hold
// are an error, too.
func (l LearnZCA) Fit(ctx context.Context, data iter.Seq2[*tensor.Tensor, error]) (tensor.Stage, error) {
	const op = "learn_zca"
	var c *runningCovariance
	err := eachVector(ctx, op, data, func(x []float32) error {
		if c == nil {
			if _, err := l.OutSpec(tensor.VectorSpec(len(x))); err != nil {
				return err
			}
			c = newRunningCovariance(len(x))
		}
		c.add(x)
		return nil
	})
	if err != nil {
		return nil, err
	}
	setDefault(&l.Eps, 1e-6)
	mean, whiten, err := c.zca(l.Eps)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	return &ZCA{Mean: *mean, Whiten: *whiten}, nil
}
