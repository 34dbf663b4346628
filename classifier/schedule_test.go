package classifier

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/saccade-go/saccade/tensor"
)

func parseSchedule(t *testing.T, text string) (s Schedule) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestScheduleJSON(t *testing.T) {
	if got := string(must(json.Marshal(Schedule{}))(t)); got != "{}" {
		t.Errorf("no schedule is %s", got)
	}
	text := `{"schedule":"plateau","warmup":0.1,"min_lr":0.001,"plateau_patience":2,"plateau_factor":0.5}`
	if got := string(must(json.Marshal(parseSchedule(t, text)))(t)); got != text {
		t.Errorf("%s became %s", text, got)
	}
	var s Schedule
	if err := json.Unmarshal([]byte(`{"schedule": "linear"}`), &s); err == nil {
		t.Error("an unknown schedule was read")
	}
	if _, err := json.Marshal(Schedule{Curve: 9}); err == nil {
		t.Error("an unknown schedule was written")
	}
}

func TestScheduleRefuses(t *testing.T) {
	for _, c := range []struct{ param, text string }{
		{"warmup", `{"warmup": -1}`}, {"warmup", `{"warmup": 1.5}`}, {"warmup", `{"warmup": 1e300}`},
		{"warmup", `{"schedule": "one_cycle", "warmup": 1}`},
		{"step_every", `{"schedule": "step", "step_factor": 0.1}`}, {"step_every", `{"step_every": 1}`},
		{"step_factor", `{"schedule": "step", "step_every": 1}`}, {"step_factor", `{"schedule": "cosine", "step_factor": 0.1}`},
		{"step_factor", `{"schedule": "step", "step_every": 1, "step_factor": 1.5}`},
		{"min_lr", `{"min_lr": 0.01}`}, {"min_lr", `{"schedule": "cosine", "min_lr": 0.2}`},
		{"min_lr", `{"schedule": "cosine", "min_lr": -0.2}`},
		{"plateau_patience", `{"schedule": "plateau", "plateau_factor": 0.5}`}, {"plateau_patience", `{"plateau_patience": 1}`},
		{"plateau_factor", `{"schedule": "plateau", "plateau_patience": 1}`}, {"plateau_factor", `{"plateau_factor": 0.5}`},
		{"plateau_factor", `{"schedule": "plateau", "plateau_patience": 1, "plateau_factor": 1}`},
	} {
		var e *tensor.ParamError
		if err := parseSchedule(t, c.text).check(0.1, true); !errors.As(err, &e) || e.Param != c.param {
			t.Errorf("%s: error %v, want a *tensor.ParamError about %s", c.text, err, c.param)
		}
	}
	nan := math.NaN()
	for _, s := range []Schedule{
		{Curve: 9}, {Warmup: nan}, {Warmup: math.Inf(1)}, {Curve: StepDecay, StepEvery: 1, StepFactor: nan},
		{Curve: Cosine, MinLR: nan}, {Curve: Plateau, PlateauPatience: 1, PlateauFactor: nan}, {StepFactor: nan},
	} {
		if s.check(0.1, true) == nil {
			t.Errorf("accepted %+v", s)
		}
	}
	s := parseSchedule(t, `{"schedule": "plateau", "plateau_patience": 1, "plateau_factor": 0.5}`)
	if s.check(0.1, true) != nil || s.check(0.1, false) == nil {
		t.Error("plateau needs validation samples and nothing else")
	}
}

// Whatever the parameters, each rate is a number from 0 to the learning rate, and warm-up rises.
func TestScheduleRates(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := Schedule{
			Curve:      rapid.SampledFrom([]Curve{Constant, StepDecay, Cosine, OneCycle, Plateau}).Draw(r, "curve"),
			StepEvery:  rapid.IntRange(1, math.MaxInt).Draw(r, "every"),
			StepFactor: rapid.Float64Range(1e-9, 1).Draw(r, "factor"),
			MinLR:      rapid.Float64Range(0, 0.1).Draw(r, "least"),
		}
		if s.Curve != OneCycle {
			s.Warmup = float64(rapid.IntRange(0, 100).Draw(r, "warmup"))
			if rapid.Bool().Draw(r, "part") {
				s.Warmup /= 100
			}
		}
		epochs, perEpoch := rapid.IntRange(1, math.MaxInt).Draw(r, "epochs"), rapid.IntRange(1, math.MaxInt).Draw(r, "per epoch")
		run := s.start(0.1, epochs, perEpoch)
		before := 0.0
		for step := range min(110, run.steps) {
			lr := run.rate(step)
			if !(lr >= 0 && lr <= 0.1*(1+1e-12)) {
				r.Fatalf("step %d of %d: rate %v", step, run.steps, lr)
			}
			if s.Curve == Constant && lr < before {
				r.Fatalf("step %d of %d: rate %v after %v", step, run.steps, lr, before)
			}
			before = lr
		}
		for _, step := range []int{-1, run.steps - 1, math.MaxInt} {
			if lr := run.rate(step); !(lr >= 0 && lr <= 0.1*(1+1e-12)) {
				r.Fatalf("step %d of %d: rate %v", step, run.steps, lr)
			}
		}
	})
}

// A plateau that is saved, as JSON, and restored in the middle has the same rates as one that isn't.
func TestPlateauRestore(t *testing.T) {
	s := parseSchedule(t, `{"schedule": "plateau", "plateau_patience": 2, "plateau_factor": 0.5, "min_lr": 0.001, "warmup": 3}`)
	losses := []float64{1, 0.9, 0.9, 0.95, 0.8, 0.8, 0.8, 0.8, 0.7, 0.9, 0.9, 0.9}
	for at := range losses {
		one, two := s.start(0.1, len(losses), 1), s.start(0.1, len(losses), 1)
		for step, loss := range losses {
			if step == at {
				var state plateauState
				if err := json.Unmarshal(must(json.Marshal(one.state()))(t), &state); err != nil {
					t.Fatal(err)
				}
				if err := two.restore(state); err != nil {
					t.Fatal(err)
				}
			}
			one.observe(loss)
			if step >= at {
				two.observe(loss)
				if a, b := one.rate(step), two.rate(step); a != b {
					t.Fatalf("restored at %d: rate %v in step %d, want %v", at, b, step, a)
				}
			}
		}
	}
}

func TestPlateauRestoreRefuses(t *testing.T) {
	s := parseSchedule(t, `{"schedule": "plateau", "plateau_patience": 2, "plateau_factor": 0.5, "min_lr": 0.001}`)
	run := s.start(0.1, 10, 1)
	good := run.state()
	for param, change := range map[string]func(p *plateauState){
		"lr":   func(p *plateauState) { p.LR = 0.2 },
		"bad":  func(p *plateauState) { p.Bad = 2 },
		"best": func(p *plateauState) { p.Best = math.Inf(-1) },
	} {
		state := good
		change(&state)
		var e *tensor.ParamError
		if err := run.restore(state); !errors.As(err, &e) || e.Param != param || run.state() != good {
			t.Errorf("error %v, want a *tensor.ParamError about %s", err, param)
		}
	}
	for _, lr := range []float64{0, 0.0009, math.NaN(), math.Inf(1)} {
		if run.restore(plateauState{LR: lr}) == nil {
			t.Errorf("restored rate %v", lr)
		}
	}
}
