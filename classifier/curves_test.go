package classifier

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
)

func figure(t *testing.T, what string, got, want Figure, tolerance float64) {
	t.Helper()
	if got.Defined() != want.Defined() {
		t.Errorf("%s: %v, want %v", what, got, want)
	} else if want.Defined() {
		near(t, what, float64(got), float64(want), tolerance)
	}
}

func figures(t *testing.T, what string, got, want []Figure, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d figures, want %d", what, len(got), len(want))
	}
	for i := range want {
		figure(t, what, got[i], want[i], tolerance)
	}
}

func TestCurvesMatchScikitLearn(t *testing.T) {
	var golden struct{ Cases []metricsCase }
	readJSON(t, filepath.Join("testdata", "metrics.json"), &golden)
	for _, c := range golden.Cases {
		t.Run(c.Name, func(t *testing.T) {
			a := must(ROCAUC(c.probabilities(), c.Y))(t)
			figures(t, "AUC of a class", a.PerClass, c.AUC.PerClass, 1e-12)
			figure(t, "OvR macro", a.OvRMacro, c.AUC.OvRMacro, 1e-12)
			figure(t, "OvR weighted", a.OvRWeighted, c.AUC.OvRWeighted, 1e-12)
			figure(t, "OvO macro", a.OvOMacro, c.AUC.OvOMacro, 1e-12)
			figure(t, "OvO weighted", a.OvOWeighted, c.AUC.OvOWeighted, 1e-12)
			ap := must(AveragePrecisions(c.probabilities(), c.Y))(t)
			figures(t, "AP of a class", ap.PerClass, c.AP.PerClass, 1e-12)
			figure(t, "AP macro", ap.Macro, c.AP.Macro, 1e-12)
			figure(t, "AP weighted", ap.Weighted, c.AP.Weighted, 1e-12)
		})
	}
}

// randomScores are scores of which many are equal if levels are few, and labels.
func randomScores(r *rand.Rand, n, classes, levels int) (Matrix, []int) {
	p, labels := NewMatrix(n, classes), make([]int, n)
	for i := range p.Data {
		p.Data[i] = float32(r.IntN(levels)) / float32(levels)
	}
	for i := range labels {
		labels[i] = r.IntN(classes)
	}
	return p, labels
}

// allFigures are those of both curves.
func allFigures(t *testing.T, p Matrix, labels []int) []Figure {
	t.Helper()
	a, ap := must(ROCAUC(p, labels))(t), must(AveragePrecisions(p, labels))(t)
	return slices.Concat(a.PerClass, ap.PerClass, []Figure{a.OvRMacro, a.OvRWeighted, a.OvOMacro, a.OvOWeighted, ap.Macro, ap.Weighted})
}

func TestCurvesOfPermutedSamples(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		p, labels := randomScores(r, 1+r.IntN(60), 2+r.IntN(6), 1+r.IntN(20))
		q, permuted := NewMatrix(p.Rows, p.Cols), make([]int, p.Rows)
		for i, j := range r.Perm(p.Rows) {
			copy(q.Row(i), p.Row(j))
			permuted[i] = labels[j]
		}
		figures(t, "permuted", allFigures(t, q, permuted), allFigures(t, p, labels), 0)
	}
}

func TestAUCOfReversedScores(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		p, labels := randomScores(r, 2+r.IntN(60), 2+r.IntN(6), 1+r.IntN(20))
		a := must(ROCAUC(p, labels))(t)
		for i := range p.Data {
			p.Data[i] = -p.Data[i]
		}
		b := must(ROCAUC(p, labels))(t)
		for c := range a.PerClass {
			figure(t, "reversed", b.PerClass[c], 1-a.PerClass[c], 1e-15)
		}
		figure(t, "reversed OvO", b.OvOMacro, 1-a.OvOMacro, 1e-14)
	}
}

// A rising function of the scores changes no order, and so no figure.
func TestCurvesOfRisingScores(t *testing.T) {
	p, labels := randomScores(rand.New(rand.NewPCG(5, 6)), 50, 4, 10)
	want := allFigures(t, p, labels)
	for i, v := range p.Data {
		p.Data[i] = 1000*v*v*v - 7
	}
	figures(t, "rising", allFigures(t, p, labels), want, 0)
}

// With more classes than share a buffer, most without samples, the figures are those of the pairs counted one by one.
func TestAUCOfManyClasses(t *testing.T) {
	p, labels := randomScores(rand.New(rand.NewPCG(7, 8)), 90, 3*classesAtOnce+1, 30)
	a := must(ROCAUC(p, labels))(t)
	for c, got := range a.PerClass {
		figure(t, "AUC", got, pairwise(p, labels, c), 1e-12)
	}
}

func pairwise(p Matrix, labels []int, class int) Figure {
	sum, pairs := 0.0, 0.0
	for i, y := range labels {
		for j, other := range labels {
			if y != class || other == class {
				continue
			}
			pairs++
			if a, b := p.Row(i)[class], p.Row(j)[class]; a > b {
				sum++
			} else if a == b {
				sum += 0.5
			}
		}
	}
	return Figure(sum / pairs) // 0/0 is NaN, undefined
}

func TestCurvesRefuse(t *testing.T) {
	good := Matrix{Rows: 1, Cols: 2, Data: []float32{0.5, 0.5}}
	for name, c := range map[string]struct {
		scores Matrix
		labels []int
	}{
		"no samples":     {Matrix{Cols: 2}, nil},
		"no columns":     {Matrix{Rows: 1}, []int{0}},
		"NaN":            {Matrix{Rows: 1, Cols: 2, Data: []float32{0, float32(math.NaN())}}, []int{0}},
		"infinite":       {Matrix{Rows: 1, Cols: 2, Data: []float32{0, float32(math.Inf(1))}}, []int{0}},
		"label":          {good, []int{2}},
		"negative label": {good, []int{-1}},
		"two labels":     {good, []int{0, 0}},
		"short":          {Matrix{Rows: 2, Cols: 2, Data: good.Data}, []int{0, 0}},
	} {
		if _, err := ROCAUC(c.scores, c.labels); !errors.As(err, new(*DataError)) {
			t.Errorf("AUC, %s: error %v, want a *DataError", name, err)
		}
		if _, err := AveragePrecisions(c.scores, c.labels); !errors.As(err, new(*DataError)) {
			t.Errorf("AP, %s: error %v, want a *DataError", name, err)
		}
	}
}

func TestFigureJSON(t *testing.T) {
	want := `[0.5,null]`
	b := must(json.Marshal([]Figure{0.5, undefined()}))(t)
	if string(b) != want {
		t.Errorf("%s, want %s", b, want)
	}
	var back []Figure
	if err := json.Unmarshal(b, &back); err != nil || back[0] != 0.5 || back[1].Defined() {
		t.Errorf("%v, %v", back, err)
	}
	if err := json.Unmarshal([]byte(`"x"`), new(Figure)); err == nil {
		t.Error("no error for a text")
	}
}

// Whatever scores and labels are, there is an error, or every figure is undefined or in 0..1.
func FuzzCurves(f *testing.F) {
	f.Add(2, []byte("a few scores and labels, as they come"))
	f.Add(7, make([]byte, 70))
	f.Add(-1, []byte{0, 0, 0x80, 0x7f, 1})
	f.Fuzz(func(t *testing.T, classes int, data []byte) {
		if classes > 300 {
			return // slow
		}
		var scores []float32
		var labels []int
		for ; len(data) > 4; data = data[5:] {
			scores = append(scores, math.Float32frombits(binary.LittleEndian.Uint32(data)))
			y := int(data[4])
			if y < 250 && classes > 0 {
				y %= classes
			}
			labels = append(labels, y)
		}
		p := Matrix{Rows: len(scores) / max(classes, 1), Cols: classes, Data: scores}
		labels = labels[:min(p.Rows, len(labels))]
		_, err := ROCAUC(p, labels)
		_, err2 := AveragePrecisions(p, labels)
		if (err == nil) != (err2 == nil) {
			t.Fatalf("errors %v and %v", err, err2)
		}
		if err != nil {
			return
		}
		for i, v := range allFigures(t, p, labels) {
			if v.Defined() && !(v >= 0 && v <= 1) {
				t.Errorf("figure %d is %v", i, v)
			}
		}
	})
}
