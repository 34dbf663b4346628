package pipeline

import (
	"errors"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/saccade-go/saccade/imageio"
	"github.com/saccade-go/saccade/tensor"
)

// slow is a decoder that takes its time, or, below 0, doesn't end before it is stopped. It asks now and then.
type slow time.Duration

func (s slow) Load(dst *tensor.Tensor, opt imageio.Options) error {
	if opt.Limits.Reserve != nil {
		if err := opt.Limits.Reserve(100); err != nil {
			return err
		}
	}
	for end := time.Now().Add(time.Duration(s)); s < 0 || time.Now().Before(end); time.Sleep(time.Millisecond) {
		if opt.Limits.Stop != nil {
			if err := opt.Limits.Stop(); err != nil {
				return err
			}
		}
	}
	return number(1).Load(dst, imageio.Options{})
}

func TestTimeout(t *testing.T) {
	plan := mustCompile(t, floats(Plus{1}))
	sources := slices.Values([]slow{0, -1, 0, -1, -1, 0})
	var got []bool
	for s, r := range Map(t.Context(), plan, sources, Options{Workers: 2, Timeout: 50 * time.Millisecond}) {
		e, ok := errors.AsType[*TimeoutError](r.Err)
		if (s < 0) != ok || ok && (e.Limit != 50*time.Millisecond || !errors.Is(r.Err, os.ErrDeadlineExceeded)) {
			t.Errorf("%v: %v", s, r.Err)
		}
		if !ok && (r.Err != nil || r.Tensor.F32[0] != 2) {
			t.Errorf("%v: %v, %v", s, r.Tensor, r.Err)
		}
		got = append(got, ok)
	}
	if !slices.Equal(got, []bool{false, true, false, true, true, false}) {
		t.Errorf("timeouts %v", got)
	}
}

// Nap is a stage that takes a tenth of a second.
type Nap struct{}

func (Nap) OutSpec(in tensor.Spec) (tensor.Spec, error) { return in, nil }
func (Nap) Apply(dst, src *tensor.Tensor) error {
	time.Sleep(100 * time.Millisecond)
	dst.CopyFrom(src)
	return nil
}

// TestTimeoutBetweenStages: a stage isn't interrupted, the ones behind it don't begin. One long stage isn't enough, as the
// process may have been asleep meanwhile.
func TestTimeoutBetweenStages(t *testing.T) {
	for _, c := range []struct {
		limit time.Duration
		ok    bool
	}{{100 * time.Millisecond, false}, {time.Minute, true}, {0, true}} {
		plan := mustCompile(t, floats(Nap{}, Nap{}, Nap{}, Nap{}, Nap{}, Nap{}))
		for _, r := range Map(t.Context(), plan, slices.Values([]slow{0}), Options{Timeout: c.limit}) {
			if (r.Err == nil) != c.ok {
				t.Errorf("limit %v: %v", c.limit, r.Err)
			}
		}
	}
	for _, r := range Map(t.Context(), mustCompile(t, floats(Nap{}, Plus{1})), slices.Values([]slow{0}), Options{Timeout: 90 * time.Millisecond}) {
		if r.Err != nil {
			t.Errorf("one long gap: %v", r.Err)
		}
	}
}

// TestTimeoutWaiting: the time that an image waits for the memory of others isn't its own.
func TestTimeoutWaiting(t *testing.T) {
	plan := mustCompile(t, floats())
	for _, r := range Map(t.Context(), plan, slices.Values(slices.Repeat([]slow{slow(20 * time.Millisecond)}, 40)), Options{Workers: 20, Budget: 150, Timeout: 300 * time.Millisecond}) {
		if r.Err != nil {
			t.Error(r.Err)
		}
	}
}

func TestMemoryLimit(t *testing.T) {
	plan := mustCompile(t, floats())
	for most, ok := range map[int64]bool{0: true, 1 << 20: true, 99: false} {
		for _, r := range Map(t.Context(), plan, slices.Values([]slow{0}), Options{Limits: imageio.Limits{Memory: most}}) {
			if _, limit := errors.AsType[*imageio.LimitError](r.Err); limit == ok || ok && r.Err != nil {
				t.Errorf("at most %d bytes: %v", most, r.Err)
			}
		}
	}
}
