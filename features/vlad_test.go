package features

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

func TestVLADGoldens(t *testing.T) {
	wordGoldens(t, "vlad", func(params []byte, words tensor.Tensor) (tensor.Stage, error) {
		v := VLAD{Words: words}
		return v, json.Unmarshal(params, &v)
	})
}

// TestVLADOfWords: descriptors that are words don't differ from them.
func TestVLADOfWords(t *testing.T) {
	words := words4()
	src := tensor.New(tensor.Spec{DType: tensor.Float32, C: 3, H: 2, W: 2})
	for i := range 4 {
		for c := range 3 {
			src.F32[c*4+i] = words.F32[i*3+c]
		}
	}
	for _, norm := range []string{"intra", "power", "l2"} {
		for _, v := range apply(t, VLAD{Words: words, Norm: norm}, src).F32 {
			if v != 0 {
				t.Errorf("%s: %v", norm, v)
			}
		}
	}
}

// TestVLADLength: each cell has the length 1, and with intra-normalisation all words the same.
func TestVLADLength(t *testing.T) {
	got := apply(t, VLAD{Words: words4(), Levels: []int{1, 2}}, descriptors(30, 50, 2)).F32
	for ; len(got) > 0; got = got[3:] {
		if n := kernel.SumSquares(got[:3]); math.Abs(n-0.25) > 1e-5 {
			t.Errorf("a word's squared length is %v of 1/4", n)
		}
	}
}

func TestVLADNaN(t *testing.T) {
	for _, v := range extremesOf {
		src := descriptors(6, 5, 0)
		src.F32[0] = v
		got := apply(t, VLAD{Words: words4(), Levels: []int{2}}, src).F32
		if v-v != 0 && (!isNaN(got[0]) || !isNaN(got[11]) || slices.ContainsFunc(got[12:], isNaN)) {
			t.Errorf("%v makes %v", v, got)
		}
	}
}

func TestVLADRefuses(t *testing.T) {
	in := descriptors(4, 4, 0).Spec
	for param, v := range map[string]VLAD{
		"levels": {Words: words4(), Levels: []int{65}}, "norm": {Words: words4(), Norm: "l1"}, "words": {},
	} {
		_, err := v.OutSpec(in)
		if e, ok := errors.AsType[*tensor.ParamError](err); !ok || e.Op != "vlad" || e.Param != param {
			t.Errorf("%s: %v", param, err)
		}
	}
	refusesDescriptors(t, VLAD{Words: words4()}, 3)
}
