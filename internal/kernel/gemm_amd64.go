//go:build !purego

package kernel

// tileRows and tileCols are the sizes of the largest tile.
func tileRows() int { return [...]int{generic: 4, avx2: 6, vnni: 14}[active] }
func tileCols() int { return [...]int{generic: 32, avx2: 16, vnni: 32}[active] }

// tallTiles reports whether tiles have so many rows that a panel is used seldom.
func tallTiles() bool { return active >= vnni }

// wholeCols is the number of which a tile's columns must be a multiple if b isn't packed.
func wholeCols() int {
	if active == avx2 {
		return 16
	}
	return 1
}

// gemmTile is gemmTileGeneric, with fused multiply-add where the processor has it. Of a panel that is packed whole rows
// may be read.
func gemmTile(rows, cols, k int, a, b, c strided, add bool) {
	switch {
	case active == generic:
		gemmTileGeneric(rows, cols, k, a, b, c, add)
	case active == avx2 && cols == 16:
		gemmTileAVX2(rows, cols, k, &a.values[0], a.row, a.col, &b.values[0], b.row, &c.values[0], c.row, add)
	case active == avx2:
		gemmEdgeAVX2(rows, cols, k, a, b, c, add)
	case cols > 16:
		gemmTileVNNI(rows, cols, k, &a.values[0], a.row, a.col, &b.values[0], b.row, &c.values[0], c.row, add)
	default:
		gemmNarrowTileVNNI(rows, cols, k, &a.values[0], a.row, a.col, &b.values[0], b.row, &c.values[0], c.row, add)
	}
}

// gemmEdgeAVX2 computes a whole tile aside.
func gemmEdgeAVX2(rows, cols, k int, a, b, c strided, add bool) {
	var whole [6 * 16]float32
	if add {
		for r := range rows {
			copy(whole[r*16:][:cols], c.values[r*c.row:])
		}
	}
	gemmTileAVX2(rows, 16, k, &a.values[0], a.row, a.col, &b.values[0], b.row, &whole[0], 16, add)
	for r := range rows {
		copy(c.values[r*c.row:][:cols], whole[r*16:])
	}
}

// gemmColumn is gemmTile for one column and up to 14 rows.
func gemmColumn(rows, k int, a, b, c strided, add bool) {
	if active == generic {
		gemmTileGeneric(rows, 1, k, a, b, c, add)
		return
	}
	gemmColumnAVX2(rows, 1, k, &a.values[0], a.row, a.col, &b.values[0], b.row, &c.values[0], c.row, add)
}

// dotRows is how many of the rows that are left a block of gemmDots has.
func dotRows(left int) int {
	switch {
	case active == generic:
		return left
	case active >= vnni && left >= 4:
		return 4
	}
	return 1
}

// gemmDots is gemmDotsGeneric, with fused multiply-add where the processor has it, for blocks that dotRows and dotBlock
// give.
func gemmDots(rows, cols, k int, a, b, c strided, add bool) {
	switch active {
	case generic:
		gemmDotsGeneric(rows, cols, k, a, b, c, add)
	case avx2:
		gemmDotsAVX2(rows, cols, k, &a.values[0], a.row, &b.values[0], b.col, &c.values[0], c.row, add)
	default:
		gemmDotsVNNI(rows, cols, k, &a.values[0], a.row, &b.values[0], b.col, &c.values[0], c.row, add)
	}
}

// packRows is packRowsGeneric for panels as wide as a tile.
func packRows(dst []float32, b strided, k, panels int) {
	switch active {
	case generic:
		packRowsGeneric(dst, b, k, panels, tileCols())
	case avx2:
		gemmPackAVX2(&dst[0], k*16, &b.values[0], b.row, k, panels)
	default:
		gemmPackVNNI(&dst[0], k*32, &b.values[0], b.row, k, panels)
	}
}

// transposeStrided is transposeInto for matrices that aren't small.
func transposeStrided(dst []float32, dstStride int, src []float32, srcStride, h, w int) bool {
	if active < avx2 || h < 8 || w < 8 {
		return false
	}
	transposeFloat32AVX2(&dst[0], &src[0], dstStride, srcStride, h, w)
	return true
}
