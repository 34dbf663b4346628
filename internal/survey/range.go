package survey

import (
	"cmp"
	"math"
	"slices"
)

// A Range has the smallest, the middle and the largest of numbers.
type Range[T cmp.Ordered] struct {
	Min    T `json:"min"`
	Median T `json:"median"`
	Max    T `json:"max"`
}

// rangeOf is nil if there are no numbers. It sorts them.
func rangeOf[T cmp.Ordered](n []T) *Range[T] {
	if len(n) == 0 {
		return nil
	}
	slices.Sort(n)
	return &Range[T]{n[0], n[len(n)/2], n[len(n)-1]}
}

// ranges fills in what follows from the sizes.
func (s *Survey) ranges() {
	var heights, widths []int
	var aspects []float64
	for size, n := range s.Sizes {
		for range n {
			heights, widths = append(heights, size[0]), append(widths, size[1])
			aspects = append(aspects, float64(size[1])/float64(size[0]))
		}
	}
	s.Height, s.Width, s.Aspect = rangeOf(heights), rangeOf(widths), rangeOf(aspects)
}

// A Balance says how evenly samples are spread over classes, those of all splits together.
type Balance struct {
	Largest  Class `json:"largest"`
	Smallest Class `json:"smallest"`
	// Ratio is the samples of the largest class by those of the smallest.
	Ratio float64 `json:"ratio"`
	// Effective is the effective number of classes, exp(−Σ p ln p) of their shares p: as many classes of the same size would be as
	// hard to guess. It is the number of classes if all have the same size.
	Effective float64 `json:"effective_classes"`
}

// balance is nil if there are no classes.
func balance(splits []Split) *Balance {
	at := map[string]int{}
	var all []Class
	total := 0
	for _, s := range splits {
		for _, c := range s.Classes {
			if _, ok := at[c.Class]; !ok {
				at[c.Class] = len(all)
				all = append(all, Class{Class: c.Class})
			}
			all[at[c.Class]].N += c.N
			total += c.N
		}
	}
	all = slices.DeleteFunc(all, func(c Class) bool { return c.N == 0 })
	if len(all) == 0 {
		return nil
	}
	bySize := func(a, b Class) int { return a.N - b.N }
	b := &Balance{Largest: slices.MaxFunc(all, bySize), Smallest: slices.MinFunc(all, bySize)}
	b.Ratio = float64(b.Largest.N) / float64(b.Smallest.N)
	entropy := 0.
	for _, c := range all {
		p := float64(c.N) / float64(total)
		entropy -= p * math.Log(p)
	}
	b.Effective = math.Exp(entropy)
	return b
}
