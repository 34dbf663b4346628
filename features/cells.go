package features

// span returns the rows or columns of cell i of n that a side of so many pixels is divided into: from first up to end. Lengths
// of cells are size/n, rounded down or up.
func span(i, n, size int) (first, end int) { return i * size / n, (i + 1) * size / n }

// ceil returns a/b, rounded up.
func ceil(a, b int) int { return (a + b - 1) / b }
