package classifier

import (
	"fmt"

	"github.com/saccade-go/saccade/internal/kernel"
)

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

// rows returns rows from … to−1, which share m's memory.
func (m Matrix) rows(from, to int) Matrix {
	return Matrix{to - from, m.Cols, m.Data[from*m.Cols : to*m.Cols]}
}

// check reports if m is not a matrix with cols columns, all finite.
func (m Matrix) check(op string, cols int) error {
	if m.Cols != cols || cols == 0 {
		return &DataError{Op: op, Row: -1, Want: fmt.Sprintf("%d columns", cols), Got: fmt.Sprint(m.Cols)}
	}
	if len(m.Data)%cols != 0 || len(m.Data)/cols != m.Rows {
		return &DataError{Op: op, Row: -1, Want: fmt.Sprintf("%d×%d values", m.Rows, cols), Got: fmt.Sprint(len(m.Data))}
	}
	if i := kernel.NotFinite(m.Data); i >= 0 {
		return &DataError{Op: op, Row: i / cols, Want: "finite values", Got: fmt.Sprintf("%v in column %d", m.Data[i], i%cols)}
	}
	return nil
}

// checkLabels reports if labels don't give each of so many rows a class.
func checkLabels(op string, labels []int, rows, classes int) error {
	if len(labels) != rows {
		return &DataError{Op: op, Row: -1, Want: fmt.Sprintf("a label for each of %d rows", rows), Got: fmt.Sprint(len(labels))}
	}
	for i, y := range labels {
		if y < 0 || y >= classes {
			return &DataError{Op: op, Row: i, Want: fmt.Sprintf("a label in 0..%d", classes-1), Got: fmt.Sprint(y)}
		}
	}
	return nil
}
