package dataset

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// partCounts returns how many samples of each class are in each part, those without a class last.
func partCounts(d *Dataset, of []int, parts int) [][]int {
	counts := make([][]int, len(d.Classes)+1)
	for c := range counts {
		counts[c] = make([]int, parts)
	}
	for i, s := range d.Samples {
		c := len(d.Classes)
		if d.labelled(s) {
			c = s.Label
		}
		counts[c][of[i]]++
	}
	return counts
}

func TestPartition(t *testing.T) {
	tests := []struct {
		counts []int
		ratios []float64
		want   []int // samples in each part
	}{
		{[]int{10, 10}, []float64{0.8, 0.1, 0.1}, []int{16, 2, 2}},
		{[]int{10, 10}, []float64{8, 1, 1}, []int{16, 2, 2}},
		{[]int{10, 10}, []float64{0.1, 0.1, 0.8}, []int{2, 2, 16}},
		{slices.Repeat([]int{5}, 100), []float64{0.8, 0.1, 0.1}, []int{400, 50, 50}}, // half an image of each class
		{slices.Repeat([]int{1}, 100), []float64{0.8, 0.1, 0.1}, []int{100, 0, 0}},   // single images stay in the largest part
		{slices.Repeat([]int{2}, 10), []float64{0.5, 0.5}, []int{10, 10}},
		{[]int{100, 100}, []float64{0.71, 0.29}, []int{142, 58}},
		{[]int{0, 3}, []float64{1, 1, 1}, []int{1, 1, 1}},
		{nil, []float64{1, 1}, []int{0, 0}},
	}
	for _, test := range tests {
		d := classed(0, test.counts...)
		p, err := d.Partition(Partition{Ratios: test.ratios, Seed: 1})
		must(t, err)
		got := make([]int, len(test.ratios))
		for _, k := range p.Of {
			got[k]++
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%v by %v: %v, want %v", test.counts, test.ratios, got, test.want)
		}
	}
	// of a hundred classes of five, none gives to both val and test
	d := classed(0, slices.Repeat([]int{5}, 100)...)
	p, err := d.Partition(Partition{Ratios: []float64{0.8, 0.1, 0.1}, Seed: 1})
	must(t, err)
	for c, n := range partCounts(d, p.Of, 3)[:100] {
		if n[0] != 4 {
			t.Errorf("class %d is divided into %v", c, n)
		}
	}
}

// TestPartitionKeepsOne: of a class whose last group was passed over as too large, that one is for the largest part.
func TestPartitionKeepsOne(t *testing.T) {
	d := classed(0, 1, 5)
	p, err := d.Partition(Partition{Ratios: []float64{1, 1, 1}, Together: [][]int{{1, 2}}})
	must(t, err)
	if n := partCounts(d, p.Of, 3)[1]; n[0] == 0 {
		t.Errorf("parts of %v", n)
	}
}

func TestPartitionProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := classed(rapid.IntRange(0, 5).Draw(t, "unlabelled"), rapid.SliceOfN(rapid.IntRange(0, 40), 0, 6).Draw(t, "counts")...)
		ratios := rapid.SliceOfN(rapid.Float64Range(0.01, 1), 2, 4).Draw(t, "ratios")
		p := Partition{Ratios: ratios, Seed: rapid.Uint64().Draw(t, "seed")}
		if n := len(d.Samples); n > 0 {
			p.Together = rapid.SliceOfN(rapid.SliceOfN(rapid.IntRange(0, n-1), 0, 6), 0, 12).Draw(t, "together")
		}
		parts, err := d.Partition(p)
		if err != nil {
			t.Fatal(err)
		}
		checkGroups(t, d, p, parts)
		checkShares(t, d, p, parts)
		again, err := d.Partition(p)
		if err != nil || !reflect.DeepEqual(again, parts) {
			t.Fatalf("the same seed gives another division, or %v", err)
		}
	})
}

// checkGroups: each sample is in one group and one part, groups are whole and have what belongs together.
func checkGroups(t *rapid.T, d *Dataset, p Partition, parts *Parts) {
	seen := make([]int, len(d.Samples))
	group := make([]int, len(d.Samples))
	for g, members := range parts.Groups {
		for _, i := range members {
			seen[i]++
			group[i] = g
			if parts.Of[i] != parts.Of[members[0]] {
				t.Fatalf("group %v is torn", members)
			}
		}
	}
	if len(parts.Of) != len(d.Samples) || slices.ContainsFunc(seen, func(n int) bool { return n != 1 }) {
		t.Fatalf("samples are in %v groups", seen)
	}
	for _, k := range parts.Of {
		if k < 0 || k >= len(p.Ratios) {
			t.Fatalf("part %d", k)
		}
	}
	for _, members := range p.Together {
		for _, i := range members {
			if group[i] != group[members[0]] {
				t.Fatalf("%v are in several groups", members)
			}
		}
	}
}

// checkShares: all parts but the largest have their share of each class, give or take less than the largest group, and the largest
// has some of each class. A group counts for its main class.
func checkShares(t *rapid.T, d *Dataset, p Partition, parts *Parts) {
	sum := 0.
	for _, r := range p.Ratios {
		sum += r
	}
	rest := slices.Index(p.Ratios, slices.Max(p.Ratios))
	n, most := make([]int, len(d.Classes)+1), make([]int, len(d.Classes)+1)
	given := make([][]int, len(d.Classes)+1)
	for c := range given {
		given[c] = make([]int, len(p.Ratios))
	}
	for _, g := range parts.Groups {
		c := d.mainClass(g)
		n[c] += len(g)
		most[c] = max(most[c], len(g))
		given[c][parts.Of[g[0]]] += len(g)
	}
	for c := range n {
		if n[c] > 0 && given[c][rest] == 0 {
			t.Fatalf("the largest part has nothing of class %d: %v", c, given[c])
		}
		for k, r := range p.Ratios {
			if off := math.Abs(float64(given[c][k]) - r/sum*float64(n[c])); k != rest && n[c] > 0 && off > float64(most[c])+1e-6 {
				t.Fatalf("class %d of %d samples is divided into %v, by groups of up to %d and ratios %v", c, n[c], given[c], most[c], p.Ratios)
			}
		}
	}
}

// TestPartitionIsStable adds one image in a hundred: few of the others change their part. The order of samples doesn't matter, and
// what is fixed stays.
func TestPartitionIsStable(t *testing.T) {
	before, after := classed(0), classed(0)
	r := rand.New(rand.NewPCG(1, 1))
	for c := range 10 {
		before.Classes = append(before.Classes, fmt.Sprint(c))
		for i := range 1010 {
			s := Sample{Name: fmt.Sprintf("%d/%d.jpg", c, r.Uint32()), Label: c}
			after.Samples = append(after.Samples, s)
			if i < 1000 {
				before.Samples = append(before.Samples, s)
			}
		}
	}
	after.Classes = before.Classes
	ratios := []float64{0.8, 0.1, 0.1}
	was := map[string]int{}
	p, err := before.Partition(Partition{Ratios: ratios})
	must(t, err)
	for i, s := range before.Samples {
		was[s.Name] = p.Of[i]
	}
	fixed := make([]int, len(after.Samples))
	for i, s := range after.Samples {
		fixed[i] = -1
		if k, ok := was[s.Name]; ok {
			fixed[i] = k
		}
	}
	moved := func(d *Dataset, fixed []int) (n int) {
		p, err := d.Partition(Partition{Ratios: ratios, Fixed: fixed})
		must(t, err)
		counts := [3]int{}
		for i, s := range d.Samples {
			counts[p.Of[i]]++
			if k, ok := was[s.Name]; ok && k != p.Of[i] {
				n++
			}
		}
		if d == after && counts != [3]int{8080, 1010, 1010} {
			t.Errorf("parts of %v", counts)
		}
		return n
	}
	if n := moved(before.Shuffle(3), nil); n != 0 {
		t.Errorf("in another order %d of 10000 samples are in another part", n)
	}
	n := moved(after, nil)
	t.Logf("with 100 more, %d of 10000 samples are in another part", n)
	if n > 50 {
		t.Errorf("%d of 10000 samples are in another part", n)
	}
	if n := moved(after, fixed); n != 0 {
		t.Errorf("%d fixed samples are in another part", n)
	}
}

// TestPartitionFixed: a group goes where most of it is, and the parts fill up to their shares.
func TestPartitionFixed(t *testing.T) {
	d := classed(0, 10)
	fixed := slices.Repeat([]int{-1}, 10)
	fixed[0], fixed[1], fixed[2], fixed[9] = 1, 0, 1, 1
	p, err := d.Partition(Partition{Ratios: []float64{1, 1}, Together: [][]int{{0, 1}, {1, 2, 3}}, Fixed: fixed})
	must(t, err)
	if !slices.Equal(p.Groups[0], []int{0, 1, 2, 3}) || p.Of[0] != 1 || p.Of[9] != 1 {
		t.Errorf("got %+v", p)
	}
	if n := partCounts(d, p.Of, 2)[0]; !slices.Equal(n, []int{5, 5}) {
		t.Errorf("parts of %v", n)
	}
}

func TestPartitionRefuses(t *testing.T) {
	d := classed(0, 3)
	for want, p := range map[string]Partition{
		"wanted two or more ratios, found 1":                  {Ratios: []float64{1}},
		"wanted ratios above 0, found 0":                      {Ratios: []float64{1, 0}},
		"wanted ratios above 0, found NaN":                    {Ratios: []float64{math.NaN(), 1}},
		"wanted ratios above 0, found +Inf":                   {Ratios: []float64{math.Inf(1), 1}},
		"wanted a key for each of 3 samples, found 2":         {Ratios: []float64{1, 1}, Keys: []string{"", ""}},
		"wanted a fixed part or -1 for each of 3 samples":     {Ratios: []float64{1, 1}, Fixed: []int{1}},
		"wanted fixed parts from -1 to 1, found 2":            {Ratios: []float64{1, 1}, Fixed: []int{1, 2, 0}},
		"wanted groups of samples from 0 to 2, found 3":       {Ratios: []float64{1, 1}, Together: [][]int{{0, 3}}},
		"made: partition: wanted groups of samples from 0 to": {Ratios: []float64{1, 1}, Together: [][]int{{-1}}},
	} {
		_, err := d.Partition(p)
		if e := (*Error)(nil); !errors.As(err, &e) || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// TestPartitionIsPinned: a change would change everybody's splits.
func TestPartitionIsPinned(t *testing.T) {
	p, err := classed(1, 6, 6).Partition(Partition{Ratios: []float64{2, 1, 1}, Seed: 1})
	must(t, err)
	if want := []int{0, 0, 1, 1, 0, 2, 0, 2, 0, 1, 0, 2, 0}; !slices.Equal(p.Of, want) {
		t.Errorf("parts %v, want %v", p.Of, want)
	}
}
