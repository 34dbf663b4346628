package features

import (
	"errors"
	"math"
	"runtime"

	"gonum.org/v1/gonum/mat"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// zca returns the mean of the rows of x, D×1×1, and the symmetric matrix that whitens them, 1×D×D: V·(Λ + eps)^−½·Vᵀ with the
// eigenvectors and eigenvalues of their covariance, that of the population.
func zca(x tensor.Matrix, eps float64) (mean, whiten *tensor.Tensor, err error) {
	mu := rowMean(x)
	values, v, ok := eigenSym(covariance(x, mu))
	if !ok {
		return nil, nil, errors.New("wanted eigenvectors of the covariance, found none")
	}
	var scaled, w mat.Dense
	scaled.CloneFrom(v)
	for j, lambda := range values {
		s := 1 / math.Sqrt(max(lambda, 0)+eps)
		for i := range x.Cols {
			scaled.Set(i, j, s*scaled.At(i, j))
		}
	}
	w.Mul(&scaled, v.T())
	mean = tensor.New(tensor.Spec{DType: tensor.Float32, C: x.Cols, H: 1, W: 1})
	whiten = tensor.New(tensor.Spec{DType: tensor.Float32, C: 1, H: x.Cols, W: x.Cols})
	for i, m := range mu {
		mean.F32[i] = float32(m)
		for j := range x.Cols {
			whiten.F32[i*x.Cols+j] = float32(w.At(i, j))
		}
	}
	return mean, whiten, nil
}

// rowMean is the mean of the rows of x.
func rowMean(x tensor.Matrix) []float64 {
	mean := make([]float64, x.Cols)
	for i := range x.Rows {
		for j, v := range x.Row(i) {
			mean[j] += float64(v)
		}
	}
	for j := range mean {
		mean[j] /= float64(x.Rows)
	}
	return mean
}

// covariance is that of the rows of x, Σ (x − mean)·(x − mean)ᵀ/n. Products are float32 within blocks of rows, sums of blocks are
// float64.
func covariance(x tensor.Matrix, mean []float64) *mat.SymDense {
	const block = 1024
	d := x.Cols
	sums, centred, product := make([]float64, d*d), make([]float32, block*d), make([]float32, d*d)
	for first := 0; first < x.Rows; first += block {
		n := min(block, x.Rows-first)
		for i := range n {
			for j, v := range x.Row(first + i) {
				centred[i*d+j] = float32(float64(v) - mean[j])
			}
		}
		kernel.Gemm(true, false, d, d, n, 1, centred, d, centred, d, 0, product, d, runtime.GOMAXPROCS(0))
		for i, v := range product {
			sums[i] += float64(v)
		}
	}
	for i := range sums {
		sums[i] /= float64(x.Rows)
	}
	return mat.NewSymDense(d, sums)
}
