package dataset

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// Split divides the samples at random into train and val, and keeps them in order. It is stratified: each class
// gives the same fraction of its samples to val, as nearly as whole numbers allow, but keeps at least one in
// train. Val has round(fraction·n) samples in all, or as many as that leaves: the share of each class is rounded down
// and the classes with the largest remainders give one more. Samples without a label count as a class.
//
// The fraction is between 0 and 1; a value outside means the nearer of them, and NaN means 0. The same dataset,
// fraction and seed give the same split. What a class gives doesn't depend on the order of the other classes'
// samples.
func (d *Dataset) Split(fraction float64, seed uint64) (train, val *Dataset) {
	if !(fraction > 0) {
		fraction = 0
	}
	groups := d.groups()
	inVal := make([]bool, len(d.Samples))
	for label, n := range valShares(groups, min(fraction, 1)) {
		r := rand.New(rand.NewPCG(seed, uint64(label)))
		for _, k := range r.Perm(len(groups[label]))[:n] {
			inVal[groups[label][k]] = true
		}
	}
	var parts [2][]Sample
	for i, s := range d.Samples {
		part := 0
		if inVal[i] {
			part = 1
		}
		parts[part] = append(parts[part], s)
	}
	return d.with(parts[0]), d.with(parts[1])
}

// groups returns the indices of each class's samples, and in the last entry those without a label.
func (d *Dataset) groups() [][]int {
	groups := make([][]int, len(d.Classes)+1)
	for i, s := range d.Samples {
		label := len(d.Classes)
		if d.labelled(s) {
			label = s.Label
		}
		groups[label] = append(groups[label], i)
	}
	return groups
}

// valShares returns how many samples each group gives to val, by the largest remainder.
func valShares(groups [][]int, fraction float64) []int {
	shares, order := make([]int, len(groups)), make([]int, len(groups))
	remainders := make([]float64, len(groups))
	n, given := 0, 0
	for i, g := range groups {
		quota := fraction * float64(len(g))
		shares[i] = max(min(int(quota), len(g)-1), 0)
		remainders[i] = quota - float64(shares[i])
		order[i] = i
		n += len(g)
		given += shares[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(remainders[b], remainders[a]) })
	want := int(math.Round(fraction * float64(n)))
	for before := -1; given < want && given != before; {
		before = given
		for _, i := range order {
			if given < want && shares[i] < len(groups[i])-1 {
				shares[i]++
				given++
			}
		}
	}
	return shares
}
