package kernel

// rowsAhead is how many rows before its turn a row is fetched. A few rows wait for memory at a time then.
const rowsAhead = 8

// GatherRows copies rows of the matrix src (N×cols) together: row i of dst (len(rows)×cols) becomes row rows[i] of src.
func GatherRows(dst, src []float32, cols int, rows []int) {
	for i, from := range rows {
		soon := src[rows[min(i+rowsAhead, len(rows)-1)]*cols:]
		copyAhead(dst[i*cols:][:cols], src[from*cols:][:cols], soon)
	}
}

// copyAheadGeneric copies src to dst. Where a processor can be told to fetch what is wanted soon, it is.
func copyAheadGeneric(dst, src, soon []float32) { copy(dst, src) }
