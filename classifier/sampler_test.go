package classifier

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The order that seeds and epochs have always given; models can be trained again only while it stays.
func TestShuffledOrder(t *testing.T) {
	for _, c := range []struct {
		n     int
		seed  uint64
		epoch int
		want  string
	}{
		{20, 3, 1, "[17 16 10 11 6 9 7 4 0 19 15 1 13 12 8 5 18 2 14 3]"},
		{20, 3, 2, "[14 13 4 8 0 2 11 7 3 9 6 1 17 12 18 5 19 15 16 10]"},
		{7, 1 << 63, 1000, "[1 2 4 3 6 5 0]"},
		{0, 1, 1, "[]"},
	} {
		if got := fmt.Sprint(Shuffled.Order([]int{5}, make([]int, c.n), c.seed, c.epoch)); got != c.want {
			t.Errorf("%d samples, seed %d, epoch %d: %s, want %s", c.n, c.seed, c.epoch, got, c.want)
		}
	}
}

// As many samples as there are, each class equally often but for one, and within a class each sample, but for one.
func TestBalancedOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		labels := rapid.SliceOfN(rapid.SampledFrom([]int{0, 0, 0, 0, 0, 0, 0, 2, 2, 5}), 0, 200).Draw(r, "labels")
		seed, epoch := rapid.Uint64().Draw(r, "seed"), rapid.Int().Draw(r, "epoch")
		order := Balanced.Order(nil, labels, seed, epoch)
		if fmt.Sprint(order) != fmt.Sprint(Balanced.Order(make([]int, 9), labels, seed, epoch)) {
			r.Fatal("twice, and not the same")
		}
		if len(order) != len(labels) {
			r.Fatalf("%d of %d samples", len(order), len(labels))
		}
		byClass, bySample := map[int]int{}, map[int]map[int]int{}
		for i, y := range labels {
			if bySample[y] == nil {
				bySample[y] = map[int]int{}
			}
			bySample[y][i] = 0
		}
		for _, i := range order {
			byClass[labels[i]]++
			bySample[labels[i]][i]++
		}
		if len(order) > 0 {
			evenly(r, byClass, len(bySample))
		}
		for _, counts := range bySample {
			evenly(r, counts, len(counts))
		}
	})
}

func evenly(r *rapid.T, counts map[int]int, n int) {
	low, high := math.MaxInt, 0
	for _, c := range counts {
		low, high = min(low, c), max(high, c)
	}
	if len(counts) < n {
		low = 0
	}
	if high-low > 1 {
		r.Fatalf("from %d to %d times", low, high)
	}
}

// Over many epochs, each sample of a class comes equally often, and anywhere in the epoch.
func TestBalancedStatistics(t *testing.T) {
	labels := make([]int, 60) // 50 of class 0, 7 of class 1, 3 of class 2
	for i := 50; i < 60; i++ {
		labels[i] = 1 + (i-50)/7
	}
	const epochs = 3000
	counts, places := make([]float64, 60), make([]float64, 60)
	for epoch := range epochs {
		for place, i := range Balanced.Order(nil, labels, 4, epoch) {
			counts[i]++
			places[i] += float64(place)
		}
	}
	for i, n := range counts {
		want := epochs * 20 / []float64{50, 7, 3}[labels[i]]
		// Six standard deviations of a binomial, which is wider than what is drawn without replacement.
		near(t, fmt.Sprintf("sample %d", i), n, want, 6*math.Sqrt(want))
		near(t, fmt.Sprintf("place of sample %d", i), places[i]/n, 29.5, 6*17.3/math.Sqrt(n))
	}
}

func TestSamplerJSON(t *testing.T) {
	for s, text := range map[Sampler]string{Shuffled: `"shuffle"`, Balanced: `"balanced"`} {
		var back Sampler
		if got := string(must(json.Marshal(s))(t)); got != text || json.Unmarshal([]byte(got), &back) != nil || back != s {
			t.Errorf("%v became %s and then %v", s, got, back)
		}
	}
	var s Sampler
	if json.Unmarshal([]byte(`"random"`), &s) == nil {
		t.Error("an unknown sampler was read")
	}
	if _, err := json.Marshal(Sampler(7)); err == nil {
		t.Error("an unknown sampler was written")
	}
}
