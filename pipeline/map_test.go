package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

func mustCompile(t testing.TB, p *Pipeline) *Plan {
	t.Helper()
	plan, err := p.Compile(p.Input())
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func TestMapKeepsOrder(t *testing.T) {
	plan := mustCompile(t, floats(Plus{1}))
	for _, workers := range []int{1, 2, 7} {
		next := 0
		for s, r := range Map(t.Context(), plan, numbers(100), Options{Workers: workers}) {
			if r.Err != nil || int(s) != next || r.Index != next || r.Tensor.F32[0] != float32(next+1) {
				t.Fatalf("%d workers: result %d: source %v, %+v", workers, next, s, r)
			}
			next++
		}
		if next != 100 {
			t.Errorf("%d workers: %d results, want 100", workers, next)
		}
	}
}

func TestMapOfNothing(t *testing.T) {
	for range Map(t.Context(), mustCompile(t, floats()), numbers(0), Options{}) {
		t.Fatal("a result of nothing")
	}
}

func TestFailuresStayWithTheirSource(t *testing.T) {
	plan := mustCompile(t, floats(Crash{At: 7}, Plus{1}))
	sources := slices.Values([]number{5, -1, 7, 8, -2, 9})
	var got []string
	for s, r := range Map(t.Context(), plan, sources, Options{Workers: 3}) {
		var crash *PanicError
		var stage *StageError
		switch {
		case errors.Is(r.Err, errNegative):
			got = append(got, fmt.Sprintf("%v negative", s))
		case errors.As(r.Err, &crash) && errors.As(r.Err, &stage):
			got = append(got, fmt.Sprintf("%v %s %v", s, stage.Name, crash.Value))
		default:
			got = append(got, fmt.Sprintf("%v %v", s, r.Tensor.F32[0]))
		}
		if (r.Err == nil) != (r.Tensor != nil) {
			t.Errorf("source %v has error %v and tensor %v", s, r.Err, r.Tensor)
		}
	}
	want := []string{"5 6", "-1 negative", "7 crash crashed on purpose", "8 9", "-2 negative", "9 10"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// crashing is a source whose Load panics.
type crashing struct{}

func (crashing) Load(*tensor.Tensor, imageio.Options) error { panic("in Load") }

func TestPanicInLoad(t *testing.T) {
	plan := mustCompile(t, floats())
	for _, r := range Map(t.Context(), plan, slices.Values([]crashing{{}}), Options{}) {
		if r.Err == nil || !strings.Contains(r.Err.Error(), "in Load") {
			t.Errorf("error %v, want the panic", r.Err)
		}
	}
}

// endless gives numbers for ever and counts them.
func endless(n *atomic.Int64) iter.Seq[number] {
	return func(yield func(number) bool) {
		for yield(number(n.Add(1))) {
		}
	}
}

func TestMapEndsWithContextAndBreak(t *testing.T) {
	before := runtime.NumGoroutine()
	plan := mustCompile(t, floats(Plus{1}))

	var pulled atomic.Int64
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for range Map(ctx, plan, endless(&pulled), Options{Workers: 2}) {
		if n++; n == 10 {
			cancel()
		}
		if n > 10 {
			t.Fatal("results after the context ended")
		}
	}
	if n != 10 || pulled.Load() > 100 {
		t.Errorf("%d results of %d sources, want 10 and few more sources", n, pulled.Load())
	}
	for range Map(t.Context(), plan, endless(&pulled), Options{}) {
		break
	}
	for end := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines left running", runtime.NumGoroutine()-before)
		}
	}
}

// heavy asks for bytes before it loads and notes how many are in work at once.
type heavy struct {
	bytes         int64
	busy, highest *atomic.Int64
}

func (h heavy) Load(dst *tensor.Tensor, opt imageio.Options) error {
	if err := opt.Limits.Reserve(h.bytes); err != nil {
		return err
	}
	now := h.busy.Add(h.bytes)
	for old := h.highest.Load(); now > old && !h.highest.CompareAndSwap(old, now); old = h.highest.Load() {
	}
	time.Sleep(time.Millisecond)
	h.busy.Add(-h.bytes)
	return number(1).Load(dst, imageio.Options{})
}

func TestByteBudget(t *testing.T) {
	plan := mustCompile(t, floats())
	var busy, highest atomic.Int64
	var sources []heavy
	for i := range 40 {
		sources = append(sources, heavy{int64(100 + 1000*(i%2)), &busy, &highest})
	}
	n := 0
	for _, r := range Map(t.Context(), plan, slices.Values(sources), Options{Workers: 8, Budget: 1500}) {
		if r.Err != nil {
			t.Fatal(r.Err)
		}
		n++
	}
	if n != len(sources) || highest.Load() > 1500 {
		t.Errorf("%d results with up to %d bytes in work, want %d and at most 1500", n, highest.Load(), len(sources))
	}
	// one that is larger than all of the budget runs alone
	for _, r := range Map(t.Context(), plan, slices.Values([]heavy{{1 << 40, &busy, &highest}}), Options{Budget: 1500}) {
		if r.Err != nil {
			t.Error(r.Err)
		}
	}
}

func TestDrawsDependOnSeedEpochAndSampleAlone(t *testing.T) {
	plan := mustCompile(t, floats(Jitter{}, Jitter{}))
	draw := func(workers int, opt Options) []float32 {
		opt.Workers = workers
		var out []float32
		for _, r := range Map(t.Context(), plan, numbers(50), opt) {
			out = append(out, r.Tensor.F32[0]-float32(r.Index))
		}
		return out
	}
	base := draw(1, Options{Train: true, Seed: 1, Epoch: 1})
	if again := draw(5, Options{Train: true, Seed: 1, Epoch: 1}); !slices.Equal(base, again) {
		t.Error("draws differ with the number of workers")
	}
	for what, opt := range map[string]Options{"seed": {Train: true, Seed: 2, Epoch: 1}, "epoch": {Train: true, Seed: 1, Epoch: 2}} {
		if slices.Equal(base, draw(1, opt)) {
			t.Errorf("draws are the same for another %s", what)
		}
	}
	if slices.Max(base) == slices.Min(base) {
		t.Error("all samples draw the same")
	}
	for _, v := range draw(2, Options{}) {
		if v != 0 {
			t.Fatal("drawn outside training")
		}
	}
}

func TestRunAllocatesNothing(t *testing.T) {
	plan := mustCompile(t, floats(Plus{1}, Plus{2}, Plus{3}))
	var src, dst tensor.Tensor
	if err := number(1).Load(&src, imageio.Options{}); err != nil {
		t.Fatal(err)
	}
	n := testing.AllocsPerRun(100, func() {
		if err := plan.Run(&dst, &src); err != nil {
			t.Fatal(err)
		}
	})
	if n >= 1 && !testdata.Race {
		t.Errorf("Run allocates %v times", n)
	}
	if dst.F32[0] != 7 {
		t.Errorf("1+1+2+3 = %v", dst.F32[0])
	}
}
