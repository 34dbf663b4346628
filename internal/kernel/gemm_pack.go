package kernel

// crowded reports whether the rows of a sliver, with k values and so far apart, would drive each other out of the
// first-level cache: of 64 sets with at least 8 lines of 64 bytes, one would have to hold more.
func crowded(row, k int) bool {
	const sets, ways, values = 64, 8, 16
	var lines [sets]uint8
	for r := range min(sliverRows, tileRows()) {
		for l := r * row / values; l <= (r*row+k-1)/values; l++ {
			if lines[l%sets]++; lines[l%sets] > ways {
				return true
			}
		}
	}
	return false
}

// sliver copies k columns of a, times alpha: column by column if a is stored so, otherwise row by row.
func sliver(p *packing, a strided, rows, k int, alpha float32) strided {
	if a.col == 1 {
		next := k + sliverGap
		for r := range rows {
			scaled(p.sliver[r*next:][:k], a.values[r*a.row:], alpha)
		}
		return strided{p.sliver[:], next, 1}
	}
	for l := range k {
		scaled(p.sliver[l*rows:][:rows], a.values[l*a.col:], alpha)
	}
	return strided{p.sliver[:], 1, rows}
}

func scaled(dst, src []float32, alpha float32) {
	if alpha == 1 {
		copy(dst, src)
		return
	}
	for i, v := range src[:len(dst)] {
		dst[i] = alpha * v
	}
}

// pack writes k rows of b with n columns as panels, one after the other. The last one is filled up with zeros.
func pack(dst []float32, b strided, k, n int) {
	width := tileCols()
	if b.col != 1 {
		for q := 0; q < n; q += width {
			packTransposed(dst[q*k:], b.from(0, q), k, min(width, n-q))
		}
		return
	}
	whole := n / width
	if whole > 0 {
		packRows(dst, b, k, whole)
	}
	if rest := n - whole*width; rest > 0 {
		packEdge(dst[whole*width*k:], b.from(0, whole*width), k, rest)
	}
}

func packTransposed(dst []float32, b strided, k, cols int) {
	width := tileCols()
	if cols < width {
		clear(dst[:k*width])
	}
	transposeInto(dst, width, b.values, b.col, cols, k)
}

func packEdge(dst []float32, b strided, k, cols int) {
	width := tileCols()
	for l := range k {
		row := dst[l*width:][:width]
		clear(row[copy(row, b.values[l*b.row:][:cols]):])
	}
}

// packRowsGeneric is dst[q·k·width+l·width+j] = b[l][q·width+j] for l below k, q below panels and j below width.
func packRowsGeneric(dst []float32, b strided, k, panels, width int) {
	for l := range k {
		row := b.values[l*b.row:][:panels*width]
		for q := range panels {
			copy(dst[(q*k+l)*width:][:width], row[q*width:])
		}
	}
}

// transposeInto is dst[x·dstStride+y] = src[y·srcStride+x] for y in 0..h−1 and x in 0..w−1.
func transposeInto(dst []float32, dstStride int, src []float32, srcStride, h, w int) {
	if transposeStrided(dst, dstStride, src, srcStride, h, w) {
		return
	}
	for y := range h {
		for x, v := range src[y*srcStride:][:w] {
			dst[x*dstStride+y] = v
		}
	}
}
