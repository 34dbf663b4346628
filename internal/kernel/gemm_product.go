package kernel

import "sync"

// How products are computed. The result is cut into tiles that fit into the processor's registers. A tile goes through
// k in steps: it loads a row of a panel, which is as many columns of b as the tile has, and multiplies it by a value of
// each of its rows of a. Panels are copied together so that they are read from front to back; a depth of them stays
// in the second-level cache. The tile's rows of a stay in the first-level cache and are copied only if they
// lie badly. So that sums have one order, a tile begins with what the depths before have left in c.

const (
	packDepth  = 512     // values of k for which panels are packed
	packValues = 1 << 17 // in panels, 512 KiB
	sliverRows = 16      // at least the rows of a tile
	sliverGap  = 16      // between two rows of a sliver, so that they don't fall on the same places in the cache

	serialGemm = 1 << 19 // products with fewer multiplications are not worth a goroutine
	flatRows   = 256     // up to so many rows of a, its transpose is packed instead of b
)

// A product is c += alpha·a·b, or c = alpha·a·b unless add; a is m×k, b is k×n, c is m×n.
type product struct {
	m, n, k int
	alpha   float32
	a, b, c strided
	add     bool
}

// packing is memory for one worker.
type packing struct {
	panels [packValues]float32
	sliver [sliverRows * (packDepth + sliverGap)]float32
	result [packValues]float32
}

var packings = sync.Pool{New: func() any { return new(packing) }}

// split shares the product out: each worker gets neighbouring rows, or neighbouring columns, of the result.
func (g *product) split(workers int) {
	rows, cols := ceilDiv(g.m, tileRows()), ceilDiv(g.n, tileCols())
	workers = min(workers, max(rows, cols))
	if workers <= 1 || g.m*g.n*g.k < serialGemm {
		g.part(0, g.m, 0, g.n)
		return
	}
	if rows >= cols {
		g.parallelRows(rows, workers)
	} else {
		g.parallelCols(cols, workers)
	}
}

// parallelRows and parallelCols have their own copy of g, so that serial products allocate nothing.

func (g product) parallelRows(tiles, workers int) {
	Parallel(workers, workers, func(w int) {
		from, to := share(tiles, workers, w, tileRows(), g.m)
		g.part(from, to, 0, g.n)
	})
}

func (g product) parallelCols(tiles, workers int) {
	Parallel(workers, workers, func(w int) {
		from, to := share(tiles, workers, w, tileCols(), g.n)
		g.part(0, g.m, from, to)
	})
}

// share returns which of n rows or columns, in tiles of a size, worker w of so many has.
func share(tiles, workers, w, size, n int) (from, to int) {
	return tiles * w / workers * size, min(tiles*(w+1)/workers*size, n)
}

func ceilDiv(a, b int) int { return (a + b - 1) / b }

// part computes rows i0 … i1−1 and columns j0 … j1−1 of the result.
func (g *product) part(i0, i1, j0, j1 int) {
	p := packings.Get().(*packing)
	defer packings.Put(p)
	q := product{
		m: i1 - i0, n: j1 - j0, k: g.k, alpha: g.alpha, add: g.add,
		a: g.a.from(i0, 0), b: g.b.from(0, j0), c: g.c.from(i0, j0),
	}
	if q.isFlat() {
		q.flat(p)
	} else {
		q.compute(p)
	}
}

// isFlat reports whether b, which would have to be transposed, is much larger than a.
func (g *product) isFlat() bool {
	return g.b.col != 1 && g.a.col == 1 && g.alpha == 1 && g.m <= flatRows && g.m >= 8 && g.n > g.m
}

// flat computes the transpose of the result, bᵀ·aᵀ, where only aᵀ has to be packed, and transposes it back.
func (g *product) flat(p *packing) {
	step := len(p.result) / g.m
	for j := 0; j < g.n; j += step {
		n := min(step, g.n-j)
		c := g.c.from(0, j)
		t := product{
			m: n, n: g.m, k: g.k, alpha: 1, add: g.add,
			a: strided{g.b.from(0, j).values, g.b.col, g.b.row}, b: strided{g.a.values, g.a.col, g.a.row},
			c: strided{p.result[:], g.m, 1},
		}
		if g.add {
			transposeInto(p.result[:], g.m, c.values, c.row, g.m, n)
		}
		t.compute(p)
		transposeInto(c.values, c.row, p.result[:], g.m, n, g.m)
	}
}

// compute goes through k in depths, and through the panels as far as they fit.
func (g *product) compute(p *packing) {
	depth := ceilDiv(g.k, ceilDiv(g.k, packDepth))
	cols := max(1, packValues/depth/tileCols()) * tileCols()
	for l := 0; l < g.k; l += depth {
		k := min(depth, g.k-l)
		for j := 0; j < g.n; j += cols {
			n := min(cols, g.n-j)
			g.panels(p, l, k, j, n)
		}
		g.add = true
	}
}

// panels multiplies a's columns l … by b's rows l … and columns j …
func (g *product) panels(p *packing, l, k, j, n int) {
	width, height := tileCols(), tileRows()
	tiles := ceilDiv(g.m, height)
	inPlace := g.b.col == 1 && tiles <= 2
	whole := 0 // columns of b that are used where they are
	if inPlace {
		whole = n / width * width
	}
	b := g.b.from(l, j)
	for q := whole; q < n; q += width {
		pack(p.panels[q*k:], b.from(0, q), k, min(width, n-q))
	}
	for t := range tiles {
		from, to := g.m*t/tiles, g.m*(t+1)/tiles
		a := g.rowsOf(p, from, to-from, l, k, n)
		for q := 0; q < n; q += width {
			panel := strided{p.panels[min(q*k, len(p.panels)-1):], width, 1}
			if q < whole {
				panel = b.from(0, q)
			}
			gemmTile(to-from, min(width, n-q), k, a, panel, g.c.from(from, j+q), g.add)
		}
	}
}

// rowsOf returns rows i … of a from column l on, times alpha.
func (g *product) rowsOf(p *packing, i, rows, l, k, n int) strided {
	a := g.a.from(i, l)
	if g.alpha == 1 && n <= 2*tileCols() {
		return a
	}
	if a.col != 1 {
		packTransposed(p.sliver[:], a, rows, k, g.alpha)
		return strided{p.sliver[:], 1, rows}
	}
	gap := k + sliverGap
	for r := range rows {
		dst, src := p.sliver[r*gap:][:k], a.values[r*a.row:][:k]
		if g.alpha == 1 {
			copy(dst, src)
			continue
		}
		for x, v := range src {
			dst[x] = g.alpha * v
		}
	}
	return strided{p.sliver[:], gap, 1}
}

// packTransposed writes k columns of a, times alpha, one after the other.
func packTransposed(dst []float32, a strided, rows, k int, alpha float32) {
	for x := range k {
		src := a.values[x*a.col:][:rows]
		d := dst[x*rows:][:rows]
		for r, v := range src {
			d[r] = alpha * v
		}
	}
}

// pack writes k rows of b with so many columns one after the other, each filled up with zeros to the width of a tile.
func pack(dst []float32, b strided, k, cols int) {
	width := tileCols()
	dst = dst[:k*width]
	if cols < width {
		clear(dst)
	}
	if b.col != 1 {
		transposeInto(dst, width, b.values, b.col, cols, k)
		return
	}
	for x := range k {
		copy(dst[x*width:][:cols], b.values[x*b.row:])
	}
}

// transposeInto is dst[x·dstStride+y] = src[y·srcStride+x] for y in 0..h−1 and x in 0..w−1.
func transposeInto(dst []float32, dstStride int, src []float32, srcStride, h, w int) {
	if h >= 8 && w >= 8 && active >= avx2 {
		transposeFloat32AVX2(&dst[0], &src[0], dstStride, srcStride, h, w)
		return
	}
	for y := range h {
		for x, v := range src[y*srcStride:][:w] {
			dst[x*dstStride+y] = v
		}
	}
}
