package classifier

import (
	"encoding/json"
	"errors"
	"maps"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// optimizers are all kinds there are, each with its own JSON, over the defaults.
var optimizers = map[string]string{
	"plain":     `{"momentum": 0}`,
	"momentum":  `{"weight_decay": 0.1, "clip_norm": 1}`,
	"dampening": `{"dampening": 0.3}`,
	"nesterov":  `{"nesterov": true}`,
	"adamw":     `{"optimizer": "adamw", "lr": 0.01, "weight_decay": 0.1, "clip_norm": 1}`,
}

func parseOptimizer(t *testing.T, text string) Optimizer {
	t.Helper()
	o := defaultOptimizer()
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		t.Fatal(err)
	}
	return o
}

// Configurations written before there was a choice of optimizers mean what they meant then.
func TestOptimizerOldJSON(t *testing.T) {
	old := `{"lr": 0.1, "momentum": 0.8, "dampening": 0, "weight_decay": 0.001, "nesterov": true}`
	for name, base := range map[string]Optimizer{"defaults": defaultOptimizer(), "zero": {}} {
		o := base
		if err := json.Unmarshal([]byte(old), &o); err != nil {
			t.Fatal(err)
		}
		want := base
		want.Method, want.LR, want.Momentum, want.WeightDecay, want.Nesterov = SGD, 0.1, 0.8, 0.001, true
		if err := o.check(); err != nil || o != want {
			t.Errorf("%s: %+v, error %v, want %+v", name, o, err, want)
		}
	}
}

func TestOptimizerJSONRoundTrip(t *testing.T) {
	want := Optimizer{AdamW, 0.1, 0, 0, 0, false, 0, 0.5, 1e-3, 2}
	b := must(json.Marshal(want))(t)
	if got := parseOptimizer(t, string(b)); got != want {
		t.Errorf("%+v became %s and then %+v", want, b, got)
	}
	if _, err := json.Marshal(Optimizer{Method: 9}); err == nil {
		t.Error("an unknown method was written")
	}
	if err := json.Unmarshal([]byte(`{"optimizer": "adam"}`), &want); err == nil {
		t.Error("an unknown method was read")
	}
}

func TestOptimizerRefuses(t *testing.T) {
	for _, c := range []struct{ param, text string }{
		{"lr", `{"lr": 0}`}, {"lr", `{"lr": 1e39}`}, {"lr", `{"lr": 1e-50}`},
		{"momentum", `{"momentum": 1}`}, {"momentum", `{"momentum": 0.99999999999}`}, {"momentum", `{"momentum": -0.1}`},
		{"dampening", `{"dampening": 1.5}`}, {"dampening", `{"dampening": 0.5, "momentum": 0}`},
		{"nesterov", `{"nesterov": true, "momentum": 0}`}, {"nesterov", `{"nesterov": true, "dampening": 0.1}`},
		{"nesterov", `{"optimizer": "adamw", "nesterov": true}`},
		{"momentum", `{"optimizer": "adamw", "momentum": 0.8}`}, {"dampening", `{"optimizer": "adamw", "dampening": 0.1}`},
		{"beta1", `{"beta1": 0.8}`}, {"beta2", `{"beta2": 0.8}`}, {"eps", `{"eps": 0.8}`},
		{"beta1", `{"optimizer": "adamw", "beta1": 1}`}, {"beta2", `{"optimizer": "adamw", "beta2": -1}`},
		{"eps", `{"optimizer": "adamw", "eps": 0}`}, {"weight_decay", `{"optimizer": "adamw", "weight_decay": -1}`},
		{"clip_norm", `{"clip_norm": -1}`},
	} {
		var e *tensor.ParamError
		if err := parseOptimizer(t, c.text).check(); !errors.As(err, &e) || e.Param != c.param {
			t.Errorf("%s: error %v, want a *tensor.ParamError about %s", c.text, err, c.param)
		}
	}
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		for i := range reflect.TypeFor[Optimizer]().NumField() {
			o := Optimizer{Method: AdamW, LR: 1, Beta1: 0.9, Beta2: 0.99, Eps: 1}
			if f := reflect.ValueOf(&o).Elem().Field(i); f.Kind() == reflect.Float64 {
				f.SetFloat(v)
				if o.check() == nil {
					t.Errorf("accepted %+v", o)
				}
			}
		}
	}
	if (Optimizer{Method: 9, LR: 1}).check() == nil {
		t.Error("accepted an unknown method")
	}
	for name, text := range optimizers {
		if err := parseOptimizer(t, text).check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// takeSteps takes steps on made-up gradients, from step first on, and returns the weights.
func takeSteps(o *optimizer, params []float32, first, n int) []float32 {
	for t := range n {
		r := rand.New(rand.NewPCG(uint64(first+t), 1))
		grads := make([]float32, len(params))
		for i := range grads {
			grads[i] = float32(r.NormFloat64()) + params[i]
		}
		o.step(params, grads, 0.01/float64(first+t+1))
	}
	return params
}

func ramp(n int) []float32 {
	s := make([]float32, n)
	for i := range s {
		s[i] = float32(i%7) - 3
	}
	return s
}

func TestOptimizerWorkersDoNotMatter(t *testing.T) {
	const n = 3*stepPart + 17
	for name, text := range optimizers {
		o := parseOptimizer(t, text)
		want := takeSteps(o.start(n, 1), ramp(n), 0, 3)
		for _, workers := range []int{2, 3, 8} {
			if got := takeSteps(o.start(n, workers), ramp(n), 0, 3); !sameBits(got, want) {
				t.Errorf("%s: %d workers: other bytes than with one", name, workers)
			}
		}
	}
}

// Ten steps are four steps, saved and restored, and six more.
func TestOptimizerRestore(t *testing.T) {
	const n = stepPart + 5
	for name, text := range optimizers {
		o := parseOptimizer(t, text)
		want := takeSteps(o.start(n, 2), ramp(n), 0, 10)
		first, second := o.start(n, 2), o.start(n, 2)
		params := takeSteps(first, ramp(n), 0, 4)
		takeSteps(second, ramp(n), 0, 2) // what it held before is forgotten
		steps, arrays := first.state()
		if err := second.restore(steps, arrays); err != nil || steps != 4 {
			t.Fatalf("%s: %d steps, %v", name, steps, err)
		}
		takeSteps(first, ramp(n), 0, 1) // the arrays were copied
		if got := takeSteps(second, params, 4, 6); !sameBits(got, want) {
			t.Errorf("%s: other bytes than without the break", name)
		}
	}
}

func TestOptimizerRestoreRefuses(t *testing.T) {
	for name, text := range optimizers {
		o := parseOptimizer(t, text).start(9, 1)
		takeSteps(o, ramp(9), 0, 3)
		_, mine := o.state()
		names := slices.Collect(maps.Keys(mine))
		before := cloneArrays(mine)
		refuse := func(param string, steps int, change func(map[string][]float32)) {
			t.Helper()
			arrays := cloneArrays(mine)
			for _, a := range arrays {
				a[1] = 77
			}
			change(arrays)
			var e *tensor.ParamError
			if err := o.restore(steps, arrays); !errors.As(err, &e) || e.Param != param {
				t.Errorf("%s: error %v, want a *tensor.ParamError about %s", name, err, param)
			}
			if steps, now := o.state(); steps != 3 || !reflect.DeepEqual(cloneArrays(now), before) {
				t.Errorf("%s: %s was refused, and still the state changed", name, param)
			}
		}
		refuse("steps", -1, func(map[string][]float32) {})
		refuse("other", 3, func(a map[string][]float32) { a["other"] = nil })
		for _, array := range names {
			refuse(array, 3, func(a map[string][]float32) { delete(a, array) })
			refuse(array, 3, func(a map[string][]float32) { a[array] = a[array][1:] })
			refuse(array, 3, func(a map[string][]float32) { a[array][8] = float32(math.NaN()) })
		}
	}
}

func cloneArrays(arrays map[string][]float32) map[string][]float32 {
	c := map[string][]float32{}
	for name, a := range arrays {
		c[name] = slices.Clone(a)
	}
	return c
}

// A gradient longer than the bound has the bound's length afterwards, and its direction; a shorter one stays.
func TestClipNorm(t *testing.T) {
	const n = 2*stepPart + 100
	for _, c := range []struct{ length, bound float64 }{{100, 1}, {0.5, 1}, {1e30, 3}, {1e-3, 1e-4}} {
		o := Optimizer{LR: 1, ClipNorm: c.bound}.start(n, 2)
		params, grads := make([]float32, n), make([]float32, n)
		for i := range grads {
			grads[i] = float32(c.length / math.Sqrt(n))
		}
		o.step(params, grads, 1)
		sum := 0.0
		for _, p := range params {
			sum += float64(p) * float64(p)
		}
		want := c.length * min(1, c.bound/(c.length+1e-6))
		near(t, "length", math.Sqrt(sum), want, 1e-5*want)
		if params[0] != params[n-1] {
			t.Error("the direction changed")
		}
	}
}

func TestOptimizerAllocatesNothing(t *testing.T) {
	const n = 2*stepPart + 3
	for _, text := range optimizers {
		o := parseOptimizer(t, text).start(n, 2)
		params, grads := ramp(n), ramp(n)
		allocatesNothing(t, func() { o.step(params, grads, 0.01) })
	}
}
