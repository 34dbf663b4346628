package dataset

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
)

// A Partition says how samples are divided into parts such as train, val and test.
type Partition struct {
	// Ratios has the share of each part: at least two, each above 0. They count by their sum: 8, 1, 1 is 0.8, 0.1, 0.1.
	Ratios []float64
	// Seed and Keys are what all random choices depend on. Keys has a name for each sample that stays the same when others are
	// added, such as its path within the folder; nil means the samples' names.
	Seed uint64
	Keys []string
	// Together has groups of samples, by index, that must end in the same part: pictures of one patient, copies of one picture.
	// Groups that share a sample are one.
	Together [][]int
	// Fixed has the part of each sample that is in one already, and -1 for the others; nil means that none is. A group of which
	// samples are fixed goes where most of them are, of several such parts to the first.
	Fixed []int
}

// Parts is how samples were divided.
type Parts struct {
	Of     []int   // the part of each sample
	Groups [][]int // the samples that had to stay together, single ones too, each group in order, by their first sample
}

// Partition divides the samples into parts by class, with groups whole.
//
// Each class, and what has none, is divided on its own: a group counts for the class that most of its samples have. Groups stand in
// an order that is drawn for each from the seed and its keys alone (SHA-256), and each part but the largest takes from it what
// its share of the class's samples holds; the largest, of equal ones the first, takes the rest and at least one group of each class.
// What the others lack altogether, because shares aren't whole, is given by the classes that have most left over. So of each class
// a part but the largest has its share, give or take less than the largest group, and so it is with all samples if no class is short.
//
// The result doesn't depend on the order of the samples. When samples are added, those that were there keep their places in the order,
// and only the ends of the parts' stretches move: of n samples to which m are added, about √m change their part. With Fixed, none does.
// A ratio, key or group that isn't right is an [*Error].
func (d *Dataset) Partition(p Partition) (*Parts, error) {
	if err := p.check(len(d.Samples)); err != nil {
		return nil, failure(d.Name, "partition", err)
	}
	groups := connected(len(d.Samples), p.Together)
	division := newDivision(d, p, groups)
	for k := range p.Ratios {
		if k != division.rest {
			division.fill(k)
		}
	}
	parts := &Parts{make([]int, len(d.Samples)), groups}
	for _, s := range division.strata {
		for _, b := range s.bundles {
			for _, i := range b.samples {
				parts.Of[i] = max(b.part, 0)
				if b.part < 0 {
					parts.Of[i] = division.rest
				}
			}
		}
	}
	return parts, nil
}

func (p Partition) check(n int) error {
	if len(p.Ratios) < 2 {
		return fmt.Errorf("wanted two or more ratios, found %d", len(p.Ratios))
	}
	for _, r := range p.Ratios {
		if !(r > 0) || math.IsInf(r, 1) {
			return fmt.Errorf("wanted ratios above 0, found %v", r)
		}
	}
	if p.Keys != nil && len(p.Keys) != n {
		return fmt.Errorf("wanted a key for each of %d samples, found %d", n, len(p.Keys))
	}
	if p.Fixed != nil && len(p.Fixed) != n {
		return fmt.Errorf("wanted a fixed part or -1 for each of %d samples, found %d", n, len(p.Fixed))
	}
	for _, part := range p.Fixed {
		if part < -1 || part >= len(p.Ratios) {
			return fmt.Errorf("wanted fixed parts from -1 to %d, found %d", len(p.Ratios)-1, part)
		}
	}
	for _, group := range p.Together {
		for _, i := range group {
			if i < 0 || i >= n {
				return fmt.Errorf("wanted groups of samples from 0 to %d, found %d", n-1, i)
			}
		}
	}
	return nil
}

// connected joins groups that share a sample, and returns all groups, single samples too.
func connected(n int, together [][]int) [][]int {
	parent := make([]int, n)
	for i := range parent {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	for _, group := range together {
		for _, i := range group {
			a, b := root(group[0]), root(i)
			parent[max(a, b)] = min(a, b)
		}
	}
	var groups [][]int
	at := make([]int, n) // of a root, which is the first of its group
	for i := range n {
		if r := root(i); r == i {
			at[i] = len(groups)
			groups = append(groups, []int{i})
		} else {
			groups[at[r]] = append(groups[at[r]], i)
		}
	}
	return groups
}

// A bundle is a group of samples on its way to a part.
type bundle struct {
	samples []int
	place   uint64 // in the order of its class
	part    int    // -1: none yet
}

// A stratum is the bundles of one class, in their order.
type stratum struct {
	bundles []*bundle
	n       int     // samples
	given   []int   // samples by part
	free    int     // bundles without a part
	missing float64 // samples that the part in work lacks
	debt    float64 // samples that the parts before lack
}

// A division is a partition in work.
type division struct {
	strata []*stratum
	ratios []float64 // that add up to 1
	rest   int       // the part that takes what the others leave
	n      int
}

func newDivision(d *Dataset, p Partition, groups [][]int) *division {
	v := &division{n: len(d.Samples), strata: make([]*stratum, len(d.Classes)+1)}
	sum := 0.
	for _, r := range p.Ratios {
		sum += r
	}
	for k, r := range p.Ratios {
		v.ratios = append(v.ratios, r/sum)
		if r > p.Ratios[v.rest] {
			v.rest = k
		}
	}
	for i := range v.strata {
		v.strata[i] = &stratum{given: make([]int, len(p.Ratios))}
	}
	for _, g := range groups {
		v.strata[d.mainClass(g)].add(&bundle{g, d.place(p, g), p.fixed(g)})
	}
	for _, s := range v.strata {
		slices.SortFunc(s.bundles, func(a, b *bundle) int {
			return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(d.key(p, a.samples[0]), d.key(p, b.samples[0])), a.samples[0]-b.samples[0])
		})
	}
	return v
}

func (s *stratum) add(b *bundle) {
	s.bundles = append(s.bundles, b)
	s.n += len(b.samples)
	if b.part < 0 {
		s.free++
	} else {
		s.given[b.part] += len(b.samples)
	}
}

// mainClass is the class that most samples of a group have, of several the first, and len(d.Classes) for no class.
func (d *Dataset) mainClass(group []int) int {
	counts := map[int]int{}
	best := len(d.Classes)
	for _, i := range group {
		class := len(d.Classes)
		if d.labelled(d.Samples[i]) {
			class = d.Samples[i].Label
		}
		counts[class]++
		if n := counts[class] - counts[best]; n > 0 || n == 0 && class < best {
			best = class
		}
	}
	return best
}

func (d *Dataset) key(p Partition, i int) string {
	if p.Keys != nil {
		return p.Keys[i]
	}
	return d.Samples[i].Name
}

// place is the smallest of what is drawn for the group's samples, so that one more sample rarely changes it.
func (d *Dataset) place(p Partition, group []int) uint64 {
	least := uint64(math.MaxUint64)
	for _, i := range group {
		sum := sha256.Sum256(append(binary.LittleEndian.AppendUint64(nil, p.Seed), d.key(p, i)...))
		least = min(least, binary.BigEndian.Uint64(sum[:]))
	}
	return least
}

// fixed is the part that most fixed samples of a group are in, -1 if none is.
func (p Partition) fixed(group []int) int {
	if p.Fixed == nil {
		return -1
	}
	counts := make([]int, len(p.Ratios))
	for _, i := range group {
		if p.Fixed[i] >= 0 {
			counts[p.Fixed[i]]++
		}
	}
	most := slices.Max(counts)
	if most == 0 {
		return -1
	}
	return slices.Index(counts, most)
}

// fill gives part k what it shall have: of each stratum the bundles that its share holds, and then one more of those strata
// that have most left over, as long as that brings all samples nearer to the part's share of them.
func (v *division) fill(k int) {
	type extra struct {
		*stratum
		*bundle
		owed float64 // part of the bundle
	}
	var extras []extra
	missing := v.ratios[k] * float64(v.n)
	for _, s := range v.strata {
		next := s.take(k, v.ratios[k]*float64(s.n), v.rest)
		missing -= float64(s.given[k])
		if next != nil && s.missing > 0 {
			extras = append(extras, extra{s, next, (s.missing + s.debt) / float64(len(next.samples))})
		}
	}
	slices.SortFunc(extras, func(a, b extra) int { return cmp.Or(cmp.Compare(b.owed, a.owed), cmp.Compare(a.place, b.place)) })
	for _, e := range extras {
		if w := float64(len(e.samples)); missing >= w/2 {
			e.give(e.bundle, k)
			e.missing -= w
			missing -= w
		}
	}
	for _, s := range v.strata {
		s.debt += s.missing
	}
}

// take gives part k bundles in their order that share holds, and returns the one to give next, if there is one to spare. A bundle that
// is larger than all of the share is passed over.
func (s *stratum) take(k int, share float64, rest int) (next *bundle) {
	const slack = 1e-9 // 0.29·100 is a little less than 29
	s.missing = share - float64(s.given[k])
	var passed *bundle
	for _, b := range s.bundles {
		if b.part >= 0 {
			continue
		}
		if s.last(rest) {
			return nil
		}
		switch w := float64(len(b.samples)); {
		case w <= s.missing+slack:
			s.give(b, k)
			s.missing -= w
		case w <= share:
			return b
		case passed == nil || len(b.samples) < len(passed.samples):
			passed = b
		}
	}
	if s.last(rest) {
		return nil
	}
	return passed
}

// last reports whether the only bundle that is left is for the largest part, which has none yet.
func (s *stratum) last(rest int) bool { return s.free == 1 && s.given[rest] == 0 }

func (s *stratum) give(b *bundle, k int) {
	b.part = k
	s.given[k] += len(b.samples)
	s.free--
}
