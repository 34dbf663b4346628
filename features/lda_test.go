package features

import (
	"context"
	"iter"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

func labelled(labels []int, ts ...*tensor.Tensor) iter.Seq2[tensor.Labelled, error] {
	return func(yield func(tensor.Labelled, error) bool) {
		for i, t := range ts {
			if !yield(tensor.Labelled{Tensor: t, Label: labels[i]}, nil) {
				return
			}
		}
	}
}

func fitLDA(t *testing.T, l LDA, labels []int, data ...*tensor.Tensor) *Projection {
	t.Helper()
	stage, err := l.FitLabelled(context.Background(), labelled(labels, data...))
	if err != nil {
		t.Fatal(err)
	}
	return stage.(*Projection)
}

// nearUpToSign compares columns of the projections of data, each of which may have its own sign.
func nearUpToSign(t *testing.T, what string, p *Projection, data []*tensor.Tensor, want testdata.Array) {
	t.Helper()
	k := p.Components.H
	if want.Shape[1] != k {
		t.Fatalf("%s: %d components, want %d", what, k, want.Shape[1])
	}
	var signs = make([]float64, k)
	for i, x := range data {
		for j, v := range apply(t, p, x).F32 {
			w := want.Data[i*k+j]
			if signs[j] == 0 {
				signs[j] = math.Copysign(1, float64(v)*w)
			}
			if math.Abs(float64(v)*signs[j]-w) > 5e-6*max(1, math.Abs(w)) {
				t.Errorf("%s: sample %d, component %d: %v, want %v", what, i, j, v, w)
			}
		}
	}
}

func TestLDAGoldens(t *testing.T) {
	g := testdata.ReadNPZ(t, "testdata/projection.npz")
	data := rows(g["x"], tensor.VectorSpec(9))
	labels := make([]int, len(data))
	for i, v := range g["labels"].Data {
		labels[i] = int(v)
	}
	for name, l := range map[string]LDA{
		"none": {Components: 4}, "fixed": {Components: 3, Shrinkage: 0.3}, "auto": {Components: 4, LedoitWolf: true},
	} {
		nearUpToSign(t, name, fitLDA(t, l, labels, data...), data, g[name])
	}
	var one, two []*tensor.Tensor // values of all, and of two classes
	var twoLabels []int
	for i, x := range data {
		one = append(one, tensor.Vector(x.F32[:1]))
		if labels[i] < 2 {
			two, twoLabels = append(two, one[i]), append(twoLabels, labels[i])
		}
	}
	nearUpToSign(t, "two", fitLDA(t, LDA{Components: 1, LedoitWolf: true}, twoLabels, two...), one, g["two"])
}

// classesApart are samples of as many classes as there are centres, with noise of deviation 1.
func classesApart(n, d, classes int) (labels []int, data []*tensor.Tensor) {
	r := rand.New(rand.NewPCG(3, 1))
	for i, x := range normalVectors(n, d, 2) {
		c := i % classes
		x.F32[c] += 8
		labels, data = append(labels, c), append(data, x)
	}
	r.Shuffle(n, func(i, j int) { labels[i], labels[j], data[i], data[j] = labels[j], labels[i], data[j], data[i] })
	return labels, data
}

// TestLDASeparates: within classes, results have the covariance I, and the centres of classes lie far apart.
func TestLDASeparates(t *testing.T) {
	labels, data := classesApart(300, 12, 3)
	p := fitLDA(t, LDA{Components: 2}, labels, data...)
	var sums [3][2]float64
	results := make([][]float32, len(data))
	for i, x := range data {
		results[i] = apply(t, p, x).F32
		for k, v := range results[i] {
			sums[labels[i]][k] += float64(v) / 100
		}
	}
	var covariance [3]float64
	for i, y := range results {
		a, b := float64(y[0])-sums[labels[i]][0], float64(y[1])-sums[labels[i]][1]
		covariance[0] += a * a / 300
		covariance[1] += a * b / 300
		covariance[2] += b * b / 300
	}
	testdata.Near(t, "covariance", []float32{float32(covariance[0]), float32(covariance[1]), float32(covariance[2])}, []float64{1, 0, 1}, 1e-5)
	for i := range sums {
		a, b := sums[i], sums[(i+1)%3]
		if distance := math.Hypot(a[0]-b[0], a[1]-b[1]); distance < 8 {
			t.Errorf("centres are %v apart, want about 8·√2", distance)
		}
	}
}

// TestLDAFewSamples: with fewer samples than features it takes shrinkage, and then classes come apart.
func TestLDAFewSamples(t *testing.T) {
	labels, data := classesApart(20, 40, 2)
	if _, err := (LDA{Components: 1}).FitLabelled(t.Context(), labelled(labels, data...)); err == nil || !strings.Contains(err.Error(), "shrinkage helps") {
		t.Errorf("without shrinkage: %v", err)
	}
	for _, l := range []LDA{{Components: 1, LedoitWolf: true}, {Components: 1, Shrinkage: 0.5}} {
		p := fitLDA(t, l, labels, data...)
		low, high := [2]float64{1e9, 1e9}, [2]float64{-1e9, -1e9}
		for i, x := range data {
			v, c := float64(apply(t, p, x).F32[0]), labels[i]
			low[c], high[c] = min(low[c], v), max(high[c], v)
		}
		if low[0] <= high[1] && low[1] <= high[0] {
			t.Errorf("%+v: classes are at %v..%v", l, low, high)
		}
	}
}

// TestLDAUnits: the units of features don't matter.
func TestLDAUnits(t *testing.T) {
	labels, data := classesApart(100, 6, 3)
	l := LDA{Components: 2}
	want := fitLDA(t, l, labels, data...)
	for _, x := range data {
		for j := range x.F32 {
			x.F32[j] *= float32(math.Pow(2, float64(20*j-40)))
		}
	}
	got := fitLDA(t, l, labels, data...)
	for i, v := range got.Components.F32 {
		got.Components.F32[i] = v * float32(math.Pow(2, float64(20*(i%6)-40)))
	}
	testdata.Near(t, "components", got.Components.F32, widen(want.Components.F32), 1e-6)
}

func TestLDADepends(t *testing.T) {
	labels, data := classesApart(120, 10, 4)
	l := LDA{Components: 3, LedoitWolf: true}
	want := fitLDA(t, l, labels, data...)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	if got := fitLDA(t, l, labels, data...); !reflect.DeepEqual(got, want) {
		t.Error("the number of processors changes what is learned")
	}
}

func TestLDARefuses(t *testing.T) {
	in := tensor.VectorSpec(4)
	refusesParams(t, "lda", in, map[string]tensor.Step{"components": LDA{}, "shrinkage": LDA{Components: 1, Shrinkage: 1}})
	refusesParams(t, "lda", in, map[string]tensor.Step{"shrinkage": LDA{Components: 1, Shrinkage: 0.5, LedoitWolf: true}})
	refusesSpecs(t, LDA{Components: 1}, tensor.VectorSpec(5000))
	refusesSpecs(t, LDA{Components: 5}, in)
	if _, err := (LDA{Components: 1}).Fit(context.Background(), samples(tensor.New(in))); err == nil || !strings.Contains(err.Error(), "wanted a class for each sample") {
		t.Errorf("without classes: %v", err)
	}
}

func TestLDASaysWhatIsWrong(t *testing.T) {
	vector := func(v ...float32) *tensor.Tensor { return tensor.Vector(v) }
	nan := float32(math.NaN())
	good := []*tensor.Tensor{vector(1, 2), vector(2, 1), vector(3, 3), vector(0, 7)}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for want, c := range map[string]struct {
		ctx    context.Context
		l      LDA
		labels []int
		data   []*tensor.Tensor
	}{
		"lda: wanted data":                       {context.Background(), LDA{Components: 1}, nil, nil},
		"lda: sample 2: wanted a class":          {context.Background(), LDA{Components: 1}, []int{0, 1, -1, 0}, good},
		"lda: sample 1: wanted finite":           {context.Background(), LDA{Components: 1}, []int{0, 1}, []*tensor.Tensor{vector(1, 2), vector(1, nan)}},
		"lda: sample 1: lda: wanted as many":     {context.Background(), LDA{Components: 1}, []int{0, 1}, []*tensor.Tensor{vector(1, 2), vector(1)}},
		"lda: sample 0: lda: wanted from 3":      {context.Background(), LDA{Components: 3}, []int{0, 1}, good[:2]},
		"more classes than components, 1, found": {context.Background(), LDA{Components: 1}, []int{5, 5, 5, 5}, good},
		"shrinkage helps":                        {context.Background(), LDA{Components: 1}, []int{0, 1}, good[:2]},
		context.Canceled.Error():                 {ctx, LDA{Components: 1}, []int{0, 1}, good[:2]},
	} {
		_, err := c.l.FitLabelled(c.ctx, labelled(c.labels, c.data...))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// TestLDAOfConstants: features that never change don't keep Ledoit and Wolf from dividing, as long as others do.
func TestLDAOfConstants(t *testing.T) {
	labels, data := classesApart(60, 5, 3)
	for _, x := range data {
		x.F32[4] = 0.1
	}
	p := fitLDA(t, LDA{Components: 2, LedoitWolf: true}, labels, data...)
	for i := range 2 {
		if v := p.Components.F32[i*5+4]; math.Abs(float64(v)) > 1e-6 {
			t.Errorf("the constant feature has the weight %v in component %d", v, i)
		}
	}
}
