package classifier

import (
	"errors"
	"math"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

func TestLRFinderRates(t *testing.T) {
	f := LRFinder{From: 1e-6, To: 1, Steps: 13}
	var rates []float64
	curve, err := f.Find(func(lr float64) (float64, error) { rates = append(rates, lr); return 1, nil })
	if err != nil || len(rates) != 13 || len(curve.Points) != 13 || curve.Suggestion != 0 || curve.Diverged {
		t.Fatalf("%d rates, %+v, %v: want 13, and no suggestion for a loss that stays", len(rates), curve, err)
	}
	near(t, "first", rates[0], 1e-6, 1e-18)
	near(t, "last", rates[12], 1, 1e-12)
	for i, lr := range rates[1:] {
		near(t, "ratio", lr/rates[i], math.Sqrt(10), 1e-12)
	}
}

// The loss falls by 1 around the rate 0.01, and grows beyond all bounds from 0.3 on.
func TestLRFinderSuggestion(t *testing.T) {
	steps := 0
	curve, err := DefaultLRFinder().Find(func(lr float64) (float64, error) {
		steps++
		return 1.5 - 1/(1+math.Exp(-3*math.Log(lr/0.01))) + math.Pow(lr/0.3, 4), nil
	})
	if err != nil || !curve.Diverged || steps >= 100 || len(curve.Points) != steps {
		t.Fatalf("%d steps, %d points, diverged %v, error %v", steps, len(curve.Points), curve.Diverged, err)
	}
	// The average lags behind the loss.
	if s := curve.Suggestion; !(s > 0.005 && s < 0.2) {
		t.Errorf("suggestion %v, want one near 0.01", s)
	}
}

func TestLRFinderEnds(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		n := 0
		curve, err := DefaultLRFinder().Find(func(float64) (float64, error) {
			if n++; n == 30 {
				return bad, nil
			}
			return 100 - float64(n), nil
		})
		if err != nil || !curve.Diverged || len(curve.Points) != 29 || curve.Suggestion == 0 {
			t.Errorf("loss %v in step 30: %d points, diverged %v, suggestion %v, error %v",
				bad, len(curve.Points), curve.Diverged, curve.Suggestion, err)
		}
	}
	n, stop := 0, errors.New("enough")
	curve, err := DefaultLRFinder().Find(func(float64) (float64, error) {
		if n++; n == 5 {
			return 0, stop
		}
		return 1, nil
	})
	if !errors.Is(err, stop) || len(curve.Points) != 4 {
		t.Errorf("error %v, %d points, want that of step 5", err, len(curve.Points))
	}
	curve, err = DefaultLRFinder().Find(func(float64) (float64, error) { return math.NaN(), nil })
	if err != nil || !curve.Diverged || len(curve.Points) != 0 || curve.Suggestion != 0 {
		t.Errorf("NaN at once: %+v, %v", curve, err)
	}
}

func TestLRFinderRefuses(t *testing.T) {
	for param, change := range map[string]func(f *LRFinder){
		"from":  func(f *LRFinder) { f.From = 0 },
		"to":    func(f *LRFinder) { f.To = f.From },
		"steps": func(f *LRFinder) { f.Steps = 9 },
	} {
		f := DefaultLRFinder()
		change(&f)
		_, err := f.Find(func(float64) (float64, error) { t.Error("a step"); return 0, nil })
		var e *tensor.ParamError
		if !errors.As(err, &e) || e.Param != param {
			t.Errorf("error %v, want a *tensor.ParamError about %s", err, param)
		}
	}
	for _, f := range []LRFinder{{math.NaN(), 1, 20}, {1e-3, math.NaN(), 20}, {1e-3, math.Inf(1), 20}} {
		if f.check() == nil {
			t.Errorf("accepted %+v", f)
		}
	}
}
