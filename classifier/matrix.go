package classifier

import (
	"fmt"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// A Matrix has Rows×Cols values, row after row. A batch of N feature vectors of length D is an N×D Matrix.
type Matrix = tensor.Matrix

// NewMatrix returns a matrix of zeros. It panics if a size is negative.
func NewMatrix(rows, cols int) Matrix { return tensor.NewMatrix(rows, cols) }

// rowsOf returns rows from … to−1 of m, which share its memory.
func rowsOf(m Matrix, from, to int) Matrix {
	return Matrix{Rows: to - from, Cols: m.Cols, Data: m.Data[from*m.Cols : to*m.Cols]}
}

// checkMatrix reports if m is not a matrix with cols columns, all finite.
func checkMatrix(op string, m Matrix, cols int) error {
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
