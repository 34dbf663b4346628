//go:build purego || !amd64

package kernel

func tileRows() int  { return 4 }
func tileCols() int  { return 32 }
func wholeCols() int { return 1 }

func tallTiles() bool { return false }

func gemmTile(rows, cols, k int, a, b, c strided, add bool) {
	gemmTileGeneric(rows, cols, k, a, b, c, add)
}

func gemmColumn(rows, k int, a, b, c strided, add bool) {
	gemmTileGeneric(rows, 1, k, a, b, c, add)
}

func dotRows(left int) int { return left }

func gemmDots(rows, cols, k int, a, b, c strided, add bool) {
	gemmDotsGeneric(rows, cols, k, a, b, c, add)
}

func packRows(dst []float32, b strided, k, panels int) {
	packRowsGeneric(dst, b, k, panels, tileCols())
}

func transposeStrided([]float32, int, []float32, int, int, int) bool { return false }
