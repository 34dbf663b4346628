package saccade

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/classifier"
)

// The largest logit stays the largest probability at any temperature, even where float32 can't tell the probabilities apart.
func TestSoftenKeepsTheAnswer(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	sets := [][]float32{
		{1, math.Nextafter32(1, 2)}, {math.Nextafter32(1, 2), 1}, {0, 1e-9, 0}, {math.MaxFloat32, -math.MaxFloat32}, {7, 7, 7},
		{-math.MaxFloat32, 0, math.MaxFloat32}, {1e-40, 0, 2e-40},
	}
	for range 100 {
		z := make([]float32, 2+r.IntN(20))
		for i := range z {
			z[i] = float32(r.NormFloat64() * math.Exp(4*r.NormFloat64()))
		}
		sets = append(sets, z)
	}
	for _, z := range sets {
		for _, temperature := range []float64{classifier.MinTemperature, 0.3, 1, 2.5, classifier.MaxTemperature} {
			p := slices.Clone(z)
			soften(p, temperature)
			sum := 0.0
			for _, v := range p {
				sum += float64(v)
			}
			if largest(p) != largest(z) || !(math.Abs(sum-1) < 1e-6) {
				t.Errorf("T = %v: %v became %v with the sum %v", temperature, z, p, sum)
			}
		}
	}
}

func TestSoftenDividesByTheTemperature(t *testing.T) {
	p := []float32{1, 3}
	soften(p, 2)
	if want := 1 / (1 + math.E); math.Abs(float64(p[0])-want) > 1e-7 {
		t.Errorf("%v, want %v", p[0], want)
	}
}
