package colorspace

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/saccade-go/saccade/internal/testdata"
)

// sharmaPairs reads the 34 pairs of Sharma, Wu and Dalal.
func sharmaPairs(t *testing.T) (a, b [][3]float64, want []float64) {
	v := columns(t, "testdata/sharma.csv", nil, "L1", "a1", "b1", "L2", "a2", "b2", "dE2000")
	n := len(v) / 7
	for i := range n {
		a = append(a, [3]float64{v[i], v[n+i], v[2*n+i]})
		b = append(b, [3]float64{v[3*n+i], v[4*n+i], v[5*n+i]})
		want = append(want, v[6*n+i])
	}
	return a, b, want
}

func TestDeltaE2000MeetsSharma(t *testing.T) {
	a, b, want := sharmaPairs(t)
	if len(want) != 34 {
		t.Fatalf("%d pairs, want 34", len(want))
	}
	for i, w := range want {
		for _, got := range []float64{DeltaE2000(a[i], b[i]), DeltaE2000(b[i], a[i])} {
			if math.Abs(got-w) > 1e-4 {
				t.Errorf("pair %d: %.5f, want %.4f", i+1, got, w)
			}
		}
	}
}

func TestDeltaEGoldens(t *testing.T) {
	g := testdata.ReadNPZ(t, "testdata/delta_e.npz")
	for name, f := range map[string]func(a, b [3]float64) float64{"76": DeltaE76, "94": DeltaE94, "2000": DeltaE2000} {
		for i, want := range g[name].Data {
			a, b := [3]float64(g["a"].Data[3*i:]), [3]float64(g["b"].Data[3*i:])
			if got := f(a, b); math.Abs(got-want) > 1e-10 {
				t.Errorf("ΔE %s of %v and %v is %v, want %v", name, a, b, got, want)
			}
		}
	}
}

func TestDeltaEProperties(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		draw := func(name string) (c [3]float64) {
			for i := range c {
				c[i] = rapid.Float64Range(-128, 128).Draw(r, name)
			}
			return c
		}
		a, b := draw("a"), draw("b")
		for name, f := range map[string]func(a, b [3]float64) float64{"76": DeltaE76, "94": DeltaE94, "2000": DeltaE2000} {
			if d := f(a, a); d != 0 {
				r.Errorf("ΔE %s of a colour and itself is %v", name, d)
			}
			if d := f(a, b); !(d >= 0) {
				r.Errorf("ΔE %s is %v", name, d)
			}
			if d := math.Abs(f(a, b) - f(b, a)); name != "94" && d > 1e-9 {
				r.Errorf("ΔE %s differs by %v the other way round", name, d)
			}
			for i := range 3 {
				c := b
				c[i] = math.NaN()
				if d := f(a, c); d == d {
					r.Errorf("ΔE %s with NaN is %v", name, d)
				}
			}
		}
	})
}
