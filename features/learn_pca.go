package features

import (
	"context"
	"fmt"
	"iter"

	"github.com/saccade-go/saccade/tensor"
)

// LearnPCA learns from data the directions in which it varies most, principal component analysis, and becomes [PCA], which
// keeps those of a vector and drops the others: Pearson (1901), Hotelling (1933). The numbers are those of scikit-learn's
// PCA, signs included.
//
// The components are the eigenvectors of the covariance Σ (x − mean)·(x − mean)ᵀ/(n − 1) with the largest eigenvalues, which
// are the variances of the results. Of the two directions that an eigenvector has, it is the one in which the value that is
// largest in magnitude is positive, the first of equals: svd_flip with u_based_decision=False. Solver says how they are
// found:
//
//	full        exactly, in one pass over the data. Up to 4096 values the covariance is summed up, in some 30·d² bytes of
//	            memory. Of longer vectors, at most 4096 are held in memory, and their inner products stand in for it.
//	randomized  nearly: Halko, Martinsson & Tropp, "Finding Structure with Randomness" (2011), algorithms 4.4 and 5.3, with
//	            10 more directions than components, and 4 power iterations, or 7 for less than a tenth of all components,
//	            on data that is held in memory
//	auto        full for up to 2048 values or samples, or else randomized
//
// Data that is held in memory has at most 2²⁸ values, 1 GiB; randomized takes some 40·d·Components bytes besides. The time of
// full grows with the cube of the number of values (or, of longer vectors, of samples): for 784 it is a second, for 2048
// half a minute.
//
// The input is float32 of a known shape, all its values one vector. Products are float32, so that variances of less than
// about 1e-6 of the largest aren't accurate. The result depends on the order of the data only as far as rounding does, and on
// Seed with randomized only.
//
// JSON: {"components": 64, "whiten": false, "solver": "auto", "samples": 0, "seed": 0}.
type LearnPCA struct {
	// Components is the length of the result, at most that of the input and the number of samples. Default 64, or the length
	// of the input if it is shorter.
	Components int `json:"components,omitempty"`
	// Whiten divides each value of the result by its deviation.
	Whiten bool `json:"whiten,omitempty"`
	// Solver is "auto" (default), "full" or "randomized".
	Solver string `json:"solver,omitempty"`
	// Samples bounds how many vectors are learned from, which are drawn evenly from all: half of them to all of them, as their number
	// comes out. 0 (default) means all there are. They are held in memory.
	Samples int `json:"samples,omitempty"`
	// Seed decides on the directions that randomized begins with, and on which vectors are drawn.
	Seed uint64 `json:"seed,omitempty"`
}

const (
	autoSolver       = "auto"
	fullSolver       = "full"
	randomizedSolver = "randomized"
)

const (
	// maxEigen bounds matrices whose eigenvectors are to be found, and maxQuickEigen those for which nothing else is quicker.
	maxEigen, maxQuickEigen = 4096, 2048
	// maxHeld bounds the values that are held in memory.
	maxHeld = 1 << 28
)

// OutSpec returns a vector of Components values.
func (l LearnPCA) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "learn_pca"
	setDefault(&l.Solver, autoSolver)
	switch {
	case l.Components < 0:
		want := "a number from 1, or 0 for the default"
		return tensor.Spec{}, &tensor.ParamError{Op: op, Param: "components", Want: want, Got: l.Components}
	case l.Samples < 0 || l.Samples == 1:
		return tensor.Spec{}, &tensor.ParamError{Op: op, Param: "samples", Want: "a number from 2, or 0 for all", Got: l.Samples}
	case l.Solver != autoSolver && l.Solver != fullSolver && l.Solver != randomizedSolver:
		return tensor.Spec{}, &tensor.ParamError{Op: op, Param: "solver", Want: "auto, full or randomized", Got: l.Solver}
	}
	if err := checkValues(op, in); err != nil {
		return tensor.Spec{}, err
	}
	k := l.components(in.Len())
	if k > in.Len() {
		want := fmt.Sprintf("at least as many values as components, %d", k)
		return tensor.Spec{}, &tensor.SpecError{Op: op, Want: want, Got: in}
	}
	if err := matrixSpec(k, in.Len()).Check(op); err != nil {
		return tensor.Spec{}, err
	}
	return tensor.VectorSpec(k), nil
}

// components is how many there will be of vectors of length d.
func (l LearnPCA) components(d int) int { return orDefault(l.Components, min(64, d)) }

// Fit learns from data in one pass and returns a *PCA. An error in the data, a NaN or an infinity, a sample of another length
// than the first, and more data than is held in memory are errors that give the sample's position, counted from 0. Fewer
// samples than components, fewer than two, and values whose squares float32 doesn't hold are errors, too.
func (l LearnPCA) Fit(ctx context.Context, data iter.Seq2[*tensor.Tensor, error]) (tensor.Stage, error) {
	const op = "learn_pca"
	setDefault(&l.Solver, autoSolver)
	var a axes
	k := 0
	drawn := newReservoir(l.Samples, l.Seed, 0x706361)
	err := eachVector(ctx, op, data, func(x []float32) error {
		if a == nil {
			if _, err := l.OutSpec(tensor.VectorSpec(len(x))); err != nil {
				return err
			}
			a, k, drawn.x.Cols = l.axes(len(x)), l.components(len(x)), len(x)
		}
		if l.Samples > 0 {
			return drawn.take(1, func(v []float32) error { copy(v, x); return nil })
		}
		return a.add(x)
	})
	for i := 0; err == nil && i < drawn.x.Rows; i++ {
		err = a.add(drawn.x.Row(i))
	}
	if err != nil {
		return nil, err
	}
	p, err := a.principal(ctx, k)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	return p.stage(l.Whiten), nil
}
