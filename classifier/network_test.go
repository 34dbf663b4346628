package classifier

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

func randomMatrix(seed uint64, rows, cols int) Matrix {
	r := rand.New(rand.NewPCG(seed, 0))
	m := NewMatrix(rows, cols)
	for i := range m.Data {
		m.Data[i] = 2*r.Float32() - 1
		if r.IntN(8) == 0 {
			m.Data[i] = 0
		}
	}
	return m
}

func mlp(t testing.TB, inputs int, hidden []int, classes int, act Activation) *Network {
	t.Helper()
	return must(NewMLP(inputs, hidden, classes, act, 1))(t)
}

func sameBits(a, b []float32) bool {
	return slices.EqualFunc(a, b, func(x, y float32) bool { return math.Float32bits(x) == math.Float32bits(y) })
}

func TestSampleHasTheSameBytesInAnyBatch(t *testing.T) {
	for _, hidden := range [][]int{nil, {130}, {33, 17}} {
		const n, d, classes = 150, 77, 11
		net, x := mlp(t, d, hidden, classes, Tanh), randomMatrix(2, n, d)
		var all Matrix
		if err := net.Probabilities(&all, x); err != nil {
			t.Fatal(err)
		}
		for _, size := range []int{1, 2, 7, 8, 9, 63, 64, 65, 149} {
			for i := 0; i < n; i += size {
				end := min(i+size, n)
				var part Matrix
				if err := net.Probabilities(&part, rowsOf(x, i, end)); err != nil {
					t.Fatal(err)
				}
				if !sameBits(part.Data, rowsOf(all, i, end).Data) {
					t.Fatalf("hidden %v: rows %d to %d have other bytes alone than among %d", hidden, i, end, n)
				}
			}
		}
	}
}

func TestConcurrentInference(t *testing.T) {
	net, x := mlp(t, 40, []int{30, 20}, 5, ReLU), randomMatrix(3, 100, 40)
	var want Matrix
	if err := net.Logits(&want, x); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			var got Matrix
			for range 5 {
				if err := net.Logits(&got, x); err != nil || !sameBits(got.Data, want.Data) {
					t.Errorf("error %v, or other bytes than alone", err)
				}
			}
		})
	}
	wg.Wait()
}

func TestProbabilitiesSumToOne(t *testing.T) {
	net, x := mlp(t, 9, []int{8}, 6, Sigmoid), randomMatrix(4, 20, 9)
	for i := range x.Data {
		x.Data[i] *= 1e4
	}
	var p, logits Matrix
	if err := errors.Join(net.Probabilities(&p, x), net.Logits(&logits, x)); err != nil {
		t.Fatal(err)
	}
	for i, class := range must(net.Predict(x))(t) {
		sum := 0.0
		for _, v := range p.Row(i) {
			sum += float64(v)
		}
		near(t, "sum", sum, 1, 1e-6)
		if logits.Row(i)[class] != slices.Max(logits.Row(i)) {
			t.Errorf("row %d: class %d of logits %v", i, class, logits.Row(i))
		}
	}
}

func TestInferenceRefuses(t *testing.T) {
	net := mlp(t, 2, nil, 3, ReLU)
	huge := must(FromParams([]Param{
		{"layers.0.weight", []int{2, 2}, []float32{3e38, 3e38, 1, 1}}, {"layers.0.bias", []int{2}, []float32{0, 0}},
	}, ReLU))(t)
	inf := float32(math.Inf(1))
	for _, c := range []struct {
		name string
		net  *Network
		x    Matrix
		row  int
	}{
		{"columns", net, Matrix{Rows: 1, Cols: 3, Data: make([]float32, 3)}, -1},
		{"short", net, Matrix{Rows: 2, Cols: 2, Data: make([]float32, 3)}, -1},
		{"negative", net, Matrix{Rows: -1, Cols: 2, Data: nil}, -1},
		{"overflowing", net, Matrix{Rows: math.MaxInt, Cols: 2, Data: nil}, -1},
		{"empty columns", net, Matrix{Rows: 5, Cols: 0, Data: nil}, -1},
		{"NaN", net, Matrix{Rows: 2, Cols: 2, Data: []float32{1, 2, 3, float32(math.NaN())}}, 1},
		{"Inf", net, Matrix{Rows: 2, Cols: 2, Data: []float32{1, inf, 3, 4}}, 0},
		{"overflow", huge, Matrix{Rows: 2, Cols: 2, Data: []float32{0, 0, 1, 1}}, 1},
	} {
		_, err := c.net.Predict(c.x)
		var e *DataError
		if !errors.As(err, &e) || e.Row != c.row {
			t.Errorf("%s: error %v, want a *DataError for row %d", c.name, err, c.row)
		}
	}
	if got, err := net.Predict(Matrix{Cols: 2}); err != nil || len(got) != 0 {
		t.Errorf("no samples: %v, %v", got, err)
	}
}

func TestInferenceAllocatesNothing(t *testing.T) {
	net, x := mlp(t, 50, []int{40, 30}, 5, ReLU), randomMatrix(5, 70, 50)
	var p Matrix
	allocatesNothing(t, func() {
		if err := net.Probabilities(&p, x); err != nil {
			t.Fatal(err)
		}
	})
}

func TestParamsRoundTrip(t *testing.T) {
	net := mlp(t, 7, []int{6, 5}, 4, Sigmoid)
	params := net.Params()
	names := []string{"layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias", "layers.2.weight", "layers.2.bias"}
	shapes := [][]int{{6, 7}, {6}, {5, 6}, {5}, {4, 5}, {4}}
	for i, p := range params {
		if p.Name != names[i] || !slices.Equal(p.Shape, shapes[i]) {
			t.Errorf("array %d is %s %v, want %s %v", i, p.Name, p.Shape, names[i], shapes[i])
		}
	}
	slices.Reverse(params)
	again := must(FromParams(params, net.Activation()))(t)
	if !reflect.DeepEqual(again, net) || !reflect.DeepEqual(net.Clone(), net) {
		t.Error("the network made of the arrays, or the clone, is another one")
	}
	params[0].Data[0]++
	if reflect.DeepEqual(again, net) {
		t.Error("the network made of the arrays shares their memory")
	}
	if again.Inputs() != 7 || again.Classes() != 4 || !slices.Equal(again.Hidden(), []int{6, 5}) || again.Activation() != Sigmoid {
		t.Errorf("inputs %d, hidden %v, classes %d, %v", again.Inputs(), again.Hidden(), again.Classes(), again.Activation())
	}
}

func TestFromParamsRefuses(t *testing.T) {
	for name, change := range map[string]func(p []Param) []Param{
		"nothing":       func(p []Param) []Param { return nil },
		"missing":       func(p []Param) []Param { return p[:3] },
		"missing first": func(p []Param) []Param { return p[2:] },
		"twice":         func(p []Param) []Param { return append(p, p[0]) },
		"unknown":       func(p []Param) []Param { return append(p, Param{"scale", []int{1}, []float32{1}}) },
		"renamed":       func(p []Param) []Param { p[1].Name = "layers.7.bias"; return p },
		"flat":          func(p []Param) []Param { p[0].Shape = []int{12}; return p },
		"zero":          func(p []Param) []Param { p[0] = Param{p[0].Name, []int{4, 0}, nil}; return p },
		"negative":      func(p []Param) []Param { p[0].Shape = []int{-4, -3}; return p },
		"overflow":      func(p []Param) []Param { p[0].Shape = []int{math.MaxInt, 4}; p[0].Data = nil; return p },
		"huge":          func(p []Param) []Param { p[0].Shape = []int{1 << 20, 1 << 20}; return p },
		"bias shape":    func(p []Param) []Param { p[1].Shape = []int{5}; return p },
		"bias length":   func(p []Param) []Param { p[1].Data = p[1].Data[:1]; return p },
		"chain":         func(p []Param) []Param { p[2].Shape = []int{4, 2}; p[2].Data = p[2].Data[:8]; return p },
		"NaN":           func(p []Param) []Param { p[3].Data[1] = float32(math.NaN()); return p },
		"one class": func(p []Param) []Param {
			return []Param{{"layers.0.weight", []int{1, 1}, []float32{1}}, {"layers.0.bias", []int{1}, []float32{1}}}
		},
	} {
		params := mlp(t, 3, []int{4}, 2, ReLU).Params()
		if _, err := FromParams(change(params), ReLU); !errors.As(err, new(*tensor.ParamError)) {
			t.Errorf("%s: error %v, want a *tensor.ParamError", name, err)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for name, f := range map[string]func() (*Network, error){
		"inputs":     func() (*Network, error) { return NewSoftmax(0, 2, 1) },
		"classes":    func() (*Network, error) { return NewSoftmax(3, 1, 1) },
		"hidden":     func() (*Network, error) { return NewMLP(3, []int{4, -1}, 2, ReLU, 1) },
		"activation": func() (*Network, error) { return NewMLP(3, []int{4}, 2, Activation(9), 1) },
		"huge":       func() (*Network, error) { return NewMLP(1<<20, []int{1 << 20}, 2, ReLU, 1) },
		"overflow":   func() (*Network, error) { return NewMLP(math.MaxInt, []int{math.MaxInt}, math.MaxInt, ReLU, 1) },
	} {
		if _, err := f(); !errors.As(err, new(*tensor.ParamError)) {
			t.Errorf("%s: error %v, want a *tensor.ParamError", name, err)
		}
	}
}

func TestSeedDecidesOnWeights(t *testing.T) {
	a, b, c := must(NewSoftmax(5, 3, 1))(t), must(NewSoftmax(5, 3, 1))(t), must(NewSoftmax(5, 3, 2))(t)
	if !sameBits(a.params, b.params) || sameBits(a.params, c.params) {
		t.Error("the weights don't depend on the seed alone")
	}
}

func TestActivationText(t *testing.T) {
	for text, want := range map[string]Activation{"relu": ReLU, "tanh": Tanh, "sigmoid": Sigmoid, "leaky_relu": LeakyReLU, "gelu": GELU} {
		got, err := json.Marshal(want)
		if err != nil || string(got) != `"`+text+`"` {
			t.Errorf("%v is written as %s, %v", want, got, err)
		}
		var a Activation
		if err := a.UnmarshalText([]byte(text)); err != nil || a != want {
			t.Errorf("%q is read as %v, %v", text, a, err)
		}
	}
	var a Activation
	if err := a.UnmarshalText([]byte("swish")); err == nil {
		t.Error("swish: no error")
	}
	if _, err := json.Marshal(Activation(7)); err == nil {
		t.Error("7: no error")
	}
}
