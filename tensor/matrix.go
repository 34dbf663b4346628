package tensor

// A Matrix has Rows×Cols values, row after row: that of row i and column j is Data[i*Cols+j]. A batch of N
// feature vectors of length D is an N×D Matrix.
type Matrix struct {
	Rows, Cols int
	Data       []float32
}

// NewMatrix returns a matrix of zeros. It panics if a size is negative.
func NewMatrix(rows, cols int) Matrix {
	return Matrix{rows, cols, make([]float32, rows*cols)}
}

// Row returns row i, which shares m's memory.
func (m Matrix) Row(i int) []float32 {
	return m.Data[i*m.Cols : (i+1)*m.Cols : (i+1)*m.Cols]
}

// Reset gives m a size and reuses its memory where that is large enough. The values are not defined afterwards.
func (m *Matrix) Reset(rows, cols int) {
	if n := rows * cols; cap(m.Data) < n {
		m.Data = make([]float32, n)
	} else {
		m.Data = m.Data[:n]
	}
	m.Rows, m.Cols = rows, cols
}
