package kernel

// Products with few columns whose rows lie in memory as those of a do, x·Wᵀ for few classes, are dot products of rows.
// Nothing has to be packed, and a vector has values of one sum rather than of several.

// dotCols is up to how many columns are few.
const dotCols = 16

// dotProducts computes the result in blocks of the sizes that gemmDots has.
func (g *product) dotProducts() {
	for i, rows := 0, 0; i < g.m; i += rows {
		rows = dotRows(g.m - i)
		for j, cols := 0, 0; j < g.n; j += cols {
			cols = dotBlock(g.n - j)
			gemmDots(rows, cols, g.k, g.a.from(i, 0), g.b.from(0, j), g.c.from(i, j), g.add)
		}
	}
}

// dotBlock is how many of the columns that are left a block has.
func dotBlock(left int) int {
	switch {
	case left >= 5:
		return 5
	case left >= 2:
		return 2
	}
	return 1
}

// gemmDotsGeneric is the second definition of [Gemm] for rows×cols elements, where a is rows×k and b k×cols, both with
// a distance of 1 between values of k.
func gemmDotsGeneric(rows, cols, k int, a, b, c strided, add bool) {
	for i := range rows {
		for j := range cols {
			v, w := a.values[i*a.row:][:k], b.values[j*b.col:][:k]
			var p [16]float32
			for l, x := range v {
				p[l%16] += float32(x * w[l])
			}
			sum := halve(p[:])
			if at := i*c.row + j; add {
				c.values[at] += sum
			} else {
				c.values[at] = sum
			}
		}
	}
}
