package features

import (
	"context"
	"errors"
	"math"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

// pictures8 are n pictures of random values.
func pictures8(n, h, w int) []*tensor.Tensor {
	out := make([]*tensor.Tensor, n)
	for i := range out {
		out[i] = stagetest.Fill(tensor.Spec{Space: tensor.RGB, C: 3, H: h, W: w}, uint64(i))
	}
	return out
}

func learn(t *testing.T, l LearnPatches, data []*tensor.Tensor) *LearnedPatches {
	t.Helper()
	stage, err := l.Fit(context.Background(), samples(data...))
	if err != nil {
		t.Fatal(err)
	}
	return stage.(*LearnedPatches)
}

func TestZCA(t *testing.T) {
	g := testdata.ReadNPZ(t, "testdata/patches.npz")
	x := tensor.NewMatrix(g["vectors"].Shape[0], g["vectors"].Shape[1])
	for i, v := range g["vectors"].Data {
		x.Data[i] = float32(v)
	}
	c := newRunningCovariance(x.Cols)
	for i := range x.Rows {
		c.add(x.Row(i))
	}
	mean, whiten, err := c.zca(0.1)
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		got  []float32
		want []float64
	}{"mean": {mean.F32, g["vectors_mean"].Data}, "whiten": {whiten.F32, g["vectors_whiten"].Data}} {
		for i, w := range c.want {
			if math.Abs(float64(c.got[i])-w) > 2e-6 {
				t.Errorf("%s: value %d: %v, want %v", what, i, c.got[i], w)
			}
		}
	}
}

// TestLearnPatchesWhitens: what is learned from has, whitened, the covariance λ/(λ+eps) of each eigenvector: near 1.
func TestLearnPatchesWhitens(t *testing.T) {
	l := learn(t, LearnPatches{Size: 3, Centroids: 10, Patches: 5000, WhitenEps: 1e-6}, pictures8(30, 20, 20))
	s := newPatchSample(LearnPatches{Size: 3, Centroids: 10, Patches: 5000}.defaults())
	for _, p := range pictures8(30, 20, 20) {
		if err := s.add(p); err != nil {
			t.Fatal(err)
		}
	}
	sums := make([]float64, 27)
	for i := range s.x.Rows {
		for j := range 27 {
			y := 0.0
			for k, v := range s.x.Row(i) {
				y += float64(l.Whiten.F32[j*27+k] * (v - l.Mean.F32[k]))
			}
			sums[j] += y * y
		}
	}
	// Patches have the mean 0 and so one direction less than values.
	for j, sum := range sums {
		if v := sum / float64(s.x.Rows); math.Abs(v-26.0/27) > 0.05 {
			t.Errorf("value %d has variance %v", j, v)
		}
	}
}

// TestLearnPatchesShares: all pictures are learned from to the same share, though nobody knows how many come.
func TestLearnPatchesShares(t *testing.T) {
	const each, bound = 40, 1000
	s := newPatchSample(LearnPatches{Size: 2, Centroids: 1, Patches: bound}.defaults())
	for i := range 300 {
		p := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: each + 1, W: 2})
		for k := range p.F32 { // patches of picture i look like it
			p.F32[k] = float32(math.Sin(float64(k%4 + i*7)))
		}
		if err := s.add(p); err != nil {
			t.Fatal(err)
		}
		if s.x.Rows > bound {
			t.Fatalf("%d patches, at most %d", s.x.Rows, bound)
		}
	}
	if s.x.Rows < bound/2 {
		t.Errorf("%d patches of %d are left", s.x.Rows, bound)
	}
}

func TestLearnPatchesDepends(t *testing.T) {
	data, l := pictures8(12, 14, 11), LearnPatches{Size: 3, Centroids: 9, Patches: 400}
	want := learn(t, l, data)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if got := learn(t, l, data); !reflect.DeepEqual(got, want) {
		t.Error("the number of processors changes what is learned")
	}
	l.Seed = 1
	if got := learn(t, l, data); reflect.DeepEqual(got.Dictionary, want.Dictionary) {
		t.Error("the seed doesn't change what is learned")
	}
}

// TestLearnPatchesBecomes: the stage takes what the Fitter took and makes what it said.
func TestLearnPatchesBecomes(t *testing.T) {
	data := pictures8(6, 12, 10)
	for _, l := range []LearnPatches{
		{Centroids: 7}, {Size: 3, Stride: 2, Centroids: 5, Pool: 3, Encoding: softThreshold, Method: spherical},
	} {
		want, err := l.OutSpec(data[0].Spec)
		if err != nil {
			t.Fatal(err)
		}
		got := apply(t, learn(t, l, data), data[1])
		if got.Spec != want || got.Len() == 0 {
			t.Errorf("%+v: %v, want %v", l, got.Spec, want)
		}
	}
}

func TestLearnPatchesRefuses(t *testing.T) {
	in := tensor.Spec{Space: tensor.RGB, C: 3, H: 32, W: 32}
	for param, l := range map[string]LearnPatches{
		"size": {Size: 65}, "stride": {Stride: -1}, "centroids": {Centroids: -5}, "pool": {Pool: -1}, "patches": {Patches: 10},
		"norm_eps": {NormEps: -1}, "whiten_eps": {WhitenEps: math.NaN()}, "method": {Method: "gmm"}, "iterations": {Iterations: -1},
		"encoding": {Encoding: "vlad"}, "threshold": {Threshold: 1},
	} {
		_, err := l.OutSpec(in)
		if e, ok := errors.AsType[*tensor.ParamError](err); !ok || e.Op != "learn_patches" || e.Param != param {
			t.Errorf("%s: %v", param, err)
		}
	}
	for l, in := range map[LearnPatches]tensor.Spec{
		{}: {Space: tensor.RGB, C: 3, H: 32, W: 5}, {Size: 2}: {Space: tensor.RGB, C: 3}, {Size: 32}: in,
	} {
		if _, err := l.OutSpec(in); !isSpecError(err) {
			t.Errorf("%+v of %v: %v", l, in, err)
		}
	}
}

func TestLearnPatchesSaysWhatIsWrong(t *testing.T) {
	good := pictures8(3, 8, 8)
	nan := unitOfPicture(good[0])
	nan.F32[0] = float32(math.NaN())
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for what, c := range map[string]struct {
		ctx  context.Context
		data []*tensor.Tensor
		want string
	}{
		"nothing":    {context.Background(), nil, "found none"},
		"few":        {context.Background(), good[:1], "found 36"},
		"other type": {context.Background(), append(good, unitOfPicture(good[0])), "sample 3: learn_patches: wanted pictures like the first"},
		"NaN":        {context.Background(), []*tensor.Tensor{nan}, "sample 0: wanted finite"},
		"small":      {context.Background(), append(good, pictures8(1, 2, 2)...), "sample 3: learn_patches: wanted a picture at least"},
		"cancelled":  {ctx, good, context.Canceled.Error()},
	} {
		_, err := LearnPatches{Size: 3, Centroids: 50}.Fit(c.ctx, samples(c.data...))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", what, err, c.want)
		}
	}
}
