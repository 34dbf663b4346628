package features

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

// wordGoldens reads words.npz and gives the stage that make makes of the parameters of each case of a kind the picture and what it is to
// become.
func wordGoldens(t *testing.T, kind string, make func(params []byte, words tensor.Tensor) (tensor.Stage, error)) {
	arrays := testdata.ReadNPZ(t, "testdata/words.npz")
	src := picture(tensor.Float32, tensor.None, arrays["field"])
	cases := 0
	for name, a := range arrays {
		name, isParams := strings.CutSuffix(name, "_params")
		if !isParams || !strings.HasPrefix(name, kind) {
			continue
		}
		cases++
		stage, err := make(textOf(a), array(arrays["words"]))
		if err != nil {
			t.Fatal(err)
		}
		testdata.Near(t, name, apply(t, stage, src).F32, arrays[name+"_want"].Data, 1e-6)
	}
	if cases == 0 {
		t.Errorf("no goldens for %s", kind)
	}
}

func TestBagOfWordsGoldens(t *testing.T) {
	wordGoldens(t, "bag", func(params []byte, words tensor.Tensor) (tensor.Stage, error) {
		b := BagOfWords{Words: words}
		return b, json.Unmarshal(params, &b)
	})
}

// words4 are four words of three values.
func words4() tensor.Tensor {
	return tensor.Tensor{
		Spec: tensor.Spec{DType: tensor.Float32, C: 1, H: 4, W: 3},
		F32:  []float32{0, 0, 1, 1, 0, 0, 0, 1, 0, 1, 1, 1},
	}
}

// descriptors is a random picture of descriptors of three values.
func descriptors(h, w int, seed uint64) *tensor.Tensor {
	return stagetest.Fill(tensor.Spec{DType: tensor.Float32, C: 3, H: h, W: w}, seed)
}

// TestBagOfWordsOrder: where descriptors are doesn't matter, as long as they stay in their cells; with more places than fit into a block.
func TestBagOfWordsOrder(t *testing.T) {
	src := descriptors(40, 30, 1)
	turned := src.Clone()
	for c := range src.C {
		slices.Reverse(turned.Plane32(c))
	}
	for _, b := range []BagOfWords{{Words: words4()}, {Words: words4(), Assignment: "soft", Beta: 2, Nearest: 2}} {
		testdata.Near(t, b.Assignment, apply(t, b, turned).F32, widen(apply(t, b, src).F32), 1e-5)
		b.Levels = []int{2}
		want := apply(t, b, src).F32 // of which a half turn reverses the cells
		got := apply(t, b, turned).F32
		for cell := range 4 {
			testdata.Near(t, "cell", got[cell*4:][:4], widen(want[(3-cell)*4:][:4]), 1e-5)
		}
	}
}

// TestBagOfWordsOfNothing: descriptors of zeros count for no word, and no descriptors make zeros.
func TestBagOfWordsOfNothing(t *testing.T) {
	for _, norm := range []string{"l1", "l2", "power", "none"} {
		for _, v := range apply(t, BagOfWords{Words: words4(), Norm: norm, Levels: []int{1, 2}}, tensor.New(descriptors(5, 4, 0).Spec)).F32 {
			if v != 0 {
				t.Errorf("%s: %v", norm, v)
			}
		}
	}
}

// extremesOf are values that don't make a panic, though perhaps NaN.
var extremesOf = []float32{
	float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1)), math.MaxFloat32, -math.MaxFloat32, math.SmallestNonzeroFloat32,
}

func TestBagOfWordsNaN(t *testing.T) {
	for _, assignment := range []string{"hard", "soft"} {
		for _, v := range extremesOf {
			src := descriptors(6, 5, 0)
			src.F32[3], src.F32[33] = v, -v
			got := apply(t, BagOfWords{Words: words4(), Assignment: assignment}, src).F32
			if v-v != 0 && !slices.ContainsFunc(got, isNaN) {
				t.Errorf("%s: %v makes %v", assignment, v, got)
			}
		}
	}
}

func TestBagOfWordsRefuses(t *testing.T) {
	in := descriptors(4, 4, 0).Spec
	for param, change := range map[string]func(b *BagOfWords){
		"levels":     func(b *BagOfWords) { b.Levels = []int{1, 0} },
		"assignment": func(b *BagOfWords) { b.Assignment = "sparse" },
		"nearest":    func(b *BagOfWords) { b.Nearest = 3 },
		"beta":       func(b *BagOfWords) { b.Assignment, b.Beta = "soft", math.NaN() },
		"norm":       func(b *BagOfWords) { b.Norm = "l3" },
		"words":      func(b *BagOfWords) { b.Words.F32 = nil },
	} {
		b := BagOfWords{Words: words4()}
		change(&b)
		_, err := b.OutSpec(in)
		if e, ok := errors.AsType[*tensor.ParamError](err); !ok || e.Op != "bag_of_words" || e.Param != param {
			t.Errorf("%s: %v", param, err)
		}
	}
	refusesDescriptors(t, BagOfWords{Words: words4()}, 3)
}

// refusesDescriptors checks that a step takes descriptors of so many values in a picture of unknown size, and only these.
func refusesDescriptors(t *testing.T, step tensor.Step, length int) {
	t.Helper()
	if _, err := step.OutSpec(tensor.Spec{DType: tensor.Float32, C: 2 * length}); err != nil {
		t.Errorf("unknown size: %v", err)
	}
	for _, in := range []tensor.Spec{
		{DType: tensor.Uint8, C: length, H: 4, W: 4}, {DType: tensor.Float32, C: length + 1, H: 4, W: 4}, {DType: tensor.Float32, H: 4, W: 4},
	} {
		if _, err := step.OutSpec(in); !isSpecError(err) {
			t.Errorf("%v: %v", in, err)
		}
	}
}

func BenchmarkBagOfWords(b *testing.B) {
	src := stagetest.Fill(tensor.Spec{DType: tensor.Float32, C: 128, H: 60, W: 60}, 1)
	words := *stagetest.Fill(tensor.Spec{DType: tensor.Float32, C: 1, H: 1000, W: 128}, 2)
	dst := new(tensor.Tensor)
	for _, assignment := range []string{"hard", "soft"} {
		b.Run(assignment+"/k=1000/in=128x60x60", func(b *testing.B) {
			stage := BagOfWords{Words: words, Assignment: assignment, Levels: []int{1, 2, 4}}
			out, err := stage.OutSpec(src.Spec)
			if err != nil {
				b.Fatal(err)
			}
			dst.Reset(out)
			b.ReportAllocs()
			for b.Loop() {
				if err := stage.Apply(dst, src); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
