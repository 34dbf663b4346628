package features

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// symmetric is a matrix V·diag(values)·Vᵀ with any orthogonal V.
func symmetric(values []float64, seed uint64) *mat.SymDense {
	n := len(values)
	r := rand.New(rand.NewPCG(seed, 5))
	random := mat.NewDense(n, n, nil)
	for i := range n {
		for j := range n {
			random.Set(i, j, r.NormFloat64())
		}
	}
	var qr mat.QR
	var v, scaled, product mat.Dense
	qr.Factorize(random)
	qr.QTo(&v)
	scaled.Mul(&v, mat.NewDiagDense(n, values))
	product.Mul(&scaled, v.T())
	s := mat.NewSymDense(n, nil)
	for i := range n {
		for j := range i + 1 {
			s.SetSym(i, j, product.At(i, j))
		}
	}
	return s
}

// TestEigenSym: the values are as they should be, the vectors are orthogonal, and together they are the matrix.
func TestEigenSym(t *testing.T) {
	ascending := func(n int, at func(i int) float64) []float64 {
		values := make([]float64, n)
		for i := range values {
			values[i] = at(i)
		}
		return values
	}
	for name, want := range map[string][]float64{
		"one":       {3},
		"two":       {-1, 2},
		"three":     {-5, 0, 1},
		"line":      ascending(37, func(i int) float64 { return float64(i - 10) }),
		"decay":     ascending(64, func(i int) float64 { return math.Exp(float64(i-63) / 2) }),
		"deficient": ascending(50, func(i int) float64 { return float64(max(i-45, 0)) }),
		"low rank":  ascending(240, func(i int) float64 { return float64(max(i-230, 0)) }),
		"equal":     ascending(21, func(int) float64 { return 7 }),
		"huge":      ascending(30, func(i int) float64 { return 1e300 * float64(i+1) / 30 }),
		"tiny":      ascending(30, func(i int) float64 { return 1e-300 * float64(i+1) / 30 }),
		"large":     ascending(203, func(i int) float64 { return math.Sqrt(float64(i)) }),
	} {
		s, n := symmetric(want, uint64(len(name))), len(want)
		values, v, ok := eigenSym(s)
		if !ok {
			t.Fatalf("%s: nothing is found", name)
		}
		norm := max(want[n-1], -want[0])
		for i, w := range want {
			if math.Abs(values[i]-w) > 1e-13*norm {
				t.Errorf("%s: eigenvalue %d is %v, want %v", name, i, values[i], w)
			}
		}
		var product, identity mat.Dense
		identity.Mul(v.T(), v)
		product.Mul(s, v)
		for i := range n {
			for j := range n {
				want := 0.0
				if i == j {
					want = 1
				}
				if math.Abs(identity.At(i, j)-want) > 1e-13 {
					t.Fatalf("%s: vectors %d and %d have the product %v", name, i, j, identity.At(i, j))
				}
				if math.Abs(product.At(i, j)-values[j]*v.At(i, j)) > 1e-13*norm {
					t.Fatalf("%s: vector %d is none", name, j)
				}
			}
		}
	}
}

// TestEigenSymOddValues: zeros, diagonals and what isn't finite come to an end.
func TestEigenSymOddValues(t *testing.T) {
	for _, v := range []float64{0, 1, math.NaN(), math.Inf(1)} {
		s := mat.NewSymDense(6, nil)
		for i := range 6 {
			s.SetSym(i, i, v)
		}
		values, _, ok := eigenSym(s)
		if v-v == 0 && (!ok || values[0] != v || values[5] != v) {
			t.Errorf("diagonal of %v: %v", v, values)
		}
		s.SetSym(0, 5, v)
		eigenSym(s)
	}
}

func BenchmarkEigenSym(b *testing.B) {
	values := make([]float64, 300)
	for i := range values {
		values[i] = math.Sqrt(float64(i))
	}
	s := symmetric(values, 1)
	b.Run("n=300", func(b *testing.B) {
		for b.Loop() {
			eigenSym(s)
		}
	})
	b.Run("n=300/gonum", func(b *testing.B) {
		for b.Loop() {
			var e mat.EigenSym
			var v mat.Dense
			e.Factorize(s, true)
			e.VectorsTo(&v)
		}
	})
}
