package features

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// symmetric makes a matrix of f for i ≤ j.
func symmetric(n int, f func(i, j int) float64) *mat.SymDense {
	s := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			s.SetSym(i, j, f(i, j))
		}
	}
	return s
}

// TestEigenvectors has them turn a matrix into one of its eigenvalues, which are those that gonum finds.
func TestEigenvectors(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	random := func(i, j int) float64 { return r.NormFloat64() }
	sizes := []float64{1e-70, 1, 1e70}
	for name, s := range map[string]*mat.SymDense{
		"one":      symmetric(1, random),
		"two":      symmetric(2, random),
		"random":   symmetric(83, random),
		"parallel": symmetric(270, random),
		"zeros":    symmetric(5, func(i, j int) float64 { return 0 }),
		"ones":     symmetric(30, func(i, j int) float64 { return 1 }),
		"unit":     symmetric(7, func(i, j int) float64 { return float64((i / max(j, 1)) * (j / max(i, 1))) }),
		"blocks":   symmetric(24, func(i, j int) float64 { return float64(i/8*(j/8)%3) * math.Exp(-math.Abs(float64(i-j))) }),
		"graded":   symmetric(40, func(i, j int) float64 { return math.Exp(-float64(i+j)/2) / float64(1+i+j) }),
	} {
		for _, size := range sizes {
			s.ScaleSym(size, s)
			checkEigenvectors(t, fmt.Sprintf("%s of size %v", name, size), s)
			s.ScaleSym(1/size, s)
		}
	}
}

func checkEigenvectors(t *testing.T, what string, s *mat.SymDense) {
	t.Helper()
	n := s.SymmetricDim()
	overwritten := mat.NewSymDense(n, nil)
	overwritten.CopySym(s)
	v, values, err := eigenvectors(overwritten)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(s, false) {
		t.Fatalf("%s: gonum finds no eigenvalues", what)
	}
	want := eigen.Values(nil) // in ascending order
	tolerance := 1e-13 * max(math.Abs(want[0]), math.Abs(want[n-1]))
	var products, turned mat.Dense
	products.Mul(v, v.T())
	turned.Product(v, s, v.T())
	for i := range n {
		if math.Abs(values[i]-want[n-1-i]) > tolerance {
			t.Errorf("%s: eigenvalue %d: %v, want %v", what, i, values[i], want[n-1-i])
		}
		for j := range n {
			unit, lambda := 0.0, 0.0
			if i == j {
				unit, lambda = 1, values[i]
			}
			if math.Abs(products.At(i, j)-unit) > 1e-13 || math.Abs(turned.At(i, j)-lambda) > 10*tolerance {
				t.Errorf("%s: vectors %d and %d: product %v, turned %v", what, i, j, products.At(i, j), turned.At(i, j))
			}
		}
	}
}

// TestEigenvectorsStop: what isn't a number has none.
func TestEigenvectorsStop(t *testing.T) {
	q := tridiagonal{d: []float64{1, 2, 3}, e: []float64{1, math.NaN(), 0}, vectors: mat.NewDense(3, 3, nil)}
	if q.diagonalize() {
		t.Error("a matrix with a NaN has eigenvalues")
	}
}
