package kernel

// ColumnSums is dst[j] = a[0][j] + a[1][j] + …, summed in this order, for a matrix a of rows of len(dst).
func ColumnSums(dst, a []float32) {
	if len(dst) > 0 {
		columnSums(dst, a, len(a)/len(dst))
	}
}

// FillRows makes every row of the matrix dst, whose rows are as long as row, equal to row.
func FillRows(dst, row []float32) {
	for len(dst) > 0 && len(row) > 0 {
		dst = dst[copy(dst, row):]
	}
}
