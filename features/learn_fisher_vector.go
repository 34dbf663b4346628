package features

import (
	"context"
	"fmt"
	"iter"
	"runtime"

	"github.com/saccade-go/saccade/internal/cluster"
	"github.com/saccade-go/saccade/tensor"
)

// LearnFisherVector learns a mixture of Gaussians with diagonal covariances, which tells how local descriptors such as [DenseSIFT] makes
// are distributed, and becomes [FisherVector], which describes pictures by how they differ from it. The mixture is found by expectation
// maximisation from a start by k-means, and iterations end when the mean log-likelihood grows by less than 0.001.
//
// It learns from descriptors that are drawn at random, equally many from each picture as far as it has so many, and none of zeros. The
// memory is theirs, Samples·4 bytes for each value of a descriptor, and half as much for a moment.
//
// The input is float32, with all pictures having as many channels as a descriptor has values, see Length, or a multiple. Their sizes may
// differ.
//
// JSON: {"components": 64, "norm": "power"}.
type LearnFisherVector struct {
	// Components is the number of Gaussians. Default 64.
	Components int `json:"components,omitempty"`
	// Length is how many values a descriptor has: after a DenseSIFT of several sizes 128, for a mixture that all sizes have in common.
	// Default 0: as many as the picture has channels.
	Length int `json:"length,omitempty"`
	// Samples bounds how many descriptors are learned from. Default 100000; it is at least Components.
	Samples int `json:"samples,omitempty"`
	// Iterations bounds those of expectation maximisation. Default 100.
	Iterations int `json:"iterations,omitempty"`
	// VarianceFloor is what share of the variance of all descriptors that of a Gaussian has at least. Default 0.001, at most 1.
	VarianceFloor float64 `json:"variance_floor,omitempty"`
	// Levels and Norm are those of FisherVector.
	Levels []int  `json:"levels,omitempty"`
	Norm   string `json:"norm,omitempty"`
	// Seed decides on the descriptors and on where k-means starts.
	Seed uint64 `json:"seed,omitempty"`
}

const (
	mixtureTolerance = 1e-3
	mixtureStart     = 10 // iterations of k-means
)

// defaults fills in what is left out, as far as learning needs it.
func (l LearnFisherVector) defaults() LearnFisherVector {
	setDefault(&l.Components, 64)
	setDefault(&l.Samples, defaultSamples)
	setDefault(&l.Iterations, 100)
	setDefault(&l.VarianceFloor, 1e-3)
	return l
}

// OutSpec returns a vector of 2·K·D values for each cell, as FisherVector has it.
func (l LearnFisherVector) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "learn_fisher_vector"
	l = l.defaults()
	if err := checkSample(op, l.Length, l.Samples, "components", l.Components, l.Iterations); err != nil {
		return tensor.Spec{}, err
	}
	if !(l.VarianceFloor >= 1e-6 && l.VarianceFloor <= 1) {
		return tensor.Spec{}, &tensor.ParamError{Op: op, Param: "variance_floor", Want: "a number from 1e-6 to 1", Got: l.VarianceFloor}
	}
	if err := (&FisherVector{Levels: l.Levels, Norm: l.Norm}).checkParams(op); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkDescriptors(op, in, max(l.Length, 1)); err != nil {
		return tensor.Spec{}, err
	}
	return pyramidOf(l.Levels).spec(op, 2*l.Components, orDefault(l.Length, in.C))
}

// Fit learns from data in one pass and returns a *FisherVector. An error in the data, a NaN or an infinity among what is drawn, and a
// sample that doesn't go with the first are errors that give the sample's position, counted from 0; fewer descriptors than
// components are one, too. The result depends on the order of the data and the seed, and not on the number of processors.
func (l LearnFisherVector) Fit(ctx context.Context, data iter.Seq2[*tensor.Tensor, error]) (tensor.Stage, error) {
	l = l.defaults()
	x, err := newDescriptorSample("learn_fisher_vector", l, l.Length, l.Samples, l.Seed).draw(ctx, data, l.Components)
	if err != nil {
		return nil, err
	}
	m, err := cluster.GMM{
		K: l.Components, Iterations: l.Iterations, Tolerance: mixtureTolerance, Floor: l.VarianceFloor, Start: mixtureStart,
		Seed: l.Seed, Workers: runtime.GOMAXPROCS(0),
	}.Fit(ctx, x)
	if err != nil {
		return nil, fmt.Errorf("learn_fisher_vector: %w", err)
	}
	return &FisherVector{
		Levels: l.Levels, Norm: l.Norm,
		Weights: *tensor.Vector(m.Weights), Means: matrixTensor(m.Means), Variances: matrixTensor(m.Variances),
	}, nil
}
