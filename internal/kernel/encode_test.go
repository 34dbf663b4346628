package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestSum(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 15, 16, 17, 31, 32, 100, 1000} {
		s := make([]float32, n)
		exact := 0.0
		for i := range s {
			s[i] = r.Float32()*2 - 1
			exact += float64(s[i])
		}
		var p [16]float64
		sumGeneric(&p, s)
		want := halve(p[:])
		onLevels(t, func(t *testing.T) {
			if got := Sum(s); got != want || math.Abs(got-exact) > 1e-12 {
				t.Errorf("of %d values: %v, want %v, near %v", n, got, want, exact)
			}
		})
	}
	if got := Sum(append(make([]float32, 20), float32(math.NaN()))); got == got {
		t.Errorf("with NaN: %v", got)
	}
}
