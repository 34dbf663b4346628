package features

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"

	"gonum.org/v1/gonum/lapack/lapack64"
	"gonum.org/v1/gonum/mat"

	"github.com/saccade-go/saccade/internal/kernel"
)

// heldVectors find the principal axes of vectors that are too long for their covariance, or for whose number it takes too long.
type heldVectors struct {
	d, n   int
	x      []float32 // n×d
	solver string
	seed   uint64
}

func (h *heldVectors) add(x []float32) error {
	if h.solver == fullSolver && h.n == maxEigen {
		return fmt.Errorf("wanted at most %d samples of more than %d values for solver full, found more", maxEigen, maxEigen)
	}
	if len(h.x) > maxHeld-len(x) {
		return fmt.Errorf("wanted at most %d samples of %d values, which are held in memory, found more: put a reduction before it, or learn from fewer",
			maxHeld/h.d, h.d)
	}
	h.x = append(h.x, x...)
	h.n++
	return nil
}

// principal finds the axes exactly for few vectors, or else nearly.
func (h *heldVectors) principal(ctx context.Context, k int) (*principal, error) {
	if err := checkSamples(h.n, k); err != nil {
		return nil, err
	}
	mean := make([]float64, h.d)
	centre(mean, h.x)
	if squares := kernel.SumSquares(h.x); !(squares < largestSquares) {
		return nil, errTooLarge
	}
	find := h.randomized
	if h.solver == fullSolver || h.solver == autoSolver && h.n <= maxQuickEigen {
		find = h.gram
	}
	p, err := find(ctx, k)
	if err != nil {
		return nil, err
	}
	p.mean = mean
	for i := range p.variances {
		p.variances[i] /= float64(h.n - 1)
	}
	return p, nil
}

// largestSquares bounds the sum of squares of which all products here are below what float32 has.
const largestSquares = 1e35

// gram finds the axes by the eigenvectors u of the inner products of vectors, the rows of X: with X·Xᵀ·u = λ·u, the axis is Xᵀ·u, made 1
// long. Making all of them orthonormal in order also makes sense of those whose λ is 0.
func (h *heldVectors) gram(_ context.Context, k int) (*principal, error) {
	u, values, err := eigenvectors(h.innerProducts())
	if err != nil {
		return nil, err
	}
	v := h.transposedTimes(narrow(mat.DenseCopyOf(u.Slice(0, k, 0, h.n).T())), k)
	orthonormalize(v)
	return &principal{rows: mat.DenseCopyOf(v.T()), variances: values[:k]}, nil
}

// innerProducts returns X·Xᵀ, summed up in float32 within blocks of columns, in float64 over them.
func (h *heldVectors) innerProducts() *mat.SymDense {
	const block = 512
	sums, product := make([]float64, h.n*h.n), make([]float32, h.n*h.n)
	for first := 0; first < h.d; first += block {
		x := h.x[first:]
		kernel.Gemm(false, true, h.n, h.n, min(block, h.d-first), 1, x, h.d, x, h.d, 0, product, h.n, runtime.GOMAXPROCS(0))
		for i, v := range product {
			sums[i] += float64(v)
		}
	}
	return mat.NewSymDense(h.n, sums)
}

// oversampling is how many directions more than components randomized goes after.
const oversampling = 10

// randomized finds the axes of X as those of its part in few directions, which are random ones at first, and which powers of X·Xᵀ turn
// to where X varies.
func (h *heldVectors) randomized(ctx context.Context, k int) (*principal, error) {
	smaller := min(h.n, h.d)
	l, iterations := min(k+oversampling, smaller), 4
	if 10*k < smaller {
		iterations = 7
	}
	directions := h.times(h.random(l), l)
	for range iterations {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		orthonormalize(directions)
		turned := h.transposedTimes(narrow(directions), l)
		orthonormalize(turned)
		directions = h.times(narrow(turned), l)
	}
	orthonormalize(directions)
	var svd mat.SVD
	if !svd.Factorize(h.transposedTimes(narrow(directions), l), mat.SVDThinU) {
		return nil, errNoVectors
	}
	p := &principal{variances: svd.Values(nil)[:k]}
	for i, s := range p.variances {
		p.variances[i] = s * s
	}
	var v mat.Dense
	svd.UTo(&v)
	p.rows = mat.DenseCopyOf(v.Slice(0, h.d, 0, k).T())
	return p, nil
}

// random draws d×l values of the normal distribution.
func (h *heldVectors) random(l int) []float32 {
	r := rand.New(rand.NewPCG(h.seed, 0x706361))
	m := make([]float32, h.d*l)
	for i := range m {
		m[i] = float32(r.NormFloat64())
	}
	return m
}

// times returns X·m of a matrix of l columns.
func (h *heldVectors) times(m []float32, l int) *mat.Dense {
	product := make([]float32, h.n*l)
	kernel.Gemm(false, false, h.n, l, h.d, 1, h.x, h.d, m, l, 0, product, l, runtime.GOMAXPROCS(0))
	out := make([]float64, len(product))
	for i, v := range product {
		out[i] = float64(v)
	}
	return mat.NewDense(h.n, l, out)
}

// transposedTimes returns Xᵀ·m of a matrix of l columns, summed up in float32 within blocks of vectors, in float64 over them.
func (h *heldVectors) transposedTimes(m []float32, l int) *mat.Dense {
	const block = 512
	sums, product := make([]float64, h.d*l), make([]float32, h.d*l)
	for first := 0; first < h.n; first += block {
		rows := min(block, h.n-first)
		kernel.Gemm(true, false, h.d, l, rows, 1, h.x[first*h.d:], h.d, m[first*l:], l, 0, product, l, runtime.GOMAXPROCS(0))
		for i, v := range product {
			sums[i] += float64(v)
		}
	}
	return mat.NewDense(h.d, l, sums)
}

// narrow returns the values of m in float32.
func narrow(m *mat.Dense) []float32 {
	raw := m.RawMatrix().Data
	out := make([]float32, len(raw))
	for i, v := range raw {
		out[i] = float32(v)
	}
	return out
}

// orthonormalize makes the columns of m, of which there are no more than rows, orthonormal from the first one on, by Householder's
// reflections. Their directions may turn around.
func orthonormalize(m *mat.Dense) {
	a := m.RawMatrix()
	tau, work := make([]float64, a.Cols), make([]float64, 1)
	lapack64.Geqrf(a, tau, work, -1)
	work = make([]float64, max(int(work[0]), a.Cols))
	lapack64.Geqrf(a, tau, work, len(work))
	lapack64.Orgqr(a, tau, work, len(work))
}
