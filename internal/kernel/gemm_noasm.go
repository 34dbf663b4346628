//go:build purego || !amd64

package kernel

func tileRows() int { return 4 }

func tileCols() int { return 32 }

func gemmTile(rows, cols, k int, a, b, c strided, add bool) {
	gemmTileGeneric(rows, cols, k, a, b, c, add)
}
