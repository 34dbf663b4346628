package colorspace

import (
	"math"
	"testing"
)

// TestCurves compares with the definitions in float64, over the whole nominal range and beyond. The difference
// is relative, but to no less than 0.1.
func TestCurves(t *testing.T) {
	for _, tc := range []struct {
		name  string
		curve *curve
		want  func(float64) float64
	}{
		{"linear light", linearLight, func(v float64) float64 {
			if v <= 0.04045 {
				return v / 12.92
			}
			return math.Pow((v+0.055)/1.055, 2.4)
		}},
		{"encoded light", encodedLight, func(v float64) float64 {
			if v <= 0.0031308 {
				return v * 12.92
			}
			return 1.055*math.Pow(v, 1/2.4) - 0.055
		}},
		{"f of Lab", labF, func(t float64) float64 {
			if t <= 216./24389 {
				return (24389./27*t + 16) / 116
			}
			return math.Cbrt(t)
		}},
	} {
		worst := 0.
		for v := -0.5; v < 3; v += 1.0 / 65537 {
			x := float32(v)
			got, want := []float32{x}, tc.want(float64(x))
			tc.curve.apply(got, got)
			worst = max(worst, math.Abs(float64(got[0])-want)/max(math.Abs(want), 0.1))
		}
		t.Logf("%s: largest relative difference %.2g", tc.name, worst)
		if worst > 3e-7 {
			t.Errorf("%s: largest relative difference %.2g", tc.name, worst)
		}
	}
}
