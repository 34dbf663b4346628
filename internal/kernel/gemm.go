package kernel

import "fmt"

// Gemm computes c = alpha·op(a)·op(b) + beta·c in float32, where op(a) is m×k, op(b) is k×n, c is m×n and
// op transposes its matrix if transA or transB says so. Matrices are row-major; lda, ldb and ldc are the
// distances between two rows as they are stored: a is m×k, or k×m if transA; b is k×n, or n×k if transB.
//
// Each element is the result of
//
//	s := beta*c[i][j] // 0 if beta is 0, whatever c held
//	for l := range k {
//		s = (alpha*a[i][l])*b[l][j] + s
//	}
//	c[i][j] = s
//
// in this order, or, with transB but not transA, n of at most 16 and alpha = 1, which is what few classes or units give, of
//
//	var p [16]float32
//	for l := range k {
//		p[l%16] = a[i][l]*b[l][j] + p[l%16]
//	}
//	for h := 8; h > 0; h /= 2 { // for l below h
//		p[l] += p[l+h]
//	}
//	c[i][j] = p[0] + beta*c[i][j]
//
// Where the processor multiplies and adds at once (level avx2 and above), a multiplication and the addition behind it have
// one rounding to float32; elsewhere they have two. Every other operation is rounded to float32. Nothing else of the
// matrices, neither their number of rows nor workers, has a say: one row alone gives the same bytes as in a batch.
//
// The work is split over at most so many workers; small products have one. c shares no memory with a or b.
// Gemm panics if a slice is too short or a distance smaller than a row.
func Gemm(transA, transB bool, m, n, k int, alpha float32, a []float32, lda int, b []float32, ldb int, beta float32, c []float32, ldc int, workers int) {
	checkMatrix("a", a, lda, m, k, transA)
	checkMatrix("b", b, ldb, k, n, transB)
	checkMatrix("c", c, ldc, m, n, false)
	if m == 0 || n == 0 {
		return
	}
	g := product{
		m: m, n: n, k: k, alpha: alpha, add: beta != 0,
		a: stored(a, lda, transA), b: stored(b, ldb, transB), c: stored(c, ldc, false),
		dots: !transA && transB && n <= dotCols && alpha == 1,
	}
	if beta != 0 && beta != 1 {
		scaleRows(c, ldc, m, n, beta)
	}
	if k == 0 || alpha == 0 {
		if beta == 0 {
			scaleRows(c, ldc, m, n, 0)
		}
		return
	}
	if m == 1 && transB && alpha == 1 && !g.dots {
		g = g.transposed()
	}
	g.split(workers)
}

func checkMatrix(name string, s []float32, ld, rows, cols int, transposed bool) {
	if transposed {
		rows, cols = cols, rows
	}
	if rows < 0 || cols < 0 || ld < cols || rows > 0 && len(s) < (rows-1)*ld+cols {
		panic(fmt.Sprintf("kernel: gemm: %s has %d values, wanted %d×%d with rows %d apart", name, len(s), rows, cols, ld))
	}
}

func scaleRows(c []float32, ldc, m, n int, beta float32) {
	for i := range m {
		row := c[i*ldc:][:n]
		if beta == 0 {
			clear(row)
			continue
		}
		for j, v := range row {
			row[j] = beta * v
		}
	}
}

// A strided matrix has its element of row i and column j at i·row + j·col.
type strided struct {
	values   []float32
	row, col int
}

func stored(s []float32, ld int, transposed bool) strided {
	if transposed {
		return strided{s, 1, ld}
	}
	return strided{s, ld, 1}
}

func (m strided) transposed() strided { return strided{m.values, m.col, m.row} }

// from returns the matrix from row i and column j on.
func (m strided) from(i, j int) strided {
	m.values = m.values[i*m.row+j*m.col:]
	return m
}
