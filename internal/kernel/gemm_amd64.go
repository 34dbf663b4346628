//go:build !purego

package kernel

// tileRows and tileCols are the sizes of the largest tile.
func tileRows() int {
	return [...]int{generic: 4, avx2: 6, vnni: 14}[active]
}

func tileCols() int {
	return [...]int{generic: 32, avx2: 16, vnni: 32}[active]
}

func gemmTile(rows, cols, k int, a, b, c strided, add bool) {
	switch {
	case active == vnni && cols > 16:
		gemmTileVNNI(rows, cols, k, &a.values[0], a.row, a.col, &b.values[0], b.row, &c.values[0], c.row, add)
	case active == vnni:
		gemmNarrowTileVNNI(rows, cols, k, &a.values[0], a.row, a.col, &b.values[0], b.row, &c.values[0], c.row, add)
	case active == avx2 && cols == 16:
		gemmTileAVX2(rows, cols, k, &a.values[0], a.row, a.col, &b.values[0], b.row, &c.values[0], c.row, add)
	case active == avx2:
		gemmEdgeAVX2(rows, cols, k, a, b, c, add)
	default:
		gemmTileGeneric(rows, cols, k, a, b, c, add)
	}
}

// gemmEdgeAVX2 computes a whole tile aside.
func gemmEdgeAVX2(rows, cols, k int, a, b, c strided, add bool) {
	var whole [6 * 16]float32
	for r := range rows {
		copy(whole[r*16:][:cols], c.values[r*c.row:])
	}
	gemmTileAVX2(rows, 16, k, &a.values[0], a.row, a.col, &b.values[0], b.row, &whole[0], 16, add)
	for r := range rows {
		copy(c.values[r*c.row:][:cols], whole[r*16:])
	}
}
