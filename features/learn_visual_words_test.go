package features

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// A fitter is pipeline.Fitter.
type fitter interface {
	tensor.Step
	Fit(ctx context.Context, data iter.Seq2[*tensor.Tensor, error]) (tensor.Stage, error)
}

// fields are n random pictures of descriptors of three values, of different sizes.
func fields(n int) []*tensor.Tensor {
	out := make([]*tensor.Tensor, n)
	for i := range out {
		out[i] = descriptors(9+i%3, 11, uint64(i))
	}
	return out
}

// TestLearnVisualWordsFindsWords: descriptors that gather around words make these words, whatever picture they are in, and none of zeros.
func TestLearnVisualWordsFindsWords(t *testing.T) {
	words := words4()
	data := fields(8)
	for n, src := range data {
		size := src.H * src.W
		for i := range size {
			for c := range 3 {
				v := &src.F32[c*size+i]
				*v = words.F32[(i+n)%4*3+c] + 0.01*(*v-0.5)
				if i%5 == 0 {
					*v = 0
				}
			}
		}
	}
	stage, err := LearnVisualWords{Words: 4, Samples: 300}.Fit(context.Background(), samples(data...))
	if err != nil {
		t.Fatal(err)
	}
	got := stage.(*BagOfWords).Words
	for k := range 4 {
		nearest := math.Inf(1)
		for i := range 4 {
			d := 0.
			for c := range 3 {
				d += math.Pow(float64(got.F32[i*3+c]-words.F32[k*3+c]), 2)
			}
			nearest = min(nearest, d)
		}
		if nearest > 1e-4 {
			t.Errorf("word %d is %v away from what was learned", k, nearest)
		}
	}
}

// encodings are Fitters that learn from descriptors, with the same parameters as far as they have them.
func encodings(length int, seed uint64) []fitter {
	return []fitter{
		LearnVisualWords{Words: 5, Length: length, Samples: 200, Seed: seed, Levels: []int{1, 2}, Assignment: "soft"},
		LearnVLAD{Words: 5, Length: length, Samples: 200, Seed: seed, Levels: []int{1, 2}},
		LearnFisherVector{Components: 5, Length: length, Samples: 200, Seed: seed, Levels: []int{1, 2}},
	}
}

// TestLearnEncodings: the stage takes what the Fitter took and makes what it said; learning depends on the seed, and not on the number of
// processors.
func TestLearnEncodings(t *testing.T) {
	data := fields(7)
	for i, f := range encodings(0, 1) {
		want, err := f.Fit(context.Background(), samples(data...))
		if err != nil {
			t.Fatal(err)
		}
		out, err := f.OutSpec(data[0].Spec)
		if got := apply(t, want, data[1]); err != nil || got.Spec != out {
			t.Errorf("%T: %v, want %v, %v", f, got.Spec, out, err)
		}
		before := runtime.GOMAXPROCS(1)
		got, err := f.Fit(context.Background(), samples(data...))
		runtime.GOMAXPROCS(before)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%T: the number of processors changes what is learned, or %v", f, err)
		}
		if got, err := encodings(0, 2)[i].Fit(context.Background(), samples(data...)); err != nil || reflect.DeepEqual(got, want) {
			t.Errorf("%T: the seed doesn't change what is learned, or %v", f, err)
		}
		sets := encodings(1, 1)[i] // three descriptors of one value at each place
		stage, err := sets.Fit(context.Background(), samples(data...))
		if err != nil {
			t.Fatal(err)
		}
		out, err = sets.OutSpec(data[0].Spec)
		if got := apply(t, stage, data[1]); err != nil || got.Spec != out {
			t.Errorf("%T of several: %v, want %v, %v", f, got.Spec, out, err)
		}
	}
}

func TestLearnEncodingsSayWhatIsWrong(t *testing.T) {
	good := fields(3)
	nan := descriptors(2, 2, 0)
	for i := range nan.F32 {
		nan.F32[i] = float32(math.NaN())
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for what, c := range map[string]struct {
		ctx  context.Context
		data []*tensor.Tensor
		want string
	}{
		"nothing":    {context.Background(), nil, "found none"},
		"few":        {context.Background(), []*tensor.Tensor{descriptors(1, 3, 0)}, "found 3"},
		"zeros":      {context.Background(), []*tensor.Tensor{tensor.New(good[0].Spec)}, "found 0"},
		"other type": {context.Background(), append(good, pictures8(1, 8, 8)...), "sample 3: "},
		"channels":   {context.Background(), append(good, tensor.New(tensor.Spec{DType: tensor.Float32, C: 4, H: 9, W: 9})), "sample 3: "},
		"NaN":        {context.Background(), []*tensor.Tensor{nan}, "sample 0: wanted finite"},
		"no values":  {context.Background(), []*tensor.Tensor{{Spec: good[0].Spec}}, "sample 0: "},
		"cancelled":  {ctx, good, context.Canceled.Error()},
	} {
		for _, f := range encodings(0, 0) {
			_, err := f.Fit(c.ctx, samples(c.data...))
			if wrong := fmt.Sprint(err); err == nil || !strings.Contains(wrong, c.want) || !strings.Contains(wrong, "learn_") {
				t.Errorf("%T, %s: %v, want %q", f, what, err, c.want)
			}
		}
	}
}

func TestLearnEncodingsRefuse(t *testing.T) {
	in := tensor.Spec{DType: tensor.Float32, C: 3, H: 8, W: 8}
	for _, c := range []struct {
		op, param string
		f         fitter
	}{
		{"learn_visual_words", "words", LearnVisualWords{Words: -1}}, {"learn_visual_words", "samples", LearnVisualWords{Samples: 999}},
		{"learn_visual_words", "length", LearnVisualWords{Length: -1}}, {"learn_visual_words", "iterations", LearnVisualWords{Iterations: -1}},
		{"learn_visual_words", "levels", LearnVisualWords{Levels: make([]int, 1)}}, {"learn_visual_words", "norm", LearnVisualWords{Norm: "x"}},
		{"learn_visual_words", "assignment", LearnVisualWords{Assignment: "x"}}, {"learn_visual_words", "nearest", LearnVisualWords{Nearest: 1}},
		{"learn_visual_words", "beta", LearnVisualWords{Beta: 1}},
		{"learn_vlad", "words", LearnVLAD{Words: -1}}, {"learn_vlad", "samples", LearnVLAD{Samples: 60}},
		{"learn_vlad", "length", LearnVLAD{Length: -1}}, {"learn_vlad", "iterations", LearnVLAD{Iterations: -1}},
		{"learn_vlad", "levels", LearnVLAD{Levels: make([]int, 9)}}, {"learn_vlad", "norm", LearnVLAD{Norm: "x"}},
		{"learn_fisher_vector", "components", LearnFisherVector{Components: -1}}, {"learn_fisher_vector", "samples", LearnFisherVector{Samples: 60}},
		{"learn_fisher_vector", "length", LearnFisherVector{Length: -1}}, {"learn_fisher_vector", "iterations", LearnFisherVector{Iterations: -1}},
		{"learn_fisher_vector", "variance_floor", LearnFisherVector{VarianceFloor: math.NaN()}},
		{"learn_fisher_vector", "levels", LearnFisherVector{Levels: make([]int, 9)}}, {"learn_fisher_vector", "norm", LearnFisherVector{Norm: "x"}},
	} {
		_, err := c.f.OutSpec(in)
		if e, ok := errors.AsType[*tensor.ParamError](err); !ok || e.Op != c.op || e.Param != c.param {
			t.Errorf("%T %s: %v", c.f, c.param, err)
		}
		if _, err := c.f.Fit(context.Background(), samples(fields(1)...)); err == nil {
			t.Errorf("%T fits with a wrong %s", c.f, c.param)
		}
	}
	for _, f := range encodings(3, 0) {
		refusesDescriptors(t, f, 3)
	}
	if _, err := (LearnVLAD{Words: 1 << 20, Samples: 1 << 20, Levels: []int{64}}).OutSpec(in); !isSpecError(err) {
		t.Error(err)
	}
}
