package classifier

import (
	"encoding/binary"
	"errors"
	"math"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

func TestReliabilityMatchesScikitLearn(t *testing.T) {
	var golden struct{ Cases []metricsCase }
	readJSON(t, filepath.Join("testdata", "metrics.json"), &golden)
	for _, c := range golden.Cases {
		want := c.Reliability
		table := must(Reliability(c.probabilities(), c.Y, 10))(t)
		k, n := 0, 0
		for i, b := range table {
			near(t, "lower", b.Lower, float64(i)/10, 1e-15)
			near(t, "upper", b.Upper, float64(i+1)/10, 1e-15)
			n += b.Count
			if b.Count == 0 {
				figure(t, "empty", b.Confidence, undefined(), 0)
				figure(t, "empty", b.Accuracy, undefined(), 0)
				continue
			}
			figure(t, c.Name+" confidence", b.Confidence, want.Confidence[k], 1e-12)
			figure(t, c.Name+" accuracy", b.Accuracy, want.Accuracy[k], 1e-12)
			k++
		}
		if k != len(want.Confidence) || n != len(c.Y) {
			t.Errorf("%s: %d bins with %d samples, want %d with %d", c.Name, k, n, len(want.Confidence), len(c.Y))
		}
		near(t, c.Name+" MCE", must(MCE(c.probabilities(), c.Y, 10))(t), want.MCE, 1e-12)
	}
}

func TestBinsAreOpenBelow(t *testing.T) {
	for _, c := range []struct {
		v    float64
		want int
	}{{0, 0}, {1e-9, 0}, {0.25, 0}, {0.25000003, 1}, {0.5, 1}, {1, 3}} {
		if got := binOf(c.v, 4); got != c.want {
			t.Errorf("binOf(%v, 4) = %d, want %d", c.v, got, c.want)
		}
	}
}

type temperatureCase struct {
	Name        string
	Logits      [][]float64
	Y           []int
	Temperature float64
}

func (c temperatureCase) logits() Matrix { return metricsCase{Proba: c.Logits}.probabilities() }

func TestTemperatureMatchesSciPy(t *testing.T) {
	var golden struct{ Cases []temperatureCase }
	readJSON(t, filepath.Join("testdata", "temperature.json"), &golden)
	for _, c := range golden.Cases {
		got := must(FitTemperature(c.logits(), c.Y))(t)
		near(t, c.Name, got/c.Temperature, 1, 1e-13)
	}
}

// crossEntropyAt is the loss that FitTemperature minimises.
func crossEntropyAt(temperature float64, logits Matrix, labels []int) float64 {
	sum := 0.0
	for i, y := range labels {
		z := logits.Row(i)
		top, total := float64(z[argmax(z)]), 0.0
		for _, v := range z {
			total += math.Exp((float64(v) - top) / temperature)
		}
		sum += math.Log(total) - (float64(z[y])-top)/temperature
	}
	return sum / float64(len(labels))
}

// randomLogits are normal numbers with some help for the label.
func randomLogits(r *rand.Rand, n, classes int, scale, help float64) (Matrix, []int) {
	z, labels := NewMatrix(n, classes), make([]int, n)
	for i := range labels {
		labels[i] = r.IntN(classes)
		for c := range z.Row(i) {
			z.Row(i)[c] = float32(scale * r.NormFloat64())
		}
		z.Row(i)[labels[i]] += float32(scale * help)
	}
	return z, labels
}

func TestTemperatureIsTheBest(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 50 {
		z, labels := randomLogits(r, 1+r.IntN(2*rowsAtOnce), 2+r.IntN(8), math.Exp(6*r.NormFloat64()), 2*r.NormFloat64())
		best := must(FitTemperature(z, labels))(t)
		if !(best >= MinTemperature && best <= MaxTemperature) {
			t.Fatalf("temperature %v", best)
		}
		loss := crossEntropyAt(best, z, labels)
		for _, other := range []float64{MinTemperature, best * 0.99, best * 1.01, 1, MaxTemperature} {
			other = min(max(other, MinTemperature), MaxTemperature)
			if l := crossEntropyAt(other, z, labels); l < loss-1e-12*(1+loss) {
				t.Errorf("loss %v with T = %v is below %v with the best, %v", l, other, loss, best)
			}
		}
		// what the logits are multiplied with, the temperature is, too
		for i := range z.Data {
			z.Data[i] *= 4
		}
		if four := must(FitTemperature(z, labels))(t); best < MaxTemperature/4 && best > MinTemperature {
			near(t, "four times the logits", four/best, 4, 1e-11)
		}
	}
}

// Newton's method needs few looks at the samples, wherever the root is.
func TestRisingRootIsQuick(t *testing.T) {
	for _, root := range []float64{1e-3 + 1e-9, 0.02, 0.5, 1, 3, 777} {
		for name, f := range map[string]func(x float64) (v, slope float64){
			"line":  func(x float64) (float64, float64) { return x - root, 1 },
			"steep": func(x float64) (float64, float64) { return math.Log(x / root), 1 / x },
			"step": func(x float64) (float64, float64) {
				return math.Tanh(50 * (x - root)), 50 / math.Pow(math.Cosh(50*(x-root)), 2)
			},
			"cubic":  func(x float64) (float64, float64) { return x*x*x - root*root*root, 3 * x * x },
			"coarse": func(x float64) (float64, float64) { return math.Copysign(1, x-root), 0 },
		} {
			looks := 0
			got := risingRoot(func(x float64) (float64, float64) { looks++; return f(x) }, 1e-3, 1e3)
			if name != "coarse" && looks > 60 {
				t.Errorf("%s: %d looks for %v", name, looks, root)
			}
			near(t, name, got/root, 1, 1e-12)
		}
	}
}

func TestTemperatureBounds(t *testing.T) {
	right := Matrix{Rows: 2, Cols: 2, Data: []float32{3, 1, 1, 2}}
	for name, c := range map[string]struct {
		logits Matrix
		labels []int
		want   float64
	}{
		"all right":        {right, []int{0, 1}, MinTemperature},
		"all wrong":        {right, []int{1, 0}, MaxTemperature},
		"all equal":        {Matrix{Rows: 2, Cols: 3, Data: []float32{5, 5, 5, -1, -1, -1}}, []int{0, 2}, 1},
		"one, all right":   {Matrix{Rows: 1, Cols: 2, Data: []float32{1, 0}}, []int{0}, MinTemperature},
		"huge, all right":  {Matrix{Rows: 1, Cols: 2, Data: []float32{math.MaxFloat32, -math.MaxFloat32}}, []int{0}, 1},
		"huge, all wrong":  {Matrix{Rows: 1, Cols: 2, Data: []float32{math.MaxFloat32, -math.MaxFloat32}}, []int{1}, MaxTemperature},
		"tiny, half right": {Matrix{Rows: 2, Cols: 2, Data: []float32{1e-40, 0, 1e-40, 0}}, []int{0, 1}, 1},
	} {
		near(t, name, must(FitTemperature(c.logits, c.labels))(t), c.want, 0)
	}
}

func TestTemperatureKeepsTheOrder(t *testing.T) {
	z, labels := randomLogits(rand.New(rand.NewPCG(2, 2)), 300, 10, 5, 1)
	temperature := must(FitTemperature(z, labels))(t)
	p := NewMatrix(z.Rows, z.Cols)
	for i, v := range z.Data {
		p.Data[i] = float32(float64(v) / temperature)
	}
	kernel.SoftmaxRows(p.Data, p.Data, p.Cols)
	for i := range labels {
		if argmax(p.Row(i)) != argmax(z.Row(i)) {
			t.Errorf("sample %d changed its class", i)
		}
	}
	before := NewMatrix(z.Rows, z.Cols)
	kernel.SoftmaxRows(before.Data, z.Data, z.Cols)
	if a, b := must(ECE(p, labels, 15))(t), must(ECE(before, labels, 15))(t); a > b/2 {
		t.Errorf("ECE %v, before %v", a, b)
	}
}

func TestCalibrationRefuses(t *testing.T) {
	good := Matrix{Rows: 1, Cols: 2, Data: []float32{0.5, 0.5}}
	nan := Matrix{Rows: 1, Cols: 2, Data: []float32{0.5, float32(math.NaN())}}
	for name, f := range map[string]func() error{
		"temperature of nothing":       func() error { _, err := FitTemperature(Matrix{Cols: 2}, nil); return err },
		"temperature of NaN":           func() error { _, err := FitTemperature(nan, []int{0}); return err },
		"temperature without a label":  func() error { _, err := FitTemperature(good, nil); return err },
		"temperature of another label": func() error { _, err := FitTemperature(good, []int{2}); return err },
		"reliability of nothing":       func() error { _, err := Reliability(Matrix{Cols: 2}, nil, 10); return err },
		"reliability of NaN":           func() error { _, err := Reliability(nan, []int{0}, 10); return err },
		"MCE of logits":                func() error { _, err := MCE(Matrix{Rows: 1, Cols: 1, Data: []float32{2}}, []int{0}, 10); return err },
	} {
		if err := f(); !errors.As(err, new(*DataError)) {
			t.Errorf("%s: error %v, want a *DataError", name, err)
		}
	}
	for _, bins := range []int{-1, 0, maxBins + 1} {
		if _, err := Reliability(good, []int{0}, bins); !errors.As(err, new(*tensor.ParamError)) {
			t.Errorf("%d bins: error %v, want a *tensor.ParamError", bins, err)
		}
	}
}

// Whatever the logits are, there is an error or a temperature within the bounds.
func FuzzTemperature(f *testing.F) {
	f.Add(2, []byte("a few logits, and the labels with them"))
	f.Add(3, make([]byte, 60))
	f.Fuzz(func(t *testing.T, classes int, data []byte) {
		if classes < 1 || classes > 100 {
			return
		}
		var logits []float32
		var labels []int
		for ; len(data) > 4; data = data[5:] {
			logits = append(logits, math.Float32frombits(binary.LittleEndian.Uint32(data)))
			labels = append(labels, int(data[4])%classes)
		}
		rows := len(logits) / classes
		got, err := FitTemperature(Matrix{Rows: rows, Cols: classes, Data: logits[:rows*classes]}, labels[:rows])
		if err == nil && !(got >= MinTemperature && got <= MaxTemperature) {
			t.Errorf("temperature %v", got)
		}
	})
}
