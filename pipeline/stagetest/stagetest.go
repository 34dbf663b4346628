// Package stagetest checks that a stage keeps the contract of package pipeline. Authors of stages call Run in a test:
//
//	func TestInvert(t *testing.T) {
//		stagetest.Run(t, Invert{}, tensor.Spec{DType: tensor.Float32, Space: tensor.RGB, C: 3, H: 7, W: 5})
//	}
package stagetest

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// Run checks on each of the inputs, which stage must accept, that
//
//   - OutSpec gives a possible spec and agrees with what it says before the size is known,
//   - Apply writes every value of dst, leaves src alone, gives the same result again and from several goroutines,
//     and allocates nothing in the steady state,
//   - a destination or source of another shape is an error and no panic,
//
// and that the stage survives the way to JSON and back.
func Run(t *testing.T, stage tensor.Stage, inputs ...tensor.Spec) {
	t.Helper()
	t.Run("json", func(t *testing.T) { roundTrip(t, stage) })
	t.Run("odd inputs", func(t *testing.T) { oddInputs(t, stage) })
	for _, in := range inputs {
		t.Run(in.String(), func(t *testing.T) {
			src := Fill(in, 1)
			out := outSpec(t, stage, in)
			want := tensor.New(out)
			if err := stage.Apply(want, src); err != nil {
				t.Fatalf("Apply: %v", err)
			}
			writesAll(t, stage, want, src)
			wrongShapes(t, stage, out, src)
			concurrent(t, stage, want, src)
			allocates(t, stage, want, src)
		})
	}
}

// Fill returns a tensor of spec with reproducible random values: uint8 of the whole range, float32 in 0..1.
func Fill(spec tensor.Spec, seed uint64) *tensor.Tensor {
	r := rand.New(rand.NewPCG(seed, 0))
	t := tensor.New(spec)
	for i := range t.U8 {
		t.U8[i] = uint8(r.Uint32())
	}
	for i := range t.F32 {
		t.F32[i] = r.Float32()
	}
	return t
}

func roundTrip(t *testing.T, stage tensor.Stage) {
	b, err := json.Marshal(stage)
	if err != nil {
		t.Fatalf("can't be written as JSON: %v", err)
	}
	back := reflect.New(reflect.TypeOf(stage))
	if err := json.Unmarshal(b, back.Interface()); err != nil {
		t.Fatalf("can't be read from its JSON %s: %v", b, err)
	}
	if !reflect.DeepEqual(back.Elem().Interface(), stage) {
		t.Errorf("JSON %s reads back as %+v, want %+v", b, back.Elem(), stage)
	}
}

// oddInputs only looks that nothing panics.
func oddInputs(t *testing.T, stage tensor.Stage) {
	for _, dtype := range []tensor.DType{tensor.Uint8, tensor.Float32} {
		for _, space := range tensor.Spaces() {
			for _, size := range [][2]int{{0, 0}, {1, 1}, {1, 0}, {0, 9}, {1, 65535}, {65535, 1}} {
				spec := tensor.Spec{DType: dtype, Space: space, C: max(space.Channels(), 1), H: size[0], W: size[1]}
				if out, err := stage.OutSpec(spec); err == nil && out.Check("") != nil {
					t.Errorf("OutSpec(%v) = %v, which no tensor can be", spec, out)
				}
			}
		}
	}
}

func outSpec(t *testing.T, stage tensor.Stage, in tensor.Spec) tensor.Spec {
	out, err := stage.OutSpec(in)
	if err != nil {
		t.Fatalf("OutSpec: %v", err)
	}
	if !out.Known() {
		t.Fatalf("OutSpec = %v for an input of known size", out)
	}
	open := in
	open.H, open.W = 0, 0
	early, err := stage.OutSpec(open)
	if err != nil {
		return out // it needs the size
	}
	if early.DType != out.DType || early.Space != out.Space || differs(early.C, out.C) || differs(early.H, out.H) || differs(early.W, out.W) {
		t.Errorf("OutSpec says %v before the size is known and %v then", early, out)
	}
	return out
}

func differs(early, late int) bool { return early != 0 && early != late }

// writesAll poisons dst with two patterns: what Apply doesn't write shows.
func writesAll(t *testing.T, stage tensor.Stage, want, src *tensor.Tensor) {
	before := src.Clone()
	for _, poison := range []uint8{0x00, 0xA5} {
		dst := tensor.New(want.Spec)
		for i := range dst.U8 {
			dst.U8[i] = poison
		}
		for i := range dst.F32 {
			dst.F32[i] = math.Float32frombits(0x01010101 * uint32(poison))
		}
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

// Equal reports whether two tensors have the same spec and the same bits.
func Equal(a, b *tensor.Tensor) bool {
	return a.Spec == b.Spec && slices.Equal(a.U8, b.U8) &&
		slices.EqualFunc(a.F32, b.F32, func(x, y float32) bool { return math.Float32bits(x) == math.Float32bits(y) })
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
