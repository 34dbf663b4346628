package imgproc

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// TestAugmentationMagnitudes: all are torchvision's to the bit. One more or less makes a translation another pixel.
func TestAugmentationMagnitudes(t *testing.T) {
	arrays, in := testdata.ReadNPZ(t, "testdata/augment.npz"), tensor.Spec{C: 3, H: 9, W: 12}
	for name, s := range map[string]space{"rand": randSpace, "trivial": trivialSpace} {
		tables := 0
		for _, a := range s.augmentations() {
			want, ok := arrays[name+"_"+a.name]
			if ok != (a.magnitude != nil) {
				t.Fatalf("%s %s: a magnitude here is %v, in torchvision %v", name, a.name, a.magnitude != nil, ok)
			}
			for i, m := range want.Data {
				if got := a.magnitude(i, len(want.Data), in); got != m {
					t.Errorf("%s %s: magnitude %d is %v, want %v", name, a.name, i, got, m)
				}
			}
			tables += len(want.Data)
		}
		if tables != 11*31 {
			t.Errorf("%s: %d magnitudes, want 11 times 31", name, tables)
		}
	}
}

// TestAugmentationGolden holds pictures to torchvision's.
func TestAugmentationGolden(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/augment.npz")
	text, err := os.ReadFile("testdata/augment.json")
	if err != nil {
		t.Fatal(err)
	}
	var index []struct {
		Space, Name, Src, Want string
		Magnitude              float64
	}
	if err := json.Unmarshal(text, &index); err != nil {
		t.Fatal(err)
	}
	if len(index) < 150 {
		t.Errorf("%d goldens, want 150 at least", len(index))
	}
	for _, g := range index {
		all := randSpace.augmentations()
		if g.Space == "trivial" {
			all = trivialSpace.augmentations()
		}
		a := all[slices.IndexFunc(all, func(a augmentation) bool { return a.name == g.Name })]
		src := &tensor.Tensor{Spec: tensor.Spec{Space: tensor.RGB, C: 3, H: arrays[g.Src].Shape[1], W: arrays[g.Src].Shape[2]}}
		if g.Src == "float32" {
			src.DType = tensor.Float32
		}
		src.Reset(src.Spec)
		for i, v := range arrays[g.Src].Data {
			if g.Src == "float32" {
				src.F32[i] = float32(v)
			} else {
				src.U8[i] = uint8(v)
			}
		}
		stage := a.stage(g.Magnitude, src.Spec, sampling{filter: Nearest})
		dst := tensor.New(src.Spec)
		if err := stage.Apply(dst, src); err != nil {
			t.Fatal(err)
		}
		different := 0
		for i, v := range arrays[g.Want].Data {
			got := float64(0)
			if src.DType == tensor.Float32 {
				got = float64(dst.F32[i])
			} else {
				got = float64(dst.U8[i])
			}
			tolerance := 2e-6
			if g.Name == "auto_contrast" && src.DType == tensor.Uint8 {
				tolerance = 1 // ours is Pillow's
			}
			if math.Abs(got-v) > tolerance {
				different++
			}
		}
		if different > len(arrays[g.Want].Data)/200 { // places between two pixels that are equally near
			t.Errorf("%s %s with magnitude %v on %s: %d of %d values differ", g.Space, g.Name, g.Magnitude, g.Src, different, len(arrays[g.Want].Data))
		}
	}
}

// TestAugmentDraws: operations, magnitudes and signs are even.
func TestAugmentDraws(t *testing.T) {
	const n = 28000
	in := tensor.Spec{Space: tensor.RGB, C: 3, H: 40, W: 60}
	r := rand.New(rand.NewPCG(8, 1))
	kinds, angles, negative := map[reflect.Type]int{}, map[float64]int{}, 0
	for range n {
		stage := TrivialAugmentWide{}.Draw(r, in)
		kinds[reflect.TypeOf(stage)]++
		if s, ok := stage.(Rotate); ok {
			angles[math.Abs(s.Angle)]++
			if math.Signbit(s.Angle) {
				negative++
			}
		}
	}
	// Shears and translations are all Affine; of the 31 magnitudes of solarize one inverts.
	for kind, share := range map[reflect.Type]float64{
		reflect.TypeFor[Affine](): 4, reflect.TypeFor[Rotate](): 1, reflect.TypeFor[Posterize](): 1, reflect.TypeFor[Identity](): 1, reflect.TypeFor[Equalize](): 1, reflect.TypeFor[Saturation](): 1,
		reflect.TypeFor[Solarize](): 30. / 31,
	} {
		p := share / 14
		if math.Abs(float64(kinds[kind])/n-p) > 4*math.Sqrt(p*(1-p)/n) {
			t.Errorf("%v was drawn %d times of %d, want %.0f", kind, kinds[kind], n, p*n)
		}
	}
	turns, chi := float64(kinds[reflect.TypeFor[Rotate]()]), 0.0
	for _, count := range angles {
		d := float64(count) - turns/31
		chi += d * d / (turns / 31)
	}
	if len(angles) != 31 || chi > 59.7 { // 30 degrees of freedom, a level of 0.001
		t.Errorf("%d angles, χ² %.1f", len(angles), chi)
	}
	if math.Abs(float64(negative)-turns/2) > 4*math.Sqrt(turns)/2 {
		t.Errorf("%d of %v angles are negative", negative, turns)
	}
}

// TestRandAugmentDraws: each of the operations stands at each place equally often, with the magnitude that was asked for and an
// even sign, and the places don't depend on each other.
func TestRandAugmentDraws(t *testing.T) {
	const n = 40000
	in := tensor.Spec{Space: tensor.RGB, C: 3, H: 40, W: 60}
	r := rand.New(rand.NewPCG(8, 2))
	turned, both, positive := [3]float64{}, 0.0, 0.0
	angle := between(0, 30, 12, 31)
	for range n {
		c, ok := RandAugment{NumOps: 3, Magnitude: 12}.Draw(r, in).(Compose)
		if !ok || len(c.Steps) != 3 {
			t.Fatalf("three operations are %#v", c)
		}
		here := [3]bool{}
		for i, step := range c.Steps {
			if s, ok := step.(Rotate); ok {
				if math.Abs(s.Angle) != angle {
					t.Fatalf("an angle of %v, want %v", s.Angle, angle)
				}
				here[i] = true
				turned[i]++
				if s.Angle > 0 {
					positive++
				}
			}
		}
		if here[0] && here[1] {
			both++
		}
	}
	share := func(what string, count, n, p float64) {
		if math.Abs(count/n-p) > 4*math.Sqrt(p*(1-p)/n) {
			t.Errorf("%s: %v of %v, want a share of %v", what, count, n, p)
		}
	}
	for i, count := range turned {
		share(fmt.Sprintf("rotations at place %d", i), count, n, 1./14)
	}
	share("rotations at both the first and the second", both, n, 1./196)
	share("positive angles", positive, turned[0]+turned[1]+turned[2], 0.5)
	if s, ok := (RandAugment{NumOps: 1}).Draw(r, in).(Compose); ok {
		t.Errorf("one operation is %#v", s)
	}
}
