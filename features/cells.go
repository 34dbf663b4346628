package features

// span returns the rows or columns of cell i of n that a side of so many pixels is divided into: from first up to end. Lengths
// of cells are size/n, rounded down or up.
func span(i, n, size int) (first, end int) { return i * size / n, (i + 1) * size / n }

// ceil returns a/b, rounded up.
func ceil(a, b int) int { return (a + b - 1) / b }

// maxCells is the largest number of rows and of columns of cells.
const maxCells = 1 << 10

// A cellGrid divides a picture into rows×columns cells that differ by one pixel at most: row i of n has the pixels
// ⌊i·H/n⌋ ≤ y < ⌊(i+1)·H/n⌋, and columns likewise. In a picture smaller than the grid some cells have no pixels.
type cellGrid struct{ rows, columns int }

// cellsOf returns the grid that parameters ask for, zeros being def.
func cellsOf(op string, rows, columns, def int) (cellGrid, error) {
	if err := checkCount(op, "rows", rows, maxCells); err != nil {
		return cellGrid{}, err
	}
	if err := checkCount(op, "columns", columns, maxCells); err != nil {
		return cellGrid{}, err
	}
	return cellGrid{orDefault(rows, def), orDefault(columns, def)}, nil
}

// count returns the number of cells.
func (g cellGrid) count() int { return g.rows * g.columns }

// A box is a part of a plane: the pixels top ≤ y < bottom, left ≤ x < right.
type box struct{ top, bottom, left, right int }

// cell returns cell i, counted row by row, of a picture of h×w pixels.
func (g cellGrid) cell(i, h, w int) box {
	top, bottom := span(i/g.columns, g.rows, h)
	left, right := span(i%g.columns, g.columns, w)
	return box{top, bottom, left, right}
}

// pixels returns how many there are.
func (b box) pixels() int { return (b.bottom - b.top) * (b.right - b.left) }
