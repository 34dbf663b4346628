package stagetest

import (
	"sync"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// refuses checks that Apply doesn't take what OutSpec refused.
func refuses(t *testing.T, stage tensor.Stage, src *tensor.Tensor, why error) {
	if err := stage.Apply(tensor.New(src.Spec), src); err == nil {
		t.Errorf("OutSpec(%v) says %v, but Apply takes it", src.Spec, why)
	}
}

// writesAll poisons dst with two patterns: what Apply doesn't write shows.
func writesAll(t *testing.T, stage tensor.Stage, want, src *tensor.Tensor) {
	before := src.Clone()
	for _, pattern := range []uint8{0x00, 0xA5} {
		dst := tensor.New(want.Spec)
		poison(dst, pattern)
		if err := stage.Apply(dst, src); err != nil {
			t.Fatalf("Apply again: %v", err)
		}
		if !Equal(dst, want) {
			t.Errorf("Apply leaves some of dst as it was, or gives another result the second time")
		}
	}
	if !Equal(src, before) {
		t.Errorf("Apply changes src")
	}
}

func wrongShapes(t *testing.T, stage tensor.Stage, out tensor.Spec, src *tensor.Tensor) {
	bad := out
	bad.C++
	bad.Space = tensor.None
	if err := stage.Apply(tensor.New(bad), src); err == nil {
		t.Errorf("Apply takes a destination of %v where %v is right", bad, out)
	}
	if err := stage.Apply(&tensor.Tensor{Spec: out}, src); err == nil {
		t.Errorf("Apply takes a destination without memory")
	}
	if err := stage.Apply(tensor.New(out), &tensor.Tensor{Spec: src.Spec}); err == nil {
		t.Errorf("Apply takes a source without memory")
	}
}

// extremes lets Apply have pixels that are hard to compute with. What comes out is the stage's business, as long as it
// is the same again.
func extremes(t *testing.T, stage tensor.Stage, out, in tensor.Spec) {
	for _, src := range hostile(in) {
		first, second := tensor.New(out), tensor.New(out)
		poison(first, 0xA5)
		err := stage.Apply(first, src)
		poison(second, 0x5A)
		if again := stage.Apply(second, src); (err == nil) != (again == nil) {
			t.Errorf("Apply of extreme values: %v first and then %v", err, again)
		} else if err == nil && !same(first, second) {
			t.Errorf("Apply of extreme values leaves some of dst as it was, or gives another result the second time")
		}
	}
}

// same is Equal, but one NaN is as good as another.
func same(a, b *tensor.Tensor) bool {
	for i, v := range a.F32 {
		if v != b.F32[i] && (v == v || b.F32[i] == b.F32[i]) {
			return false
		}
	}
	return string(a.U8) == string(b.U8)
}

func concurrent(t *testing.T, stage tensor.Stage, want, src *tensor.Tensor) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			dst := tensor.New(want.Spec)
			for range 3 {
				if err := stage.Apply(dst, src); err != nil || !Equal(dst, want) {
					t.Errorf("Apply from several goroutines: another result, or %v", err)
					return
				}
			}
		})
	}
	wg.Wait()
}

func allocates(t *testing.T, stage tensor.Stage, want, src *tensor.Tensor) {
	dst := tensor.New(want.Spec)
	n := testing.AllocsPerRun(20, func() {
		if err := stage.Apply(dst, src); err != nil {
			t.Fatal(err)
		}
	})
	if n >= 1 && !testdata.Race {
		t.Errorf("Apply allocates %v times", n)
	}
}
