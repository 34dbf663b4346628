package features

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/saccade-go/saccade/tensor"
)

// zca returns the mean of the vectors, D×1×1, and the symmetric matrix that whitens them, 1×D×D: V·(Λ + eps)^−½·Vᵀ with the
// eigenvectors and eigenvalues of their covariance, that of the population.
func (c *runningCovariance) zca(eps float64) (mean, whiten *tensor.Tensor, err error) {
	s, err := c.covariance(0)
	if err != nil {
		return nil, nil, err
	}
	v, values, err := largestEigenvectors(s, c.d)
	if err != nil {
		return nil, nil, err
	}
	for i, lambda := range values { // VᵀV of rows scaled by the root is what is wanted
		floats.Scale(math.Pow(max(lambda, 0)+eps, -0.25), v.RawRowView(i))
	}
	s.SymOuterK(1, v.T())
	return narrowVector(c.mean), narrowMatrix(mat.DenseCopyOf(s)), nil
}

// narrowVector returns v as a learned array.
func narrowVector(v []float64) *tensor.Tensor {
	t := tensor.New(tensor.VectorSpec(len(v)))
	for i, x := range v {
		t.F32[i] = float32(x)
	}
	return t
}

// narrowMatrix returns m as a learned array.
func narrowMatrix(m *mat.Dense) *tensor.Tensor {
	rows, cols := m.Dims()
	t := zeroMatrix(rows, cols)
	for i := range rows {
		for j, x := range m.RawRowView(i) {
			t.F32[i*cols+j] = float32(x)
		}
	}
	return t
}
