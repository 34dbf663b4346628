package features

import (
	"context"
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// axes learn from vectors of one length where their principal axes are.
type axes interface {
	add(x []float32) error
	// principal returns the k directions in which the vectors vary most.
	principal(ctx context.Context, k int) (*principal, error)
}

// principal has the mean of vectors, and of the axes in which they vary most, the direction, a row of length 1, and the
// variance.
type principal struct {
	mean      []float64
	rows      *mat.Dense
	variances []float64
}

// axes returns what finds those of vectors of length d.
func (l LearnPCA) axes(d int) axes {
	longest := maxQuickEigen
	if l.Solver == fullSolver {
		longest = maxEigen
	}
	if l.Solver != randomizedSolver && d <= longest {
		return &covarianceAxes{newRunningCovariance(d)}
	}
	return newHeldVectors(d, l)
}

// covarianceAxes are the eigenvectors of a covariance.
type covarianceAxes struct{ *runningCovariance }

func (c *covarianceAxes) add(x []float32) error {
	c.runningCovariance.add(x)
	return nil
}

func (c *covarianceAxes) principal(_ context.Context, k int) (*principal, error) {
	c.merge()
	if err := checkSamples(int(c.n), k); err != nil {
		return nil, err
	}
	s, err := c.covariance(1)
	if err != nil {
		return nil, err
	}
	v, values, err := largestEigenvectors(s, k)
	if err != nil {
		return nil, err
	}
	return &principal{mean: c.mean, rows: v, variances: values}, nil
}

// largestEigenvectors returns as rows the eigenvectors with the k largest eigenvalues, and these, both in descending order.
func largestEigenvectors(s *mat.SymDense, k int) (*mat.Dense, []float64, error) {
	ascending, columns, ok := eigenSym(s)
	if !ok {
		return nil, nil, errNoVectors
	}
	rows, values := mat.NewDense(k, len(ascending), nil), make([]float64, k)
	for i := range k {
		from := len(ascending) - 1 - i
		mat.Col(rows.RawRowView(i), from, columns)
		values[i] = ascending[from]
	}
	return rows, values, nil
}

var errNoVectors = errors.New("wanted eigenvectors of the covariance, found none")

// checkSamples reports too few samples for k components.
func checkSamples(n, k int) error {
	switch {
	case n < k:
		return fmt.Errorf("wanted at least as many samples as components, %d, found %d", k, n)
	case n < 2:
		return errors.New("wanted at least two samples, found one")
	}
	return nil
}

// stage returns what was learned, in float32.
func (p *principal) stage(whiten bool) *PCA {
	for i, v := range p.variances {
		p.variances[i] = max(v, 0)
		flip(p.rows.RawRowView(i))
	}
	return &PCA{
		Whiten: whiten, Mean: *narrowVector(p.mean),
		Components: *narrowMatrix(p.rows), ExplainedVariance: *narrowVector(p.variances),
	}
}

// flip turns v so that the first of its largest values in magnitude is positive.
func flip(v []float64) {
	largest := 0.0
	for _, x := range v {
		if math.Abs(x) > math.Abs(largest) {
			largest = x
		}
	}
	if largest < 0 {
		for i := range v {
			v[i] = -v[i]
		}
	}
}
