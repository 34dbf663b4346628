package features

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

func learnPCA(t *testing.T, l LearnPCA, data []*tensor.Tensor) *PCA {
	t.Helper()
	stage, err := l.Fit(context.Background(), samples(data...))
	if err != nil {
		t.Fatal(err)
	}
	return stage.(*PCA)
}

// vectorsOf are the rows of an array.
func vectorsOf(a testdata.Array) []*tensor.Tensor { return rows(a, tensor.VectorSpec(a.Shape[1])) }

// held makes of vectors that aren't long what LearnPCA makes of long ones.
func held(t *testing.T, l LearnPCA, data []*tensor.Tensor) *PCA {
	t.Helper()
	h := newHeldVectors(data[0].Len(), l)
	h.size = 13 // several blocks
	for _, v := range data {
		if err := h.add(v.F32); err != nil {
			t.Fatal(err)
		}
	}
	p, err := h.principal(context.Background(), l.Components)
	if err != nil {
		t.Fatal(err)
	}
	return p.stage(l.Whiten)
}

// TestPCAGoldens: each way to find components finds those of scikit-learn.
func TestPCAGoldens(t *testing.T) {
	g := testdata.ReadNPZ(t, "testdata/pca.npz")
	for _, name := range []string{"digits", "far", "wide"} {
		data, k := vectorsOf(g[name]), g[name+"_variance"].Shape[0]
		matchesPCA(t, name+", auto", learnPCA(t, LearnPCA{Components: k}, data), g, name, data)
		matchesPCA(t, name+", whitened", learnPCA(t, LearnPCA{Components: k, Solver: fullSolver, Whiten: true}, data), g, name, data)
		if len(data) <= 300 {
			matchesPCA(t, name+", inner products", held(t, LearnPCA{Components: k, Solver: fullSolver}, data), g, name, data)
			matchesPCA(t, name+", held", held(t, LearnPCA{Components: k, Solver: autoSolver}, data), g, name, data)
		}
		if name != "digits" { // of the others, as many directions as there are are tried
			matchesPCA(t, name+", randomized", learnPCA(t, LearnPCA{Components: k, Solver: randomizedSolver, Whiten: true}, data), g, name, data)
		}
	}
}

func matchesPCA(t *testing.T, what string, p *PCA, g map[string]testdata.Array, name string, data []*tensor.Tensor) {
	t.Helper()
	nearRelative(t, what+": mean", p.Mean.F32, g[name+"_mean"].Data)
	testdata.Near(t, what+": components", p.Components.F32, g[name+"_components"].Data, 3e-5)
	variances := g[name+"_variance"].Data
	for i, w := range variances {
		if math.Abs(float64(p.ExplainedVariance.F32[i])-w) > 2e-6*w+1e-6*variances[0] {
			t.Errorf("%s: variance %d: %v, want %v", what, i, p.ExplainedVariance.F32[i], w)
		}
	}
	want, scale := g[name+"_result"], math.Sqrt(variances[0])
	if p.Whiten {
		want, scale = g[name+"_whitened"], 1
	}
	k := len(variances)
	for i, v := range data[:want.Shape[0]] {
		testdata.Near(t, fmt.Sprintf("%s: vector %d", what, i), apply(t, p, v).F32, want.Data[i*k:][:k], 1e-4*scale)
	}
}

// TestPCALong: of vectors too long for a covariance, all but 60 of whose values are 0, there are the components of these.
func TestPCALong(t *testing.T) {
	const d = maxQuickEigen + 1
	g := testdata.ReadNPZ(t, "testdata/pca.npz")
	var data []*tensor.Tensor
	for _, v := range vectorsOf(g["wide"]) {
		long := tensor.New(tensor.VectorSpec(d))
		copy(long.F32[d-60:], v.F32)
		data = append(data, long)
	}
	p := learnPCA(t, LearnPCA{Components: 19}, data)
	for i := range 19 {
		testdata.Near(t, "component", p.Components.F32[(i+1)*d-60:][:60], g["wide_components"].Data[i*60:][:60], 3e-5)
	}
	testdata.Near(t, "variance", p.ExplainedVariance.F32, g["wide_variance"].Data, 1e-5)
}

// lowRank are n vectors of length d that vary in r directions by 1, 1/2, 1/3, … and everywhere by noise.
func lowRank(n, d, r int, noise float64) []*tensor.Tensor {
	random := rand.New(rand.NewPCG(1, 2))
	directions := make([]float64, r*d)
	for i := range directions {
		directions[i] = random.NormFloat64()
	}
	out := make([]*tensor.Tensor, n)
	for i := range out {
		v := make([]float64, d)
		for k := range r {
			a := random.NormFloat64() / float64(k+1)
			for j := range v {
				v[j] += a * directions[k*d+j]
			}
		}
		out[i] = tensor.New(tensor.VectorSpec(d))
		for j := range v {
			out[i].F32[j] = float32(v[j] + 5 + noise*random.NormFloat64())
		}
	}
	return out
}

// TestPCAOrthonormal: components are, whatever they were found by, the ones beyond the rank of the data among them.
func TestPCAOrthonormal(t *testing.T) {
	data := lowRank(60, 300, 5, 0)
	for how, p := range map[string]*PCA{
		"full":           learnPCA(t, LearnPCA{Components: 20}, data),
		"inner products": held(t, LearnPCA{Components: 20, Solver: fullSolver}, data),
		"randomized":     learnPCA(t, LearnPCA{Components: 20, Solver: randomizedSolver}, data),
	} {
		for i := range 20 {
			for j := range i + 1 {
				dot, want := 0.0, 0.0
				for k := range 300 {
					dot += float64(p.Components.F32[i*300+k]) * float64(p.Components.F32[j*300+k])
				}
				if i == j {
					want = 1
				}
				if math.Abs(dot-want) > 1e-5 {
					t.Errorf("%s: components %d and %d have the product %v", how, i, j, dot)
				}
			}
		}
	}
}

// TestPCARandomizedNoise: of data with noise in all directions, the randomized solver finds nearly all that can be kept.
func TestPCARandomizedNoise(t *testing.T) {
	data := lowRank(700, 200, 30, 0.2)
	kept := func(p *PCA) (sum float64) {
		for _, v := range p.ExplainedVariance.F32 {
			sum += float64(v)
		}
		return sum
	}
	most := kept(learnPCA(t, LearnPCA{Components: 12}, data))
	for seed := range uint64(3) {
		if got := kept(learnPCA(t, LearnPCA{Components: 12, Solver: randomizedSolver, Seed: seed}, data)); math.Abs(got/most-1) > 1e-5 {
			t.Errorf("seed %d: variances add up to %v, at most %v", seed, got, most)
		}
	}
}

// TestRunningCovariance: several blocks and panels make what the formula does.
func TestRunningCovariance(t *testing.T) {
	const n, d = covarianceBlock + 90, covariancePanel + 44
	data := lowRank(n, d, 3, 1)
	c := newRunningCovariance(d)
	mean := make([]float64, d)
	for _, v := range data {
		c.add(v.F32)
		for j, x := range v.F32 {
			mean[j] += float64(x) / n
		}
	}
	s, err := c.covariance(1)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < d; i += 7 {
		for j := 0; j < d; j += 5 {
			want := 0.0
			for _, v := range data {
				want += (float64(v.F32[i]) - mean[i]) * (float64(v.F32[j]) - mean[j]) / (n - 1)
			}
			if got := s.At(i, j); math.Abs(got-want) > 3e-6*math.Sqrt(s.At(i, i)*s.At(j, j)) {
				t.Errorf("of %d and %d: %v, want %v", i, j, got, want)
			}
		}
	}
}

func TestLearnPCADepends(t *testing.T) {
	data := lowRank(300, 40, 30, 0.5)
	for _, solver := range []string{fullSolver, randomizedSolver} {
		l := LearnPCA{Components: 9, Solver: solver}
		want := learnPCA(t, l, data)
		before := runtime.GOMAXPROCS(1)
		got := learnPCA(t, l, data)
		runtime.GOMAXPROCS(before)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the number of processors changes what is learned", solver)
		}
	}
}

// TestPCAConstant: data that doesn't vary has components all the same, and whitening makes no NaN of it.
func TestPCAConstant(t *testing.T) {
	var data []*tensor.Tensor
	for range 5 {
		data = append(data, tensor.Vector([]float32{1, 2, 3, 1e30}))
	}
	for _, solver := range []string{fullSolver, randomizedSolver} {
		p := learnPCA(t, LearnPCA{Components: 3, Whiten: true, Solver: solver}, data)
		testdata.Near(t, solver, apply(t, p, data[0]).F32, []float64{0, 0, 0}, 0)
	}
}

func TestLearnPCABecomes(t *testing.T) {
	small, picture := tensor.VectorSpec(6), tensor.Spec{DType: tensor.Float32, Space: tensor.RGB, C: 3, H: 4, W: 7}
	for _, c := range []struct {
		in   tensor.Spec
		l    LearnPCA
		want int
	}{
		{small, LearnPCA{}, 6}, {picture, LearnPCA{}, 64}, {picture, LearnPCA{Components: 2}, 2},
		{tensor.VectorSpec(1), LearnPCA{Whiten: true}, 1},
	} {
		var data []*tensor.Tensor
		for i := range 80 {
			data = append(data, stagetest.Fill(c.in, uint64(i)))
		}
		out, err := c.l.OutSpec(c.in)
		if err != nil || out != tensor.VectorSpec(c.want) {
			t.Fatalf("%+v: %v, %v", c.l, out, err)
		}
		stagetest.Run(t, *learnPCA(t, c.l, data), c.in)
	}
}

func TestLearnPCARefuses(t *testing.T) {
	for param, l := range map[string]LearnPCA{"components": {Components: -1}, "solver": {Solver: "arpack"}} {
		_, err := l.OutSpec(tensor.VectorSpec(9))
		if e, ok := errors.AsType[*tensor.ParamError](err); !ok || e.Op != "learn_pca" || e.Param != param {
			t.Errorf("%s: %v", param, err)
		}
	}
	for l, in := range map[LearnPCA]tensor.Spec{
		{}: {Space: tensor.RGB, C: 3, H: 3, W: 3}, {Components: 10}: tensor.VectorSpec(9), {Components: 1 << 14}: tensor.VectorSpec(1 << 20),
		{Whiten: true}: {DType: tensor.Float32, C: 3},
	} {
		if _, err := l.OutSpec(in); !isSpecError(err) {
			t.Errorf("%+v of %v: %v", l, in, err)
		}
	}
}

func TestLearnPCASaysWhatIsWrong(t *testing.T) {
	good := lowRank(4, 5, 2, 1)
	nan, huge := lowRank(1, 5, 1, 1)[0], lowRank(1, 5, 1, 1)[0]
	nan.F32[3], huge.F32[2] = float32(math.NaN()), 1e25
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for what, c := range map[string]struct {
		ctx  context.Context
		data []*tensor.Tensor
		want string
	}{
		"nothing":      {context.Background(), nil, "found none"},
		"one":          {context.Background(), good[:1], "at least as many samples as components, 2, found 1"},
		"NaN":          {context.Background(), append(good[:4:4], nan), "sample 4: wanted finite values, found NaN at 3"},
		"large":        {context.Background(), append(good[:4:4], huge), "wanted values whose squares float32 can hold"},
		"other length": {context.Background(), append(good[:4:4], tensor.Vector([]float32{1})), "sample 4: learn_pca: wanted as many values"},
		"cancelled":    {ctx, good, context.Canceled.Error()},
	} {
		for _, solver := range []string{fullSolver, randomizedSolver} {
			_, err := LearnPCA{Components: 2, Solver: solver}.Fit(c.ctx, samples(c.data...))
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "learn_pca: ") {
				t.Errorf("%s, %s: %v, want %q", what, solver, err, c.want)
			}
		}
	}
	if _, err := (LearnPCA{Components: 1}).Fit(context.Background(), samples(good[0])); err == nil || !strings.Contains(err.Error(), "two samples") {
		t.Errorf("one sample: %v", err)
	}
	full := &heldVectors{d: 1, n: maxEigen, solver: fullSolver}
	if err := full.add([]float32{1}); err == nil {
		t.Errorf("full holds more than %d", maxEigen)
	}
}

func TestPCARefuses(t *testing.T) {
	mean, components, variance := *tensor.New(tensor.VectorSpec(4)), *zeroMatrix(2, 4), *tensor.Vector([]float32{1, 0})
	for param, p := range map[string]PCA{
		"mean": {}, "components": {Mean: mean}, "explained_variance": {Mean: mean, Components: components},
		"explained_variance[1]": {Mean: mean, Components: components, ExplainedVariance: *tensor.Vector([]float32{1, float32(math.NaN())})},
	} {
		_, err := p.OutSpec(tensor.VectorSpec(4))
		if e, ok := errors.AsType[*tensor.ParamError](err); !ok || e.Op != "pca" || e.Param != param {
			t.Errorf("%s: %v", param, err)
		}
	}
	good := PCA{Mean: mean, Components: components, ExplainedVariance: variance}
	for _, in := range []tensor.Spec{tensor.VectorSpec(5), {C: 4, H: 1, W: 1}, {}} {
		if _, err := good.OutSpec(in); !isSpecError(err) {
			t.Errorf("%v: %v", in, err)
		}
	}
}

// TestLearnPCASamples: of data with three directions, a part shows the same ones; the part depends on the seed alone, and as many
// samples as there are give what all give.
func TestLearnPCASamples(t *testing.T) {
	const n, d, rank = 600, 40, 3
	data := lowRank(n, d, rank, 1e-3)
	all := learnPCA(t, LearnPCA{Components: rank}, data)
	part := learnPCA(t, LearnPCA{Components: rank, Samples: 100, Seed: 1}, data)
	for k := range rank {
		if part.ExplainedVariance.F32[k] == all.ExplainedVariance.F32[k] {
			t.Errorf("component %d: a part has the variance of all", k)
		}
	}
	for _, v := range data[:20] { // the lengths in the subspace agree, whatever its axes are
		a, b := apply(t, all, v).F32, apply(t, part, v).F32
		mean := 0.0
		for i := range d {
			mean = max(mean, math.Abs(float64(all.Mean.F32[i]-part.Mean.F32[i])))
		}
		if math.Abs(math.Sqrt(kernel.SumSquares(a))-math.Sqrt(kernel.SumSquares(b))) > 20*mean+0.1 {
			t.Errorf("lengths %v and %v", a, b)
		}
	}
	if again := learnPCA(t, LearnPCA{Components: rank, Samples: 100, Seed: 1}, data); !reflect.DeepEqual(again, part) {
		t.Error("another time, a part gives something else")
	}
	if whole := learnPCA(t, LearnPCA{Components: rank, Samples: n}, data); !reflect.DeepEqual(whole, all) {
		t.Error("as many samples as there are give something else than all")
	}
	for _, samples := range []int{-1, 1} {
		if _, err := (LearnPCA{Samples: samples}).OutSpec(tensor.VectorSpec(100)); err == nil {
			t.Errorf("%d samples were taken", samples)
		}
	}
}
