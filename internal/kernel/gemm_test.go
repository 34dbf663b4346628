package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// naiveGemm is the loop that Gemm's comment promises, element by element.
func naiveGemm(transA, transB bool, m, n, k int, alpha float32, a []float32, lda int, b []float32, ldb int, beta float32, c []float32, ldc int) {
	at := func(s []float32, ld, r, c int, trans bool) float32 {
		if trans {
			r, c = c, r
		}
		return s[r*ld+c]
	}
	for i := range m {
		for j := range n {
			s := float32(0)
			if beta != 0 {
				s = float32(beta * c[i*ldc+j])
			}
			for l := range k {
				v := alpha * at(a, lda, i, l, transA)
				s += float32(v * at(b, ldb, l, j, transB))
			}
			c[i*ldc+j] = s
		}
	}
}

func randoms(r *rand.Rand, n int) []float32 {
	s := make([]float32, n)
	for i := range s {
		s[i] = r.Float32()*2 - 1
	}
	return s
}

// sample returns a stored matrix for op(x) of rows×cols, its rows ld apart and NaN between them.
func sample(r *rand.Rand, rows, cols, gap int, trans bool) (s []float32, ld int) {
	if trans {
		rows, cols = cols, rows
	}
	ld = cols + gap
	s = randoms(r, rows*ld)
	for i := range s {
		if i%ld >= cols {
			s[i] = float32(math.NaN())
		}
	}
	return s[:max(0, len(s)-gap)], ld
}

var shapes = [][3]int{
	{1, 1, 1}, {1, 5, 3}, {5, 1, 3}, {3, 7, 1}, {2, 3, 0}, {0, 3, 2}, {3, 0, 2}, {7, 9, 33}, {8, 128, 32}, {9, 129, 65},
	{64, 10, 100}, {9, 33, 40}, {65, 131, 64}, {130, 260, 37}, {1, 300, 100}, {70, 4, 200},
}

func TestGemm(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, shape := range shapes {
		m, n, k := shape[0], shape[1], shape[2]
		for bits := range 32 {
			transA, transB, gap := bits&1 != 0, bits&2 != 0, bits>>2&1*3
			alpha, beta := [2]float32{1, -0.7}[bits>>3&1], [3]float32{0, 1, 0.3}[bits>>4&1+bits&1]
			a, lda := sample(r, m, k, gap, transA)
			b, ldb := sample(r, k, n, gap, transB)
			c, ldc := sample(r, m, n, gap, false)
			want := slices.Clone(c)
			naiveGemm(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, want, ldc)
			for _, workers := range []int{1, 2, 7} {
				got := slices.Clone(c)
				Gemm(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, got, ldc, workers)
				if i := differ(got, want); i >= 0 {
					t.Fatalf("%v transA %v transB %v gap %d alpha %v beta %v workers %d: element %d is %v, want %v",
						shape, transA, transB, gap, alpha, beta, workers, i, got[i], want[i])
				}
			}
		}
	}
}

// differ returns the first index where the bits differ, and −1 if they don't.
func differ(a, b []float32) int {
	for i := range a {
		if math.Float32bits(a[i]) != math.Float32bits(b[i]) {
			return i
		}
	}
	return -1
}

// The address of a slice decides how gonum's dot product sums: Gemm must not care.
func TestGemmAlignment(t *testing.T) {
	const m, n, k = 9, 6, 77
	r := rand.New(rand.NewPCG(3, 4))
	a, b, want := randoms(r, m*k), randoms(r, n*k), make([]float32, m*n)
	naiveGemm(false, true, m, n, k, 1, a, k, b, k, 0, want, n)
	for shift := range 4 {
		shifted, got := make([]float32, shift+n*k)[shift:], make([]float32, shift+m*n)[shift:]
		copy(shifted, b)
		Gemm(false, true, m, n, k, 1, a, k, shifted, k, 0, got, n, 1)
		if i := differ(got, want); i >= 0 {
			t.Errorf("shift %d: element %d is %v, want %v", shift, i, got[i], want[i])
		}
	}
}

// Zeros in a, which are passed over or not, and −0 in c must not show.
func TestGemmSignedZero(t *testing.T) {
	negative := float32(math.Copysign(0, -1))
	for _, m := range []int{1, packRows} {
		const n = packCols
		a, b, c := make([]float32, m), make([]float32, n), slices.Repeat([]float32{negative}, m*n)
		b[0], b[1] = -1, 1
		Gemm(false, true, m, n, 1, 1, a, 1, b, 1, 1, c, n, 1)
		if i := differ(c, make([]float32, m*n)); i >= 0 {
			t.Errorf("m %d: element %d is %v, want +0", m, i, c[i])
		}
	}
}

func TestMultiplyMatchesGeneric(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for n := range 70 {
		for _, transA := range []bool{false, true} {
			const m, k = 3, 5
			a, lda := sample(r, m, k, 1, transA)
			b, ldb := sample(r, k, n, 2, false)
			c, ldc := sample(r, m, n, 3, false)
			want := slices.Clone(c)
			multiply(transA, m, n, k, 1.5, a, lda, b, ldb, c, ldc)
			multiplyGeneric(transA, m, n, k, 1.5, a, lda, b, ldb, want, ldc)
			if i := differ(c, want); i >= 0 {
				t.Errorf("n %d transA %v: element %d is %v, want %v", n, transA, i, c[i], want[i])
			}
		}
	}
}

func TestGemmPanics(t *testing.T) {
	s := make([]float32, 6)
	for name, f := range map[string]func(){
		"short a":    func() { Gemm(false, false, 3, 2, 3, 1, s, 3, s, 2, 0, s, 2, 1) },
		"short b":    func() { Gemm(false, true, 2, 3, 3, 1, s, 3, s, 3, 0, s, 3, 1) },
		"short c":    func() { Gemm(false, false, 2, 2, 2, 1, s, 2, s, 2, 0, s[:3], 2, 4) },
		"narrow":     func() { Gemm(false, false, 2, 2, 3, 1, s, 2, s, 2, 0, s, 2, 1) },
		"below zero": func() { Gemm(false, false, -1, 2, 3, 1, s, 3, s, 2, 0, s, 2, 1) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}

func TestGemmAllocatesNothing(t *testing.T) {
	const m, n, k = 64, 100, 300 // one tile, so that a pool emptied now and then doesn't show
	a, b, c := make([]float32, m*k), make([]float32, k*n), make([]float32, m*n)
	run := func() { Gemm(false, true, m, n, k, 1, a, k, b, k, 0, c, n, 1) }
	if got := testing.AllocsPerRun(20, run); got > 0 {
		t.Errorf("%v allocations, want none", got)
	}
}

func BenchmarkGemm(b *testing.B) {
	for _, bench := range []struct {
		name           string
		transA, transB bool
		m, n, k        int
	}{
		{"forward", false, true, 64, 512, 784}, {"weights", true, false, 512, 784, 64},
		{"inputs", false, false, 64, 784, 512}, {"one", false, true, 1, 512, 784},
	} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/%dx%dx%d/workers=%d", bench.name, bench.m, bench.n, bench.k, workers), func(b *testing.B) {
				r := rand.New(rand.NewPCG(1, 2))
				m, n, k := bench.m, bench.n, bench.k
				x, lda := sample(r, m, k, 0, bench.transA)
				y, ldb := sample(r, k, n, 0, bench.transB)
				c := make([]float32, m*n)
				for b.Loop() {
					Gemm(bench.transA, bench.transB, m, n, k, 1, x, lda, y, ldb, 0, c, n, workers)
				}
				b.ReportMetric(2*float64(m*n*k)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
			})
		}
	}
}
