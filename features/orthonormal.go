package features

import (
	"math"
	"math/rand/v2"
	"runtime"

	"gonum.org/v1/gonum/lapack/lapack64"
	"gonum.org/v1/gonum/mat"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// orthonormalize makes the columns of m, of which there are no more than rows, orthonormal from the first one on, by
// Householder's reflections. Their directions may turn around.
func orthonormalize(m *mat.Dense) {
	a := m.RawMatrix()
	tau, work := make([]float64, a.Cols), make([]float64, 1)
	lapack64.Geqrf(a, tau, work, -1)
	work = make([]float64, max(int(work[0]), a.Cols))
	lapack64.Geqrf(a, tau, work, len(work))
	lapack64.Orgqr(a, tau, work, len(work))
}

// orthonormalizeRows makes the rows of m, of which there are no more than columns, orthonormal from the first one on, as far as float32
// goes: the method of Gram and Schmidt, some rows at a time, with each projection taken twice (Parlett, "The Symmetric Eigenvalue Problem",
// 1980, section 6.9: twice is enough). It is many times as quick as reflections in float64. A row that is nearly a sum of those before
// it becomes a random one.
func orthonormalizeRows(m tensor.Matrix, r *rand.Rand) {
	const size = 32
	before := make([]float64, m.Rows)
	for i := range before {
		before[i] = length(m.Row(i))
	}
	for first := 0; first < m.Rows; first += size {
		n := min(size, m.Rows-first)
		takeAway(rowsOf(m, first, n), rowsOf(m, 0, first))
		for i := first; i < first+n; i++ {
			takeAway(rowsOf(m, i, 1), rowsOf(m, first, i-first))
			finishRow(m, i, before[i], r)
		}
	}
}

// finishRow is for row i, from which those before it have been taken away. The less there is left of its length before, the more of it is
// rounding, which may lie in any direction.
func finishRow(m tensor.Matrix, i int, before float64, r *rand.Rand) {
	const little, nothing = 0.1, 1e-5
	row := rowsOf(m, i, 1)
	if length(row.Data) < little*before {
		takeAway(row, rowsOf(m, 0, i))
	}
	for !(length(row.Data) > nothing*before) {
		fillNormal(row.Data, r)
		before = length(row.Data)
		takeAway(row, rowsOf(m, 0, i))
	}
	kernel.Scale(row.Data, row.Data, float32(1/length(row.Data)))
}

// takeAway subtracts from rows what is in the directions of an orthonormal basis, twice.
func takeAway(rows, basis tensor.Matrix) {
	if basis.Rows == 0 {
		return
	}
	n, k, d, workers := rows.Rows, basis.Rows, rows.Cols, runtime.GOMAXPROCS(0)
	b := scratch.Float32.Get(n * k)
	defer scratch.Float32.Put(b)
	for range 2 {
		kernel.Gemm(false, true, n, k, d, 1, rows.Data, d, basis.Data, d, 0, b.S, k, workers)
		kernel.Gemm(false, false, n, d, k, -1, b.S, k, basis.Data, d, 1, rows.Data, d, workers)
	}
}

func length(v []float32) float64 { return math.Sqrt(kernel.SumSquares(v)) }

// rowsOf are n rows of m.
func rowsOf(m tensor.Matrix, first, n int) tensor.Matrix {
	return tensor.Matrix{Rows: n, Cols: m.Cols, Data: m.Data[first*m.Cols : (first+n)*m.Cols]}
}

// fillNormal draws from the normal distribution.
func fillNormal(v []float32, r *rand.Rand) {
	for i := range v {
		v[i] = float32(r.NormFloat64())
	}
}
