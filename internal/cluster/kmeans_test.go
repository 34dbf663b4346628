package cluster

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// clouds has n vectors around each of k centres that are far apart.
func clouds(k, n, d int) (x, centres tensor.Matrix) {
	r := rand.New(rand.NewPCG(1, 1))
	x, centres = tensor.NewMatrix(k*n, d), tensor.NewMatrix(k, d)
	for i := range centres.Data {
		centres.Data[i] = float32(r.NormFloat64() * 10)
	}
	for i := range x.Rows {
		for j, c := range centres.Row(i % k) {
			x.Row(i)[j] = c + float32(r.NormFloat64())*0.1
		}
	}
	return x, centres
}

func fit(t *testing.T, k KMeans, x tensor.Matrix) tensor.Matrix {
	t.Helper()
	c, err := k.Fit(context.Background(), x)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// distance is the Euclidean distance of v from the nearest row of c.
func distance(v []float32, c tensor.Matrix) float64 {
	best := math.Inf(1)
	for i := range c.Rows {
		sum := 0.0
		for j, w := range c.Row(i) {
			sum += float64(v[j]-w) * float64(v[j]-w)
		}
		best = min(best, sum)
	}
	return math.Sqrt(best)
}

func TestKMeansFindsClouds(t *testing.T) {
	x, centres := clouds(20, 100, 7)
	for what, k := range map[string]KMeans{"all": {K: 20, Iterations: 20}, "batches": {K: 20, Iterations: 50, Batch: 200}} {
		c := fit(t, k, x)
		for i := range centres.Rows {
			if d := distance(centres.Row(i), c); d > 0.1 {
				t.Errorf("%s: the nearest centroid to centre %d is %v away", what, i, d)
			}
		}
	}
}

// TestKMeansSpherical: directions are found from vectors along them, in both senses and of any length.
func TestKMeansSpherical(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	directions, x := tensor.NewMatrix(6, 40), tensor.NewMatrix(1200, 40)
	for i := range directions.Rows {
		for j := range directions.Row(i) {
			directions.Row(i)[j] = float32(r.NormFloat64())
		}
		normalise(directions.Row(i))
	}
	for i := range x.Rows {
		gain := r.NormFloat64() * 5
		for j, v := range directions.Row(i % 6) {
			x.Row(i)[j] = float32(gain*float64(v) + r.NormFloat64()*0.01)
		}
	}
	c := fit(t, KMeans{K: 12, Iterations: 20, Spherical: true}, x)
	for i := range directions.Rows {
		best := 0.0
		for k := range c.Rows {
			dot, length := 0.0, 0.0
			for j, v := range c.Row(k) {
				dot += float64(v * directions.Row(i)[j])
				length += float64(v * v)
			}
			if math.Abs(length-1) > 1e-5 {
				t.Fatalf("centroid %d has length² %v", k, length)
			}
			best = max(best, math.Abs(dot))
		}
		if best < 0.999 {
			t.Errorf("direction %d is found to %v", i, best)
		}
	}
}

// TestKMeansDescends: more iterations never make the sum of squares larger.
func TestKMeansDescends(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	x := tensor.NewMatrix(1000, 3)
	for i := range x.Data {
		x.Data[i] = r.Float32()
	}
	before := math.Inf(1)
	for n := range 15 {
		c, sum := fit(t, KMeans{K: 30, Iterations: n, Seed: 2}, x), 0.0
		for i := range x.Rows {
			d := distance(x.Row(i), c)
			sum += d * d
		}
		if sum > before*(1+1e-6) {
			t.Errorf("after %d iterations the sum of squares is %v, before %v", n, sum, before)
		}
		before = sum
	}
}

func TestKMeansWorkers(t *testing.T) {
	x, _ := clouds(9, 150, 12)
	for _, k := range []KMeans{{K: 40, Iterations: 5}, {K: 40, Iterations: 5, Spherical: true}, {K: 40, Iterations: 5, Batch: 300}} {
		k.Workers = 1
		want := fit(t, k, x)
		for _, k.Workers = range []int{2, 5} {
			if got := fit(t, k, x); !slices.Equal(got.Data, want.Data) {
				t.Errorf("%+v differs from one worker", k)
			}
		}
		k.Seed = 1
		if got := fit(t, k, x); slices.Equal(got.Data, want.Data) {
			t.Errorf("%+v: another seed changes nothing", k)
		}
	}
}

// TestKMeansOfEqualVectors: there are fewer different vectors than centroids.
func TestKMeansOfEqualVectors(t *testing.T) {
	x := tensor.NewMatrix(50, 4)
	for i := range x.Data {
		x.Data[i] = 3
	}
	for _, k := range []KMeans{{K: 8, Iterations: 4}, {K: 8, Iterations: 4, Batch: 10}, {K: 50, Iterations: 2}} {
		for _, v := range fit(t, k, x).Data {
			if v != 3 {
				t.Fatalf("%+v: %v", k, v)
			}
		}
	}
	for _, v := range fit(t, KMeans{K: 8, Iterations: 4, Spherical: true}, tensor.NewMatrix(50, 4)).Data {
		if v-v != 0 {
			t.Fatal(v)
		}
	}
}

func TestKMeansRefuses(t *testing.T) {
	x, _ := clouds(3, 3, 2)
	for _, k := range []KMeans{{}, {K: 10}, {K: -1}} {
		if _, err := k.Fit(context.Background(), x); err == nil {
			t.Errorf("%+v", k)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, k := range []KMeans{{K: 2, Iterations: 5}, {K: 2, Iterations: 5, Batch: 2}} {
		if _, err := k.Fit(ctx, x); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
}

func BenchmarkKMeans(b *testing.B) {
	x, _ := clouds(100, 100, 108)
	b.Run("k=400/n=10000/d=108", func(b *testing.B) {
		for b.Loop() {
			if _, err := (KMeans{K: 400, Iterations: 5, Workers: 1}).Fit(context.Background(), x); err != nil {
				b.Fatal(err)
			}
		}
	})
}
