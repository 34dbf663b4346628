package dataset

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

// classed returns a dataset with counts[i] samples of class i and, last, some without a label.
func classed(unlabelled int, counts ...int) *Dataset {
	d := &Dataset{Name: "made"}
	add := func(label, n int) {
		for range n {
			d.Samples = append(d.Samples, Sample{Name: fmt.Sprint(len(d.Samples)), Label: label})
		}
	}
	for label, n := range counts {
		d.Classes = append(d.Classes, fmt.Sprintf("c%d", label))
		add(label, n)
	}
	add(-1, unlabelled)
	return d
}

func TestNatural(t *testing.T) {
	sorted := []string{"", "-1", "0", "00", "007", "7", "07x", "7x", "8", "10", "18446744073709551616", "18446744073709551617", "CAT", "Cat", "cat", "cat02",
		"cat2", "cat2a", "cat3", "cat10", "cat10b2", "cat10b11", "catalog", "é", "\xff"}
	for i, a := range sorted {
		for j, b := range sorted {
			if got := natural(a, b); got != max(-1, min(1, i-j)) {
				t.Errorf("natural(%q, %q) = %d", a, b, got)
			}
		}
	}
}

// TestNaturalIsAnOrder: antisymmetric, transitive, and only equal names are equal.
func TestNaturalIsAnOrder(t *testing.T) {
	name := rapid.StringMatching(`[a0-2]{0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := name.Draw(t, "a"), name.Draw(t, "b"), name.Draw(t, "c")
		if natural(a, b) != -natural(b, a) || (natural(a, b) == 0) != (a == b) {
			t.Fatalf("%q %q: %d %d", a, b, natural(a, b), natural(b, a))
		}
		if natural(a, b) < 0 && natural(b, c) < 0 && natural(a, c) >= 0 {
			t.Fatalf("%q < %q < %q, but not the first before the last", a, b, c)
		}
	})
}

func TestSplit(t *testing.T) {
	tests := []struct {
		counts   []int
		fraction float64
		want     []int // in val
	}{
		{[]int{10, 10}, 0.2, []int{2, 2}},
		{[]int{10, 20, 30}, 0.1, []int{1, 2, 3}},
		{[]int{5, 5, 5, 5}, 0.1, []int{1, 1, 0, 0}}, // remainders are equal: the first classes give
		{[]int{7, 14, 3}, 0.25, []int{2, 3, 1}},     // 1.75, 3.5, 0.75: 6 in all
		{[]int{1, 1, 10}, 0.5, []int{0, 0, 6}},      // single samples stay, others make up for them
		{[]int{1, 1, 1}, 0.9, []int{0, 0, 0}},       //
		{[]int{2, 3}, 1, []int{1, 2}},               // one of each class stays
		{[]int{4, 0, 4}, 0.5, []int{2, 0, 2}},       // a class without samples
		{[]int{100, 100}, 0.29, []int{29, 29}},      // 0.29·100 is a little less than 29
		{[]int{10}, 0, []int{0}},                    //
		{[]int{10}, -1, []int{0}},                   //
		{[]int{10}, math.NaN(), []int{0}},           //
		{[]int{10}, math.Inf(1), []int{9}},          //
		{[]int{100_000, 1}, 0.1, []int{10000, 0}},   //
	}
	for _, test := range tests {
		d := classed(0, test.counts...)
		train, val := d.Split(test.fraction, 1)
		if got := val.Counts(); !slices.Equal(got, test.want) {
			t.Errorf("%v, %v: val has %v, want %v", test.counts, test.fraction, got, test.want)
		}
		if len(train.Samples)+len(val.Samples) != len(d.Samples) {
			t.Errorf("%v, %v: %d + %d samples", test.counts, test.fraction, len(train.Samples), len(val.Samples))
		}
	}
}

func TestSplitProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.IntRange(0, 30), 0, 8).Draw(t, "counts")
		unlabelled := rapid.IntRange(0, 5).Draw(t, "unlabelled")
		fraction := rapid.Float64Range(0, 1).Draw(t, "fraction")
		seed := rapid.Uint64().Draw(t, "seed")
		d := classed(unlabelled, counts...)
		train, val := d.Split(fraction, seed)
		all := slices.Concat(train.Samples, val.Samples)
		seen := map[string]bool{}
		for _, s := range all {
			seen[s.Name] = true
		}
		if len(seen) != len(d.Samples) || len(all) != len(d.Samples) {
			t.Fatalf("%d samples became %d, %d of them different", len(d.Samples), len(all), len(seen))
		}
		movable := max(unlabelled-1, 0)
		for label, n := range counts {
			movable += max(n-1, 0)
			if n > 0 && train.Counts()[label] == 0 {
				t.Fatalf("class %d has nothing in train", label)
			}
		}
		if want := min(int(math.Round(fraction*float64(len(d.Samples)))), movable); len(val.Samples) != want {
			t.Fatalf("val has %d samples, want %d", len(val.Samples), want)
		}
		if train2, val2 := d.Split(fraction, seed); !reflect.DeepEqual(train2, train) || !reflect.DeepEqual(val2, val) {
			t.Fatal("the same seed gives another split")
		}
	})
}

func TestSplitIsRandom(t *testing.T) {
	d := classed(0, 50, 50)
	_, a := d.Split(0.5, 1)
	_, b := d.Split(0.5, 2)
	if reflect.DeepEqual(a.Samples, b.Samples) {
		t.Error("two seeds give the same split")
	}
	first := 0
	for seed := range uint64(1000) {
		_, val := d.Split(0.5, seed)
		if val.Samples[0].Name == "0" {
			first++
		}
	}
	if first < 440 || first > 560 { // 3.8 standard deviations
		t.Errorf("the first sample is in val %d times of 1000 with a fraction of 0.5", first)
	}
}

func TestShuffle(t *testing.T) {
	d := classed(0, 20)
	before := slices.Clone(d.Samples)
	a, b, c := d.Shuffle(1), d.Shuffle(1), d.Shuffle(2)
	if !reflect.DeepEqual(a, b) || reflect.DeepEqual(a, c) || reflect.DeepEqual(a, d) {
		t.Error("a seed must give one order of its own")
	}
	if !reflect.DeepEqual(d.Samples, before) {
		t.Error("the dataset was changed")
	}
	sorted := names(a)
	slices.Sort(sorted)
	want := names(d)
	slices.Sort(want)
	same(t, "shuffled", sorted, want)
}

func TestBatches(t *testing.T) {
	for n, want := range map[int][]int{3: {3, 3, 1}, 7: {7}, 100: {7}, 0: {7}, -1: {7}, 1: {1, 1, 1, 1, 1, 1, 1}} {
		var sizes []int
		for b := range classed(0, 7).Batches(n) {
			sizes = append(sizes, len(b))
		}
		if !slices.Equal(sizes, want) {
			t.Errorf("%d: batches of %v, want %v", n, sizes, want)
		}
	}
	for range classed(0).Batches(0) {
		t.Error("a batch of nothing")
	}
}

func TestAll(t *testing.T) {
	d := classed(1, 2)
	var got []string
	for s, err := range d.All() {
		must(t, err)
		got = append(got, s.Name)
		if len(got) == 2 {
			break
		}
	}
	same(t, "samples", got, []string{"0", "1"})
}

func TestLabelsAndCounts(t *testing.T) {
	d := classed(1, 2, 0, 1)
	d.Samples = append(d.Samples, Sample{Label: 99}) // no class of this dataset
	if want := []int{0, 0, 2, -1, 99}; !slices.Equal(d.Labels(), want) {
		t.Errorf("labels %v, want %v", d.Labels(), want)
	}
	if want := []int{2, 0, 1}; !slices.Equal(d.Counts(), want) {
		t.Errorf("counts %v, want %v", d.Counts(), want)
	}
	if train, val := d.Split(0.5, 1); len(train.Samples)+len(val.Samples) != 5 {
		t.Error("samples are lost")
	}
}

func TestWithClasses(t *testing.T) {
	d := classed(1, 1, 0, 2)
	d.Samples = append(d.Samples, Sample{Label: 99})
	got, err := d.WithClasses([]string{"c2", "other", "c0"})
	must(t, err)
	if want := []int{2, 0, 0, -1, -1}; !slices.Equal(got.Labels(), want) {
		t.Errorf("labels %v, want %v", got.Labels(), want)
	}
	if want := []int{0, 2, 2, -1, 99}; !slices.Equal(d.Labels(), want) {
		t.Errorf("the dataset was changed: %v, want %v", d.Labels(), want)
	}
	for want, names := range map[string][]string{
		"wanted only the 1 classes c0, found c2":   {"c0"},
		"wanted every class once, found c2 twice":  {"c2", "c0", "c2"},
		"wanted only the 0 classes , found c0, c2": nil,
	} {
		_, err := d.WithClasses(names)
		if e := (*Error)(nil); !errors.As(err, &e) || !strings.Contains(err.Error(), "made: classes: "+want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

func TestInMemory(t *testing.T) {
	src := &tensor.Tensor{Spec: tensor.Spec{Space: tensor.Gray, C: 1, H: 1, W: 2}, U8: []uint8{0, 255}}
	s := InMemory("made[0]", 3, src)
	var x tensor.Tensor
	must(t, s.Load(&x, imageio.Options{Space: tensor.RGB, DType: tensor.Float32}))
	if x.Space != tensor.RGB || !slices.Equal(x.F32, []float32{0, 1, 0, 1, 0, 1}) {
		t.Errorf("loaded %v %v", x.Spec, x.F32)
	}
	load := func() { must(t, s.Load(&x, imageio.Options{})) }
	if n := testing.AllocsPerRun(100, load); n != 0 {
		t.Errorf("Load allocates %v times", n)
	}
	err := InMemory("made[1]", 0, tensor.Vector([]float32{1})).Load(&x, imageio.Options{})
	if e := (*Error)(nil); !errors.As(err, &e) || !strings.Contains(err.Error(), "made[1]: ") {
		t.Errorf("a vector as picture: error %v", err)
	}
	err = s.Load(&x, imageio.Options{Space: tensor.Lab})
	if e := (*tensor.ParamError)(nil); !errors.As(err, &e) {
		t.Errorf("a bad option: error %v", err)
	}
}

// TestDrawsAreStable pins what seeds mean: a change would change everybody's trainings.
func TestDrawsAreStable(t *testing.T) {
	same(t, "shuffled", names(classed(0, 6).Shuffle(1)), []string{"4", "5", "0", "2", "3", "1"})
	_, val := classed(0, 6, 6).Split(0.5, 1)
	same(t, "val", names(val), []string{"1", "4", "5", "7", "8", "9"})
}

func BenchmarkSplit(b *testing.B) {
	d := classed(0, slices.Repeat([]int{1300}, 1000)...)
	for b.Loop() {
		d.Split(0.1, 1)
	}
	b.ReportMetric(float64(b.N)*float64(len(d.Samples))/b.Elapsed().Seconds(), "samples/s")
}
