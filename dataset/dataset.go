package dataset

import (
	"iter"
	"math/rand/v2"
	"slices"
)

// A Dataset is a list of samples. Its methods don't change it; the datasets they return share its classes,
// and pictures in memory.
type Dataset struct {
	Name    string   // where it comes from: a path or prefix as it was given
	Classes []string // without double names
	Samples []Sample
	Notes   []Note // what was found and is no sample; see Summary
}

// All yields the samples in order. The error is always nil: it is there for sources that are read while they
// are iterated over.
func (d *Dataset) All() iter.Seq2[Sample, error] {
	return func(yield func(Sample, error) bool) {
		for _, s := range d.Samples {
			if !yield(s, nil) {
				return
			}
		}
	}
}

// Labels returns the label of each sample, -1 where it isn't known.
func (d *Dataset) Labels() []int {
	labels := make([]int, len(d.Samples))
	for i, s := range d.Samples {
		labels[i] = s.Label
	}
	return labels
}

// Counts returns how many samples each class has.
func (d *Dataset) Counts() []int {
	counts := make([]int, len(d.Classes))
	for _, s := range d.Samples {
		if d.labelled(s) {
			counts[s.Label]++
		}
	}
	return counts
}

// labelled reports whether s has one of d's classes.
func (d *Dataset) labelled(s Sample) bool { return s.Label >= 0 && s.Label < len(d.Classes) }

// with returns a dataset of other samples.
func (d *Dataset) with(samples []Sample) *Dataset {
	return &Dataset{Name: d.Name, Classes: d.Classes, Samples: samples, Notes: d.Notes}
}

// Shuffle returns the dataset in a random order, which depends on seed and the number of samples alone.
func (d *Dataset) Shuffle(seed uint64) *Dataset {
	samples := slices.Clone(d.Samples)
	r := rand.New(rand.NewPCG(seed, shuffleStream))
	r.Shuffle(len(samples), func(i, j int) { samples[i], samples[j] = samples[j], samples[i] })
	return d.with(samples)
}

// shuffleStream keeps the random numbers of Shuffle apart from those of Split with the same seed.
const shuffleStream = 1 << 63

// Batches yields the samples in order, n at a time; the last batch may be smaller. An n below 1 means all at
// once. A batch shares the memory of d.Samples.
func (d *Dataset) Batches(n int) iter.Seq[[]Sample] {
	if n < 1 {
		n = max(len(d.Samples), 1)
	}
	return slices.Chunk(d.Samples, n)
}
