package features

import (
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// multiplyCentred is dst = matrix·(x − mean).
func multiplyCentred(dst, x, mean, matrix []float32) {
	multiplyCentredRows(row(dst), row(x), mean, matrix)
}

// multiplyCentredRows is multiplyCentred for each row.
func multiplyCentredRows(dst, x tensor.Matrix, mean, matrix []float32) {
	b := scratch.Float32.Get(x.Rows * x.Cols)
	defer scratch.Float32.Put(b)
	centred := tensor.Matrix{Rows: x.Rows, Cols: x.Cols, Data: b.S}
	for i := range x.Rows {
		kernel.Sub(centred.Row(i), x.Row(i), mean)
	}
	multiplyRows(dst, centred, matrix)
}

// multiplyVector is dst = matrix·x.
func multiplyVector(dst, x, matrix []float32) { multiplyRows(row(dst), row(x), matrix) }

// multiplyRows is dst = matrix·x for each row. It goes by as many rows of the matrix as Gemm takes by inner products, which for one
// vector are three times as quick as what it does with more, and more accurate. Those are read from memory once for all vectors.
func multiplyRows(dst, x tensor.Matrix, matrix []float32) {
	const most = 16
	for first := 0; x.Rows > 0 && first < dst.Cols; first += most {
		n := min(most, dst.Cols-first)
		kernel.Gemm(false, true, x.Rows, n, x.Cols, 1, x.Data, x.Cols, matrix[first*x.Cols:], x.Cols, 0, dst.Data[first:], dst.Cols, 1)
	}
}

// row is a matrix of one row, v.
func row(v []float32) tensor.Matrix { return tensor.Matrix{Rows: 1, Cols: len(v), Data: v} }
