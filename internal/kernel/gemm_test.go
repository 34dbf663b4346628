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
	x, y := stored(a, lda, transA), stored(b, ldb, transB)
	dots := !transA && transB && n <= 16 && alpha == 1
	for i := range m {
		for j := range n {
			s := float32(0)
			if beta != 0 {
				s = float32(beta * c[i*ldc+j])
			}
			if dots {
				c[i*ldc+j] = s + naiveDot(x.values[i*x.row:], y.values[j*y.col:], k)
				continue
			}
			for l := range k {
				s = multiplyAdd(alpha*x.values[i*x.row+l*x.col], y.values[l*y.row+j*y.col], s)
			}
			c[i*ldc+j] = s
		}
	}
}

// naiveDot is the sum in 16 parts.
func naiveDot(a, b []float32, k int) float32 {
	var p [16]float32
	for l := range k {
		p[l%16] = multiplyAdd(a[l], b[l], p[l%16])
	}
	for h := 8; h > 0; h /= 2 {
		for l := range h {
			p[l] += p[l+h]
		}
	}
	return p[0]
}

// multiplyAdd is a·b + c as this level of the processor has it.
func multiplyAdd(a, b, c float32) float32 {
	if active == generic {
		return float32(a*b) + c
	}
	return fma32(a, b, c)
}

// fma32 is a·b + c with one rounding. The product is exact in float64. The sum is rounded to odd there: if it isn't
// exact, its last bit is set, so that the rounding to float32 sees on which side of the middle it lies.
func fma32(a, b, c float32) float32 {
	p, q := float64(a)*float64(b), float64(c)
	s := p + q
	rest := s - p
	lost := (p - (s - rest)) + (q - rest)
	if bits := math.Float64bits(s); lost != 0 && lost == lost && bits&1 == 0 {
		if (lost > 0) == (s > 0) {
			bits++
		} else {
			bits--
		}
		s = math.Float64frombits(bits)
	}
	return float32(s)
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
	{64, 10, 100}, {9, 33, 40}, {65, 131, 64}, {130, 260, 7}, {1, 300, 100}, {70, 4, 200}, {30, 40, 600}, {15, 33, 1}, {120, 70, 20},
	{9, 16, 77}, {6, 2, 16}, {5, 13, 15}, {1, 1, 1000}, {4, 17, 48},
}

func TestGemm(t *testing.T) {
	onLevels(t, testGemm)
}

func testGemm(t *testing.T) {
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

// A tile may read and write its own values and nothing beside them.
func TestGemmTileStaysInside(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(5, 6))
		for _, atEnd := range []bool{false, true} {
			for rows := 1; rows <= tileRows(); rows++ {
				for cols := wholeCols(); cols <= tileCols(); cols += wholeCols() {
					testTile(t, r, rows, cols, 1+r.IntN(9), atEnd)
				}
			}
		}
	})
}

func testTile(t *testing.T, r *rand.Rand, rows, cols, k int, atEnd bool) {
	t.Helper()
	a := strided{fillRandoms(r, fenced[float32](fences[0], rows*k, atEnd)), 1, rows}
	b := strided{fillRandoms(r, fenced[float32](fences[1], k*cols, atEnd)), cols, 1}
	c := strided{fillRandoms(r, fenced[float32](fences[2], rows*cols, atEnd)), cols, 1}
	want := slices.Clone(c.values)
	naiveGemm(true, false, rows, cols, k, 1, a.values, rows, b.values, cols, 1, want, cols)
	gemmTile(rows, cols, k, a, b, c, true)
	if i := differ(c.values, want); i >= 0 {
		t.Fatalf("%d×%d, k %d: element %d is %v, want %v", rows, cols, k, i, c.values[i], want[i])
	}
}

func fillRandoms(r *rand.Rand, s []float32) []float32 {
	copy(s, randoms(r, len(s)))
	return s
}

// A row alone has the bytes that it has in a batch, whichever way the product is computed.
func TestGemmRowAlone(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(7, 8))
		for _, transB := range []bool{false, true} {
			const m, n, k = 61, 70, 1030
			a, lda := sample(r, m, k, 0, false)
			b, ldb := sample(r, k, n, 0, transB)
			all, one := make([]float32, m*n), make([]float32, n)
			Gemm(false, transB, m, n, k, 1, a, lda, b, ldb, 0, all, n, 2)
			for i := range m {
				Gemm(false, transB, 1, n, k, 1, a[i*lda:], lda, b, ldb, 0, one, n, 1)
				if j := differ(one, all[i*n:][:n]); j >= 0 {
					t.Fatalf("transB %v row %d: element %d is %v alone, %v in a batch", transB, i, j, one[j], all[i*n+j])
				}
			}
		}
	})
}

// What is not a number stays so, and nothing else becomes it.
func TestGemmNotFinite(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		const m, n, k = 20, 40, 3
		a, b, c := make([]float32, m*k), make([]float32, k*n), make([]float32, m*n)
		a[5*k] = float32(math.NaN())
		b[7] = float32(math.Inf(1))
		Gemm(false, false, m, n, k, 1, a, k, b, n, 0, c, n, 1)
		for i, v := range c {
			if want := i/n == 5 || i%n == 7; (v != v) != want { // 0·∞ is NaN
				t.Fatalf("row %d column %d is %v", i/n, i%n, v)
			}
		}
	})
}

func FuzzGemm(f *testing.F) {
	f.Add(uint64(1), uint16(64), uint16(10), uint16(100), uint8(2), float32(1), float32(0))
	f.Add(uint64(2), uint16(1), uint16(99), uint16(700), uint8(7), float32(-2), float32(0.5))
	f.Fuzz(func(t *testing.T, seed uint64, m, n, k uint16, form uint8, alpha, beta float32) {
		r, rows, cols, depth := rand.New(rand.NewPCG(seed, 1)), int(m%300), int(n%300), int(k%1100)
		if rows*cols*depth > 1<<21 || alpha-alpha != 0 || beta-beta != 0 {
			return
		}
		transA, transB, gap := form&1 != 0, form&2 != 0, int(form>>2&3)
		a, lda := sample(r, rows, depth, gap, transA)
		b, ldb := sample(r, depth, cols, gap, transB)
		c, ldc := sample(r, rows, cols, gap, false)
		fuzzLevels(func() {
			want, got := slices.Clone(c), slices.Clone(c)
			naiveGemm(transA, transB, rows, cols, depth, alpha, a, lda, b, ldb, beta, want, ldc)
			Gemm(transA, transB, rows, cols, depth, alpha, a, lda, b, ldb, beta, got, ldc, int(form>>4)+1)
			if i := differ(got, want); i >= 0 {
				t.Fatalf("%v: element %d is %v, want %v", active, i, got[i], want[i])
			}
		})
	})
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
	const m, n, k = 64, 100, 300
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
		{"forward", false, true, 64, 512, 784}, {"weights", true, false, 512, 784, 64}, {"inputs", false, false, 64, 784, 512},
		{"forward", false, true, 256, 512, 784}, {"weights", true, false, 512, 784, 256},
		{"forward", false, true, 256, 10, 784}, {"weights", true, false, 10, 784, 256},
		{"forward", false, true, 64, 10, 512}, {"weights", true, false, 10, 512, 64}, {"inputs", false, false, 64, 512, 10},
		{"plain", false, false, 64, 512, 784}, {"plain", false, false, 512, 512, 512}, {"plain", false, false, 1024, 1024, 1024},
		{"forward", false, true, 1, 10, 784}, {"dot", false, true, 1, 1, 100000}, {"one", false, true, 1, 512, 784}, {"one", false, false, 1, 512, 784}, {"tiny", false, false, 4, 4, 4},
		{"odd", false, false, 17, 23, 31}, {"middle", false, true, 100, 100, 100},
	} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/%dx%dx%d/workers=%d", bench.name, bench.m, bench.n, bench.k, workers), func(b *testing.B) {
				benchLevels(b, func(b *testing.B) {
					m, n, k := bench.m, bench.n, bench.k
					r := rand.New(rand.NewPCG(1, 2))
					x, lda := sample(r, m, k, 0, bench.transA)
					y, ldb := sample(r, k, n, 0, bench.transB)
					c := make([]float32, m*n)
					for b.Loop() {
						Gemm(bench.transA, bench.transB, m, n, k, 1, x, lda, y, ldb, 0, c, n, workers)
					}
					b.ReportMetric(2*float64(m*n*k)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
				})
			})
		}
	}
}
