package kernel

import "sync"

// How products are computed. The result is cut into tiles that fit into the processor's registers. A tile goes through
// k in steps: it loads a row of a panel, which is as many columns of b as the tile has, and multiplies it by a value of
// each of the tile's rows of a. Panels are copied together so that they are read from front to back; a depth of them
// stays in the second-level cache. The tile's rows of a, a sliver, stay in the first-level cache and are copied only if
// they lie badly. So that sums have one order, a tile begins with what the depths before have left in c.

const (
	packDepth  = 512     // values of k for which panels are packed
	packValues = 1 << 17 // in panels, 512 KiB
	sliverRows = 14      // the rows of the largest tile
	sliverGap  = 16      // between two rows of a sliver, so that they don't fall on the same places in the cache

	longPanel   = 32   // values of k for which a panel isn't short
	cacheValues = 1024 // values so far apart fall on the same places in the first-level cache

	flatRows   = 256     // so many rows of a at a time have their transpose packed instead of b's
	serialGemm = 1 << 18 // products with fewer multiplications are not worth a goroutine
)

// A product is c += alpha·a·b, or c = alpha·a·b unless add; a is m×k, b is k×n, c is m×n, none is empty.
type product struct {
	m, n, k int
	alpha   float32
	a, b, c strided
	add     bool
	dots    bool // sums are those of dot products; see Gemm
}

// packing is memory for one worker.
type packing struct {
	panels [packValues]float32
	sliver [sliverRows * (packDepth + sliverGap)]float32
	result [packValues]float32
}

var packings = sync.Pool{New: func() any { return new(packing) }}

// transposed is the product of which the result is c's transpose. alpha is 1.
func (g *product) transposed() product {
	return product{m: g.n, n: g.m, k: g.k, alpha: 1, a: g.b.transposed(), b: g.a.transposed(), c: g.c.transposed(), add: g.add}
}

// part is rows i0 … i1−1 and columns j0 … j1−1 of the result.
func (g *product) part(i0, i1, j0, j1 int) product {
	return product{
		m: i1 - i0, n: j1 - j0, k: g.k, alpha: g.alpha, add: g.add, dots: g.dots,
		a: g.a.from(i0, 0), b: g.b.from(0, j0), c: g.c.from(i0, j0),
	}
}

// split shares the product out: each worker gets neighbouring rows, or neighbouring columns, of the result.
func (g *product) split(workers int) {
	if workers > 1 && g.m*g.n*g.k >= serialGemm {
		g.parallel(workers)
	} else {
		g.compute()
	}
}

// parallel has its own copy of g, so that serial products allocate nothing.
func (g product) parallel(workers int) {
	rows, cols := tileRows(), tileCols()
	if g.isFlat() {
		rows, cols = cols, rows
	}
	byRows := part(g.m, rows, workers)*g.n <= part(g.n, cols, workers)*g.m
	tiles := ceilDiv(g.n, cols)
	if byRows {
		tiles = ceilDiv(g.m, rows)
	}
	workers = min(workers, tiles)
	Parallel(workers, workers, func(w int) {
		i0, i1, j0, j1 := 0, g.m, 0, g.n
		if byRows {
			i0, i1 = share(tiles, workers, w, rows, g.m)
		} else {
			j0, j1 = share(tiles, workers, w, cols, g.n)
		}
		q := g.part(i0, i1, j0, j1)
		q.compute()
	})
}

// part is how much of n in tiles of a size the worker has who has most.
func part(n, size, workers int) int { return min(n, ceilDiv(ceilDiv(n, size), workers)*size) }

// share returns which of n rows or columns, in tiles of a size, worker w of so many has.
func share(tiles, workers, w, size, n int) (from, to int) {
	return tiles * w / workers * size, min(tiles*(w+1)/workers*size, n)
}

func ceilDiv(a, b int) int { return (a + b - 1) / b }

// compute chooses the way. But for dots, it is the same result by each of them.
func (g *product) compute() {
	if g.dots {
		g.dotProducts()
		return
	}
	if g.n == 1 && g.alpha == 1 {
		g.column()
		return
	}
	if g.alpha == 1 && g.b.col == 1 && g.m <= 2*tileRows() && g.n <= 2*tileCols() && g.n%wholeCols() == 0 {
		g.tiles(nil, 0, 0, g.k, g.n, g.n)
		return
	}
	p := packings.Get().(*packing)
	if g.isFlat() {
		g.flat(p)
	} else {
		g.packed(p)
	}
	packings.Put(p)
}

// column multiplies a by one column.
func (g *product) column() {
	for i := 0; i < g.m; i += sliverRows {
		gemmColumn(min(sliverRows, g.m-i), g.k, g.a.from(i, 0), g.b, g.c.from(i, 0), g.add)
	}
}

// isFlat reports whether b would have to be transposed although a is smaller, or the result is narrower than a tile.
func (g *product) isFlat() bool {
	return g.b.col != 1 && g.a.col == 1 && g.alpha == 1 && g.m >= 8 && (g.m <= g.n && g.m <= flatRows || g.n <= tileRows())
}

// flat computes the transpose of the result, bᵀ·aᵀ, where only aᵀ has to be packed, and transposes it back.
func (g *product) flat(p *packing) {
	for i := 0; i < g.m; i += flatRows {
		m := min(flatRows, g.m-i)
		step := len(p.result) / m
		for j := 0; j < g.n; j += step {
			q := g.part(i, i+m, j, min(j+step, g.n))
			q.aside(p)
		}
	}
}

func (g *product) aside(p *packing) {
	t := g.transposed()
	t.c = strided{p.result[:], g.m, 1}
	if g.add {
		transposeInto(p.result[:], g.m, g.c.values, g.c.row, g.m, g.n)
	}
	t.packed(p)
	transposeInto(g.c.values, g.c.row, p.result[:], g.m, g.n, g.m)
}

// packed goes through k in depths, and through the panels as far as they fit into memory.
func (g *product) packed(p *packing) {
	depth := ceilDiv(g.k, ceilDiv(g.k, packDepth))
	cols := packValues / depth / tileCols() * tileCols()
	for l := 0; l < g.k; l += depth {
		k := min(depth, g.k-l)
		for j := 0; j < g.n; j += cols {
			g.panels(p, l, k, j, min(cols, g.n-j))
		}
		g.add = true
	}
}

// panels multiplies columns l … of a by rows l … and columns j … of b. They are packed if they lie badly, by columns or
// so that all rows fall on the same places in the cache, if they are so short that a copy costs little, or if tiles are low, so
// that panels are used often; but not to be used once or twice only.
func (g *product) panels(p *packing, l, k, j, n int) {
	whole := 0
	if g.b.col == 1 && (g.m <= 2*tileRows() || tallTiles() && k >= longPanel && g.b.row%cacheValues != 0) {
		whole = n / wholeCols() * wholeCols()
	}
	pack(p.panels[whole*k:], g.b.from(l, j+whole), k, n-whole)
	g.tiles(p, l, j, k, n, whole)
}

// tiles computes n columns of the result, of which the first ones have their panels in b and the others in p.
func (g *product) tiles(p *packing, l, j, k, n, whole int) {
	width, count := tileCols(), ceilDiv(g.m, tileRows())
	copied := g.alpha != 1 || n > 2*width && (g.a.col != 1 || crowded(g.a.row, k))
	for t := range count {
		from, to := g.m*t/count, g.m*(t+1)/count
		a := g.a.from(from, l)
		if copied {
			a = sliver(p, a, to-from, k, g.alpha)
		}
		for q := 0; q < n; q += width {
			var panel strided
			if q < whole {
				panel = g.b.from(l, j+q)
			} else {
				panel = strided{p.panels[q*k:], width, 1}
			}
			gemmTile(to-from, min(width, n-q), k, a, panel, g.c.from(from, j+q), g.add)
		}
	}
}
