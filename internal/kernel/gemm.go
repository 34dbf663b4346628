package kernel

import (
	"fmt"
	"sync"
)

// Gemm computes c = alpha·op(a)·op(b) + beta·c in float32, where op(a) is m×k, op(b) is k×n, c is m×n and
// op transposes its matrix if transA or transB says so. Matrices are row-major; lda, ldb and ldc are the
// distances between two rows as they are stored: a is m×k, or k×m if transA; b is k×n, or n×k if transB.
//
// Each element is the result of
//
//	s := beta*c[i][j] // 0 if beta is 0, whatever c held
//	for l := range k {
//		s += (alpha * a[i][l]) * b[l][j]
//	}
//	c[i][j] = s
//
// in this order, every operation rounded to float32. Nothing else of the matrices, neither their number of
// rows nor workers, has a say: one row alone gives the same bytes as in a batch. The one liberty is that a
// factor alpha·a of 0 may be passed over, which shows only if b holds Inf or NaN.
//
// The work is split over at most so many workers; small products have one. c shares no memory with a or b.
// Gemm panics if a slice is too short or a distance smaller than a row.
func Gemm(transA, transB bool, m, n, k int, alpha float32, a []float32, lda int, b []float32, ldb int, beta float32, c []float32, ldc int, workers int) {
	g := product{transA, transB, m, n, k, alpha, beta, a, b, c, lda, ldb, ldc}
	g.check()
	if m*n*k < serialGemm {
		workers = 1
	}
	if tiles := g.tilesDown() * g.tilesAcross(); workers > 1 && tiles > 1 {
		g.parallel(tiles, workers)
	} else {
		g.serial(tiles)
	}
}

// The result is computed in tiles, each by one worker. tileDepth rows of b by tileCols, packed, take 16 KiB
// and stay in the first-level cache. A tile has at most three of gonum's 64×64 blocks, under its limit for
// starting goroutines of its own.
const (
	tileRows, tileCols, tileDepth = 64, 128, 32

	packRows   = 8       // for fewer rows of a, transposing b costs more than it gains
	packCols   = 33      // for fewer columns of the result, too
	serialGemm = 1 << 18 // products with fewer multiplications are not worth a goroutine
)

type product struct {
	transA, transB bool
	m, n, k        int
	alpha, beta    float32
	a, b, c        []float32
	lda, ldb, ldc  int
}

func (g *product) check() {
	checkMatrix("a", g.a, g.lda, g.m, g.k, g.transA)
	checkMatrix("b", g.b, g.ldb, g.k, g.n, g.transB)
	checkMatrix("c", g.c, g.ldc, g.m, g.n, false)
}

func checkMatrix(name string, s []float32, ld, rows, cols int, transposed bool) {
	if transposed {
		rows, cols = cols, rows
	}
	if rows < 0 || cols < 0 || ld < cols || rows > 0 && len(s) < (rows-1)*ld+cols {
		panic(fmt.Sprintf("kernel: gemm: %s has %d values, wanted %d×%d with rows %d apart", name, len(s), rows, cols, ld))
	}
}

func (g *product) tilesDown() int   { return (g.m + tileRows - 1) / tileRows }
func (g *product) tilesAcross() int { return (g.n + tileCols - 1) / tileCols }

func (g *product) serial(tiles int) {
	for t := range tiles {
		g.tile(t)
	}
}

// parallel has its own copy of g, so that serial products allocate nothing.
func (g product) parallel(tiles, workers int) { Parallel(tiles, workers, g.tile) }

// tile computes tile t of the result, counted row by row.
func (g *product) tile(t int) {
	i, j := t/g.tilesAcross()*tileRows, t%g.tilesAcross()*tileCols
	m, n := min(tileRows, g.m-i), min(tileCols, g.n-j)
	c := g.c[i*g.ldc+j:]
	scaleRows(c, g.ldc, m, n, g.beta)
	switch {
	case g.alpha == 0 || g.k == 0:
	case !g.transB:
		g.accumulate(c, i, j, m, n)
	case !g.transA && (m < packRows || n < packCols):
		g.dots(c, i, j, m, n)
	default:
		g.packed(c, i, j, m, n)
	}
}

// scaleRows multiplies the m×n matrix c by beta. Adding 0 makes −0 of it +0: from then on, a sum to which a
// product of 0 is added has the same bytes as one to which nothing is.
func scaleRows(c []float32, ldc, m, n int, beta float32) {
	for i := range m {
		row := c[i*ldc : i*ldc+n]
		if beta == 0 {
			clear(row)
			continue
		}
		for j, v := range row {
			row[j] = float32(beta*v) + 0
		}
	}
}

// accumulate adds rows i… of op(a) times columns j… of b to c.
func (g *product) accumulate(c []float32, i, j, m, n int) {
	for l := 0; l < g.k; l += tileDepth {
		k := min(tileDepth, g.k-l)
		multiply(g.transA, m, n, k, g.alpha, g.blockA(i, l), g.lda, g.b[l*g.ldb+j:], g.ldb, c, g.ldc)
	}
}

var packs = sync.Pool{New: func() any { return new([tileDepth * tileCols]float32) }}

// packed adds rows i… of op(a) times rows j… of b, transposed, to c.
func (g *product) packed(c []float32, i, j, m, n int) {
	pack := packs.Get().(*[tileDepth * tileCols]float32)
	defer packs.Put(pack)
	for l := 0; l < g.k; l += tileDepth {
		k := min(tileDepth, g.k-l)
		transpose(pack[:], g.b[j*g.ldb+l:], g.ldb, n, k)
		multiply(g.transA, m, n, k, g.alpha, g.blockA(i, l), g.lda, pack[:], n, c, g.ldc)
	}
}

// blockA returns a from row i and column l of op(a) on.
func (g *product) blockA(i, l int) []float32 {
	if g.transA {
		return g.a[l*g.lda+i:]
	}
	return g.a[i*g.lda+l:]
}

// transpose writes the n×k matrix b as k×n into dst, four rows at a time.
func transpose(dst, b []float32, ldb, n, k int) {
	j := 0
	for ; j+4 <= n; j += 4 {
		b0, b1, b2, b3 := b[j*ldb:][:k], b[(j+1)*ldb:][:k], b[(j+2)*ldb:][:k], b[(j+3)*ldb:][:k]
		for l := range b0 {
			d := dst[l*n+j:][:4:4]
			d[0], d[1], d[2], d[3] = b0[l], b1[l], b2[l], b3[l]
		}
	}
	for ; j < n; j++ {
		for l, v := range b[j*ldb:][:k] {
			dst[l*n+j] = v
		}
	}
}

// dots adds rows i… of a times rows j… of b, transposed, to c.
func (g *product) dots(c []float32, i, j, m, n int) {
	for r := range m {
		a, row := g.a[(i+r)*g.lda:][:g.k], c[r*g.ldc:][:n]
		q := 0
		for ; q+4 <= n; q += 4 {
			dot4(row[q:], g.alpha, a, g.b[(j+q)*g.ldb:], g.ldb)
		}
		for ; q < n; q++ {
			dot(row[q:], g.alpha, a, g.b[(j+q)*g.ldb:])
		}
	}
}

// dot4 adds to c[0] … c[3] alpha·a times four rows of b. Four sums at a time hide the latency of addition;
// the conversions keep the compiler from fusing multiplication and addition.
func dot4(c []float32, alpha float32, a, b []float32, ldb int) {
	b0, b1, b2, b3 := b[:len(a)], b[ldb:][:len(a)], b[2*ldb:][:len(a)], b[3*ldb:][:len(a)]
	s0, s1, s2, s3 := c[0], c[1], c[2], c[3]
	for l, v := range a {
		v *= alpha
		s0 += float32(v * b0[l])
		s1 += float32(v * b1[l])
		s2 += float32(v * b2[l])
		s3 += float32(v * b3[l])
	}
	c[0], c[1], c[2], c[3] = s0, s1, s2, s3
}

// dot adds to c[0] alpha·a times one row of b.
func dot(c []float32, alpha float32, a, b []float32) {
	s := c[0]
	for l, w := range b[:len(a)] {
		s += float32(alpha * a[l] * w)
	}
	c[0] = s
}
