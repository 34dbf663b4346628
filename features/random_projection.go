package features

import (
	"context"
	"iter"
	"math"
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
)

// RandomProjection draws a matrix that makes long vectors short and about keeps their distances, and becomes [Projection]: by the lemma
// of Johnson & Lindenstrauss (1984), the squared distance of two results is that of what they were made of, with a relative
// error of about √(2/Components), however long the vectors were.
//
// The values of the matrix are drawn from the distributions of scikit-learn's GaussianRandomProjection and SparseRandomProjection, all of
// them with the mean 0 and the variance 1/Components:
//
//	gaussian  the normal distribution
//	sparse    ±1/√(Density·Components), each with the probability Density/2, or else 0 (Achlioptas 2003; Li, Hastie & Church 2006)
//
// The input is float32 of a known shape, its values one vector of length d. Only the first sample is looked at, for its length. The
// memory is 4·Components·d bytes, in the model file too; a sparse matrix is stored with its zeros, and takes as long as another.
//
// JSON: {"components": 256, "method": "gaussian", "seed": 0}.
type RandomProjection struct {
	// Components is the length of the result. Default 256.
	Components int `json:"components,omitempty"`
	// Method is "gaussian" (default) or "sparse".
	Method string `json:"method,omitempty"`
	// Density is the part of values that aren't 0 in sparse, above 0 and at most 1. Default 1/√d, of Li and others; Achlioptas has 1/3.
	Density float64 `json:"density,omitempty"`
	// Seed decides on the matrix.
	Seed uint64 `json:"seed,omitempty"`
}

const (
	gaussianProjection = "gaussian"
	sparseProjection   = "sparse"
)

// defaults fills in what is left out, but for the density.
func (p RandomProjection) defaults() RandomProjection {
	setDefault(&p.Components, 256)
	setDefault(&p.Method, gaussianProjection)
	return p
}

// OutSpec returns a vector of Components values.
func (p RandomProjection) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "random_projection"
	p = p.defaults()
	if err := checkComponents(op, p.Components); err != nil {
		return tensor.Spec{}, err
	}
	switch sparse := p.Method == sparseProjection; {
	case p.Method != gaussianProjection && !sparse:
		return tensor.Spec{}, &tensor.ParamError{Op: op, Param: "method", Want: "gaussian or sparse", Got: p.Method}
	case !(p.Density >= 0 && p.Density <= 1) || !sparse && p.Density != 0:
		return tensor.Spec{}, &tensor.ParamError{Op: op, Param: "density", Want: "a number in 0..1, with sparse only", Got: p.Density}
	}
	return mappedSpec(op, in, p.Components)
}

// Fit returns a *Projection for vectors as long as the first sample. If that is none to learn from, or there is no sample, it is an error.
func (p RandomProjection) Fit(ctx context.Context, data iter.Seq2[*tensor.Tensor, error]) (tensor.Stage, error) {
	d := 0
	err := eachVector(ctx, "random_projection", data, func(x []float32) error {
		d = len(x)
		return errEnough
	})
	if err != nil {
		return nil, err
	}
	if _, err := p.OutSpec(tensor.VectorSpec(d)); err != nil {
		return nil, err
	}
	p = p.defaults()
	setDefault(&p.Density, 1/math.Sqrt(float64(d)))
	return &Projection{Components: *p.draw(d)}, nil
}

// draw draws a matrix for vectors of length d.
func (p RandomProjection) draw(d int) *tensor.Tensor {
	r := rand.New(rand.NewPCG(p.Seed, 0x70726f6a656374))
	m := zeroMatrix(p.Components, d)
	if p.Method == gaussianProjection {
		deviation := 1 / math.Sqrt(float64(p.Components))
		for i := range m.F32 {
			m.F32[i] = float32(deviation * r.NormFloat64())
		}
		return m
	}
	value := float32(1 / math.Sqrt(p.Density*float64(p.Components)))
	for i := range m.F32 {
		switch u := r.Float64(); {
		case u < p.Density/2:
			m.F32[i] = value
		case u < p.Density:
			m.F32[i] = -value
		}
	}
	return m
}
