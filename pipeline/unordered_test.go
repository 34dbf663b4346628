package pipeline

import (
	"context"
	"runtime"
	"slices"
	"testing"
	"time"
)

// sized is a number with a size.
type sized struct {
	number
	bytes int64
}

func (s sized) Size() int64 {
	if s.bytes == 13 {
		panic("in Size")
	}
	return s.bytes
}

func TestMapUnordered(t *testing.T) {
	plan := mustCompile(t, floats(Jitter{}))
	opt := Options{Train: true, Seed: 1, Epoch: 2, Workers: 3}
	sizes := []int64{100, 0, 90000, 120, 5000, -3, 80000, 13, 20}
	var sources []sized
	for i, n := range sizes {
		sources = append(sources, sized{number(i), n})
	}
	want := make([]float32, len(sources))
	for _, r := range Map(t.Context(), plan, slices.Values(sources), opt) {
		want[r.Index] = r.Tensor.F32[0]
	}
	var order []int
	for s, r := range MapUnordered(t.Context(), plan, sources, opt) {
		if r.Err != nil || s != sources[r.Index] || r.Tensor.F32[0] != want[r.Index] {
			t.Errorf("source %d: %v %+v, want %v", r.Index, s, r, want[r.Index])
		}
		order = append(order, r.Index)
	}
	if want := []int{2, 6, 4, 0, 3, 8, 1, 5, 7}; !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
}

// TestUnorderedSources: in a list of an interface some have a size; one of others keeps its order.
func TestUnorderedSources(t *testing.T) {
	order := largestFirst(t.Context(), []Source{number(1), sized{2, 7}, &sized{3, 500}, number(4)})
	if want := []int{2, 1, 0, 3}; !slices.Equal(order, want) {
		t.Errorf("order %v, want %v", order, want)
	}
	if order := largestFirst(t.Context(), []number{5, 3, 9}); !slices.Equal(order, []int{0, 1, 2}) {
		t.Errorf("order %v of sources without a size", order)
	}
	if order := largestFirst[number](t.Context(), nil); len(order) != 0 {
		t.Errorf("order %v of nothing", order)
	}
}

func TestMapUnorderedEnds(t *testing.T) {
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	sources := make([]sized, 50)
	for range MapUnordered(ctx, mustCompile(t, floats()), sources, Options{}) {
		cancel()
	}
	for range MapUnordered(ctx, mustCompile(t, floats()), sources, Options{}) {
		t.Error("a result after the context ended")
	}
	for end := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines left running", runtime.NumGoroutine()-before)
		}
	}
}

// TestGoroutines: the last image to begin may be decoded on several processors, if there are several workers.
func TestGoroutines(t *testing.T) {
	plan := mustCompile(t, floats())
	for workers, want := range map[int]int{1: 1, 3: 3, 7: maxGoroutines} {
		m := newMapper[number](t.Context(), plan, Options{Workers: workers})
		w := newWorker(plan)
		w.begin(t.Context(), Options{Workers: workers}, nil)
		before := m.goroutines(w)
		m.ended.Store(true)
		if after := m.goroutines(w); before != 1 || after != want {
			t.Errorf("%d workers: %d goroutines before the end, %d at the end, want 1 and %d", workers, before, after, want)
		}
		m.stop()
	}
}
