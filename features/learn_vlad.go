package features

import (
	"context"
	"iter"

	"github.com/saccade-go/saccade/internal/cluster"
	"github.com/saccade-go/saccade/tensor"
)

// LearnVLAD learns visual words, the k-means centroids of local descriptors such as [DenseSIFT] makes, and becomes [VLAD], which sums up
// how descriptors differ from them. It wants far fewer words than [LearnVisualWords].
//
// It learns from descriptors that are drawn at random, equally many from each picture as far as it has so many, and none of zeros. The
// memory is theirs, Samples·4 bytes for each value of a descriptor, and half as much for a moment.
//
// The input is float32, with all pictures having as many channels as a descriptor has values, see Length, or a multiple. Their sizes may
// differ.
//
// JSON: {"words": 64, "norm": "intra"}.
type LearnVLAD struct {
	// Words is the number of words. Default 64.
	Words int `json:"words,omitempty"`
	// Length is how many values a descriptor has: after a DenseSIFT of several sizes 128, for words that all sizes have in common.
	// Default 0: as many as the picture has channels.
	Length int `json:"length,omitempty"`
	// Samples bounds how many descriptors are learned from. Default 100000; it is at least Words.
	Samples int `json:"samples,omitempty"`
	// Iterations bounds those of k-means. Default 30.
	Iterations int `json:"iterations,omitempty"`
	// Levels and Norm are those of VLAD.
	Levels []int  `json:"levels,omitempty"`
	Norm   string `json:"norm,omitempty"`
	// Seed decides on the descriptors and on where k-means starts.
	Seed uint64 `json:"seed,omitempty"`
}

// defaults fills in what is left out, as far as learning needs it.
func (l LearnVLAD) defaults() LearnVLAD {
	setDefault(&l.Words, 64)
	setDefault(&l.Samples, defaultSamples)
	setDefault(&l.Iterations, 30)
	return l
}

// OutSpec returns a vector of K·D values for each cell, as VLAD has it.
func (l LearnVLAD) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "learn_vlad"
	l = l.defaults()
	if err := checkSample(op, l.Length, l.Samples, "words", l.Words, l.Iterations); err != nil {
		return tensor.Spec{}, err
	}
	if err := (&VLAD{Levels: l.Levels, Norm: l.Norm}).checkParams(op); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkDescriptors(op, in, max(l.Length, 1)); err != nil {
		return tensor.Spec{}, err
	}
	return pyramidOf(l.Levels).spec(op, l.Words, orDefault(l.Length, in.C))
}

// Fit learns from data in one pass and returns a *VLAD. An error in the data, a NaN or an infinity among what is drawn, and a
// sample that doesn't go with the first are errors that give the sample's position, counted from 0; fewer descriptors than
// words are one, too. The result depends on the order of the data and the seed, and not on the number of processors.
func (l LearnVLAD) Fit(ctx context.Context, data iter.Seq2[*tensor.Tensor, error]) (tensor.Stage, error) {
	l = l.defaults()
	s := newDescriptorSample("learn_vlad", l, l.Length, l.Samples, l.Seed)
	words, err := s.words(ctx, data, cluster.KMeans{K: l.Words, Iterations: l.Iterations, Seed: l.Seed})
	if err != nil {
		return nil, err
	}
	return &VLAD{Levels: l.Levels, Norm: l.Norm, Words: words}, nil
}
