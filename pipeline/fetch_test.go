package pipeline

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// A remote is a number that is fetched as bytes. Its hooks see what happens.
type remote struct {
	number
	size    int64 // of the file; 0: 4 bytes
	decoded int64 // bytes that decoding asks for; 0: none
	seen    *sights
}

// sights are what remotes see; each may be nil.
type sights struct {
	fetching func(number, []byte)       // the buffer that Fetch is given
	reserved func(bytes int64)          // from the shelf
	loading  func(n number, held int64) // bytes that decoding has got
	loaded   func(r remote)
}

func (r remote) Fetches() bool { return true }

func (r remote) bytes() int64 { return max(r.size, 4) }

func (r remote) Fetch(buf []byte, opt imageio.Options) ([]byte, error) {
	if r.seen != nil && r.seen.fetching != nil {
		r.seen.fetching(r.number, buf)
	}
	if r.number == -7 {
		panic("in Fetch")
	}
	if err := opt.Limits.Reserve(r.bytes()); err != nil {
		return buf, fmt.Errorf("number %v: %w", r.number, err)
	}
	if r.number < -10 {
		return buf, fmt.Errorf("fetching number %v: %w", r.number, errNegative)
	}
	if r.seen != nil && r.seen.reserved != nil {
		r.seen.reserved(r.bytes())
	}
	return binary.LittleEndian.AppendUint32(buf[:0], math.Float32bits(float32(r.number))), nil
}

func (r remote) LoadFetched(dst *tensor.Tensor, data []byte, opt imageio.Options) error {
	if got := math.Float32frombits(binary.LittleEndian.Uint32(data)); got != float32(r.number) {
		return fmt.Errorf("number %v got the bytes of %v", r.number, got)
	}
	return r.Load(dst, opt)
}

func (r remote) Load(dst *tensor.Tensor, opt imageio.Options) error {
	if r.decoded > 0 {
		if err := opt.Limits.Reserve(r.decoded); err != nil {
			return err
		}
	}
	if r.seen != nil && r.seen.loading != nil {
		r.seen.loading(r.number, r.decoded)
	}
	err := r.number.Load(dst, opt)
	if r.seen != nil && r.seen.loaded != nil {
		r.seen.loaded(r)
	}
	return err
}

func remotes(n int, seen *sights) iter.Seq[remote] {
	return func(yield func(remote) bool) {
		for i := range n {
			if !yield(remote{number: number(i), seen: seen}) {
				return
			}
		}
	}
}

// TestFetchedIsLoaded: sources that are read ahead give what they give otherwise, errors and panics where they belong.
func TestFetchedIsLoaded(t *testing.T) {
	plan := mustCompile(t, floats(Crash{At: 9}, Plus{1}))
	numbers := []number{5, -1, -7, -11, 9, 8, -2, -12, 0, 3}
	want := []string{"6", "number -1: negative", "panic: in Fetch", "fetching number -11: negative",
		"stage 1 crash, given float32 rgb 3×1×1: panic: crashed on purpose", "9", "number -2: negative", "fetching number -12: negative", "1", "4"}
	for _, workers := range []int{1, 2, 7} {
		next := 0
		for s, r := range Map(t.Context(), plan, repeated(numbers, 300), Options{Workers: workers}) {
			got := fmt.Sprint(r.Err)
			if r.Err == nil {
				got = fmt.Sprint(r.Tensor.F32[0])
			}
			if i := next % len(numbers); s.number != numbers[i] || r.Index != next || got != want[i] {
				t.Fatalf("%d workers: result %d of %v: %q, want %q", workers, next, s.number, got, want[i])
			}
			next++
		}
		if next != 300 {
			t.Errorf("%d workers: %d results, want 300", workers, next)
		}
	}
}

func repeated(numbers []number, n int) iter.Seq[remote] {
	return func(yield func(remote) bool) {
		for i := range n {
			if !yield(remote{number: numbers[i%len(numbers)]}) {
				return
			}
		}
	}
}

// local is a remote that has nothing to read.
type local struct{ remote }

func (local) Fetches() bool { return false }

// TestSourcesOfSeveralKinds: in a sequence of an interface some sources can be fetched and others can't.
func TestSourcesOfSeveralKinds(t *testing.T) {
	plan := mustCompile(t, floats(Plus{1}))
	var fetched atomic.Int64
	seen := &sights{fetching: func(number, []byte) { fetched.Add(1) }}
	var sources []Source
	for i := range 90 {
		r := remote{number: number(i), seen: seen}
		sources = append(sources, []Source{r, &r, local{r}, number(i)}[i%4])
	}
	for _, r := range Map(t.Context(), plan, slices.Values(sources), Options{}) {
		if r.Err != nil || r.Tensor.F32[0] != float32(r.Index+1) {
			t.Fatalf("result %d: %+v", r.Index, r)
		}
	}
	if n := fetched.Load(); n != 46 {
		t.Errorf("%d sources were fetched, want 46", n)
	}
}

// TestBrokenSources: a source that is nil, or panics when it is asked, is a result with an error.
func TestBrokenSources(t *testing.T) {
	sources := []Source{nil, (*remote)(nil), asked{}, number(3)}
	for _, r := range Map(t.Context(), mustCompile(t, floats()), slices.Values(sources), Options{}) {
		if (r.Err == nil) != (r.Index == 3) {
			t.Errorf("source %d: %v", r.Index, r.Err)
		}
	}
}

// asked panics in Fetches and in Load.
type asked struct{ remote }

func (asked) Fetches() bool                              { panic("in Fetches") }
func (asked) Load(*tensor.Tensor, imageio.Options) error { panic("in Load") }

// TestSlowFile: one that doesn't come holds no other up, as long as there is room for their results.
func TestSlowFile(t *testing.T) {
	plan := mustCompile(t, floats())
	others := make(chan struct{}, 100)
	seen := &sights{
		fetching: func(n number, _ []byte) {
			if n == 3 {
				for range 4 + readers - 4 {
					<-others
				}
			}
		},
		loaded: func(remote) { others <- struct{}{} },
	}
	for _, r := range Map(t.Context(), plan, remotes(100, seen), Options{Workers: 1}) {
		if r.Err != nil {
			t.Fatal(r.Err)
		}
	}
}

// TestReadAhead: files are read before a worker is there for them, and not more of them than there are jobs.
func TestReadAhead(t *testing.T) {
	plan := mustCompile(t, floats())
	var ahead, highest atomic.Int64
	gate := make(chan struct{})
	open := sync.OnceFunc(func() { close(gate) })
	seen := &sights{
		reserved: func(int64) {
			n := ahead.Add(1)
			if n == 4+readers {
				open()
			}
			raise(&highest, n)
		},
		loading: func(number, int64) { <-gate; ahead.Add(-1) },
	}
	for _, r := range Map(t.Context(), plan, remotes(200, seen), Options{Workers: 1}) {
		if r.Err != nil {
			t.Fatal(r.Err)
		}
	}
	if highest.Load() > 4+readers {
		t.Errorf("%d files were read ahead, want at most %d", highest.Load(), 4+readers)
	}
}

// raise makes highest at least n.
func raise(highest *atomic.Int64, n int64) {
	for old := highest.Load(); n > old && !highest.CompareAndSwap(old, n); old = highest.Load() {
	}
}

// TestBudgetOfFiles: files, buffers and pictures together stay in the budget, whatever their sizes, and nobody waits for ever.
func TestBudgetOfFiles(t *testing.T) {
	plan := mustCompile(t, floats())
	const budget = 8000
	for seed := range uint64(20) {
		var busy, highest atomic.Int64
		add := func(bytes int64) { raise(&highest, busy.Add(bytes)) }
		seen := &sights{reserved: add, loading: func(_ number, held int64) { add(held); runtime.Gosched() }}
		seen.loaded = func(r remote) { busy.Add(-r.decoded - r.bytes()) }
		r := rand.New(rand.NewPCG(seed, 1))
		var sources []remote
		for i := range 200 {
			sources = append(sources, remote{number(i), r.Int64N(budget / 8), 1 + r.Int64N(budget*3/4), seen})
		}
		n := 0
		for _, r := range Map(t.Context(), plan, slices.Values(sources), Options{Workers: 1 + r.IntN(6), Budget: budget}) {
			if r.Err != nil {
				t.Fatal(r.Err)
			}
			n++
		}
		if n != len(sources) || highest.Load() > budget {
			t.Errorf("seed %d: %d results with up to %d bytes, want %d and at most %d", seed, n, highest.Load(), len(sources), budget)
		}
	}
}

// TestHugeFile: a file that is more than the shelf is not read ahead, and its worker has all of the memory.
func TestHugeFile(t *testing.T) {
	plan := mustCompile(t, floats())
	var loading atomic.Int64
	seen := &sights{loading: func(n number, _ int64) {
		if loading.Add(1) > 1 {
			t.Error("two at a time")
		}
		time.Sleep(time.Millisecond)
	}}
	seen.reserved = func(int64) { t.Error("a huge file was read ahead") }
	seen.loaded = func(remote) { loading.Add(-1) }
	var sources []remote
	for i := range 20 {
		sources = append(sources, remote{number(i), 1 << 40, 0, seen})
	}
	for _, r := range Map(t.Context(), plan, slices.Values(sources), Options{Workers: 4}) {
		if r.Err != nil || r.Tensor.F32[0] != float32(r.Index) {
			t.Errorf("result %d: %+v", r.Index, r)
		}
	}
}

// TestReadersEnd: whether they read, wait for memory, or have nothing to do.
func TestReadersEnd(t *testing.T) {
	before := runtime.NumGoroutine()
	plan := mustCompile(t, floats())
	for _, size := range []int64{0, 60} { // of the second, one fits
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		hold := make(chan struct{})
		seen := &sights{loading: func(n number, _ int64) {
			if n == 20 {
				cancel()
				<-hold
			}
		}}
		var sources []remote
		for i := range 100 {
			sources = append(sources, remote{number(i), size, 0, seen})
		}
		time.AfterFunc(5*time.Millisecond, func() { close(hold) })
		for _, r := range Map(ctx, plan, slices.Values(sources), Options{Workers: 2, Budget: 1000}) {
			if r.Err != nil || r.Index >= 20 {
				t.Errorf("result %d: %v", r.Index, r.Err)
			}
		}
		for range Map(t.Context(), plan, remotes(100, nil), Options{Budget: 1000}) {
			break
		}
		for end := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%d goroutines left running", runtime.NumGoroutine()-before)
			}
		}
	}
}

// TestPutBack: jobs keep their buffers as long as there is room on the shelf.
func TestPutBack(t *testing.T) {
	s := newShelf(8 * 100)
	a, b := filed{data: make([]byte, 60)}, filed{data: make([]byte, 60)}
	s.putBack(&a)
	s.putBack(&b)
	if len(a.data) != 60 || b.data != nil || s.kept.Load() != 60 {
		t.Errorf("kept %d and %d bytes, %d in all", len(a.data), len(b.data), s.kept.Load())
	}
	a.data = make([]byte, 20)
	b.data = make([]byte, 80)
	s.putBack(&a)
	s.putBack(&b)
	if a.data == nil || b.data == nil || s.kept.Load() != 100 {
		t.Errorf("kept %d and %d bytes, %d in all", len(a.data), len(b.data), s.kept.Load())
	}
}

// TestMapAllocatesNothing: not for one image more, read ahead or not.
func TestMapAllocatesNothing(t *testing.T) {
	if testdata.Race {
		t.Skip("the race detector allocates")
	}
	plan := mustCompile(t, floats(Plus{1}, Plus{2}))
	count := func(run func(n int)) float64 {
		few := testing.AllocsPerRun(5, func() { run(100) })
		return (testing.AllocsPerRun(5, func() { run(1100) }) - few) / 1000
	}
	if n := count(func(n int) { drain(t, Map(t.Context(), plan, numbers(n), Options{Workers: 2})) }); n > 0.05 {
		t.Errorf("%v allocations for each source", n)
	}
	if n := count(func(n int) { drain(t, Map(t.Context(), plan, remotes(n, nil), Options{Workers: 2})) }); n > 0.05 {
		t.Errorf("%v allocations for each source that is read ahead", n)
	}
}

func drain[S Source](t *testing.T, results iter.Seq2[S, Result]) {
	for _, r := range results {
		if r.Err != nil {
			t.Fatal(r.Err)
		}
	}
}

// TestWaitingForTheShelfEnds: the error of a reader that waits when the context ends is the context's.
func TestWaitingForTheShelfEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s := newShelf(800)
	r := newReader(ctx, mustCompile(t, floats()), Options{}, s)
	first, second := filed{by: remote{number: 1, size: 90}}, filed{by: remote{number: 2, size: 90}}
	if err := r.fetch(&first); err != nil || first.held != 90 {
		t.Fatal(err, first.held)
	}
	time.AfterFunc(time.Millisecond, cancel)
	if err := r.fetch(&second); !errors.Is(err, context.Canceled) || second.held != 0 {
		t.Error(err, second.held)
	}
}
