package kernel

import (
	"flag"
	"math"
	"runtime"
	"slices"
	"sync"
	"testing"
)

// everyInput makes TestULP go through all float32 instead of a sample; `make ulp` does.
var everyInput = flag.Bool("every", false, "measure the errors of functions over all float32")

// ulpCases have each function's exact form and the bound of its error that its comment gives.
var ulpCases = []struct {
	name  string
	f     func(dst, src []float32)
	exact func(x float64) float64
	bound float64 // in units in the last place of the exact result
}{
	{"exp", Exp, math.Exp, 1},
	{"log", Log, math.Log, 1},
	{"sigmoid", Sigmoid, func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }, 2},
	{"tanh", Tanh, math.Tanh, 1.5},
	{"gelu", GELU, exactGELU, 0.6},
	{"gelu_tanh", GELUTanh, exactGELUTanh, 0.6},
}

func exactGELU(x float64) float64 { return max(x, -100) * math.Erfc(-x/math.Sqrt2) / 2 }

func exactGELUTanh(x float64) float64 {
	u := math.Sqrt(2/math.Pi) * (x + 0.044715*x*x*x)
	return max(x, -100) / (1 + math.Exp(-2*u))
}

// TestGELUGradError: derivatives are off by rounding and at most 2·10⁻⁹.
func TestGELUGradError(t *testing.T) {
	const n = 1 << 16
	x, one, got := make([]float32, n), slices.Repeat([]float32{1}, n), make([]float32, n)
	for i := range x {
		x[i] = (float32(i)/n - 0.5) * 32
	}
	for name, c := range map[string]struct {
		grad  func(dx, dy, x []float32)
		exact func(x float64) float64
	}{
		"erf": {GELUGrad, func(x float64) float64 {
			return math.Erfc(-x/math.Sqrt2)/2 + x*math.Exp(-x*x/2)/math.Sqrt(2*math.Pi)
		}},
		"tanh": {GELUTanhGrad, func(x float64) float64 {
			const k = 0.044715
			e := math.Exp(-2 * math.Sqrt(2/math.Pi) * (x + k*x*x*x))
			return 1/(1+e) + x*e/((1+e)*(1+e))*2*math.Sqrt(2/math.Pi)*(1+3*k*x*x)
		}},
	} {
		c.grad(got, one, x)
		for i, g := range got {
			want := c.exact(float64(x[i]))
			_, e := math.Frexp(want)
			if d := math.Abs(float64(g) - want); !(d <= math.Ldexp(0.5, e-24)+2e-9) {
				t.Fatalf("%s: derivative at %v is %v, want %v", name, x[i], g, want)
			}
		}
	}
}

// TestULP measures with float64 the largest error of each function. NaN, infinities and what rounds to them have to
// come out right.
func TestULP(t *testing.T) {
	step := uint64(9973)
	if *everyInput {
		step = 1
	}
	for _, c := range ulpCases {
		t.Run(c.name, func(t *testing.T) {
			worst, at := measure(c.f, c.exact, step)
			t.Logf("%.4f ulp at %v (%#08x)", worst, at, math.Float32bits(at))
			if !(worst <= c.bound) {
				t.Errorf("off by %v ulp at %v, want at most %v", worst, at, c.bound)
			}
		})
	}
}

// measure returns the largest error over the float32 whose bits are multiples of step, and where it is.
func measure(f func(dst, src []float32), exact func(float64) float64, step uint64) (worst float64, at float32) {
	const chunk = 1 << 16
	var mutex sync.Mutex
	Parallel(int((1<<32/step+chunk)/chunk), runtime.GOMAXPROCS(0), func(task int) {
		var src, dst [chunk]float32
		for i := range src {
			src[i] = math.Float32frombits(uint32(min((uint64(task)*chunk+uint64(i))*step, 1<<32-1)))
		}
		f(dst[:], src[:])
		most, where := 0.0, float32(0)
		for i, x := range src {
			if e := ulps(dst[i], exact(float64(x))); e > most {
				most, where = e, x
			}
		}
		mutex.Lock()
		defer mutex.Unlock()
		if most > worst || most == worst && where < at {
			worst, at = most, where
		}
	})
	return worst, at
}

// ulps is the error of got in units in the last place of a float32 as large as want, and infinite if only one of them
// is NaN or an infinity.
func ulps(got float32, want float64) float64 {
	rounded := float32(want)
	switch {
	case got != got || rounded != rounded:
		if got != got && rounded != rounded {
			return 0
		}
		return math.Inf(1)
	case got == rounded:
		if got == 0 && math.Signbit(float64(got)) != math.Signbit(want) {
			return math.Inf(1)
		}
		if math.IsInf(want, 0) || math.IsInf(float64(got), 0) {
			return 0
		}
	}
	_, e := math.Frexp(want)
	return math.Abs(float64(got)-want) / math.Ldexp(1, max(e, -125)-24)
}
