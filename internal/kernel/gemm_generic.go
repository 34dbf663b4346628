package kernel

// gemmTileGeneric is c = a·b, or c += a·b with add, where a is rows×k, b is k×cols and c is rows×cols:
//
//	for l := range k {
//		c[i][j] = float32(a[i][l]*b[l][j]) + c[i][j]
//	}
//
// The assembly rounds once where this rounds twice; otherwise it is the same.
func gemmTileGeneric(rows, cols, k int, a, b, c strided, add bool) {
	for i := range rows {
		row := c.values[i*c.row:][:cols]
		if !add {
			clear(row)
		}
		for l := range k {
			v := a.values[i*a.row+l*a.col]
			for j, w := range b.values[l*b.row:][:len(row)] {
				row[j] += float32(v * w)
			}
		}
	}
}
