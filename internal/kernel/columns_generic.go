package kernel

// columnSumsGeneric is the reference for [ColumnSums].
func columnSumsGeneric(dst, a []float32, rows int) {
	clear(dst)
	for range rows {
		for j, v := range a[:len(dst)] {
			dst[j] += v
		}
		a = a[len(dst):]
	}
}
