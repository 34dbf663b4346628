package features

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/lapack/lapack64"
	"gonum.org/v1/gonum/mat"

	"github.com/saccade-go/saccade/internal/kernel"
)

// heldVectors find the principal axes of vectors that are too long for their covariance, or for whose number it takes too long.
type heldVectors struct {
	d, n   int
	blocks [][]float32 // the rows of X, size of them in each block but the last
	size   int
	solver string
	seed   uint64
}

// newHeldVectors holds none yet, of length d. Of very long ones a block has fewer.
func newHeldVectors(d int, l LearnPCA) *heldVectors {
	return &heldVectors{d: d, size: min(max(1<<23/d, 32), covarianceBlock, max(maxHeld/d, 1)), solver: l.Solver, seed: l.Seed}
}

func (h *heldVectors) add(x []float32) error {
	if h.solver == fullSolver && h.n == maxEigen {
		return fmt.Errorf("wanted at most %d samples of more than %d values for solver full, found more", maxEigen, maxEigen)
	}
	if most := maxHeld / h.d; h.n == most {
		return fmt.Errorf("wanted at most %d samples of %d values, which are held in memory, found more", most, h.d)
	}
	if h.n%h.size == 0 {
		h.blocks = append(h.blocks, make([]float32, 0, h.size*h.d))
	}
	last := &h.blocks[len(h.blocks)-1]
	*last = append(*last, x...)
	h.n++
	return nil
}

// principal finds the axes exactly for few vectors, or else nearly.
func (h *heldVectors) principal(ctx context.Context, k int) (*principal, error) {
	if err := checkSamples(h.n, k); err != nil {
		return nil, err
	}
	mean := h.centre()
	if squares := h.squares(); !(squares < largestSquares) {
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

// centre takes the mean away, and returns it.
func (h *heldVectors) centre() []float64 {
	mean := make([]float64, h.d)
	for _, x := range h.blocks {
		addRows(mean, x)
	}
	floats.Scale(1/float64(h.n), mean)
	for _, x := range h.blocks {
		subtractFromRows(x, mean)
	}
	return mean
}

// squares is the sum of them.
func (h *heldVectors) squares() (sum float64) {
	for _, x := range h.blocks {
		sum += kernel.SumSquares(x)
	}
	return sum
}

// largestSquares bounds the sum of squares of which all products here are below what float32 has.
const largestSquares = 1e35

// gram finds the axes by the eigenvectors u of the inner products of vectors, the rows of X: with X·Xᵀ·u = λ·u, the axis is Xᵀ·u, made 1
// long. Making all of them orthonormal in order also makes sense of those whose λ is 0.
func (h *heldVectors) gram(_ context.Context, k int) (*principal, error) {
	u, values, err := largestEigenvectors(h.innerProducts(), k)
	if err != nil {
		return nil, err
	}
	v := h.transposedTimes(narrow(mat.DenseCopyOf(u.T())), k)
	orthonormalize(v)
	return &principal{rows: mat.DenseCopyOf(v.T()), variances: values}, nil
}

// innerProducts returns X·Xᵀ, summed up in float32 within some columns, in float64 over them.
func (h *heldVectors) innerProducts() *mat.SymDense {
	const columns = 512
	s, product := mat.NewSymDense(h.n, nil), make([]float32, h.size*h.size)
	sums := s.RawSymmetric().Data
	for b, below := range h.blocks {
		for a, above := range h.blocks[:b+1] {
			m, n := len(above)/h.d, len(below)/h.d
			for first := 0; first < h.d; first += columns {
				k := min(columns, h.d-first)
				kernel.Gemm(false, true, m, n, k, 1, above[first:], h.d, below[first:], h.d, 0, product, n, runtime.GOMAXPROCS(0))
				for i := range m {
					to := sums[(a*h.size+i)*h.n+b*h.size:][:n]
					for j, v := range product[i*n:][:n] {
						to[j] += float64(v)
					}
				}
			}
		}
	}
	return s
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
	out, product := make([]float64, 0, h.n*l), make([]float32, h.size*l)
	for _, x := range h.blocks {
		rows := len(x) / h.d
		kernel.Gemm(false, false, rows, l, h.d, 1, x, h.d, m, l, 0, product, l, runtime.GOMAXPROCS(0))
		for _, v := range product[:rows*l] {
			out = append(out, float64(v))
		}
	}
	return mat.NewDense(h.n, l, out)
}

// transposedTimes returns Xᵀ·m of a matrix of l columns, summed up in float32 within blocks of vectors, in float64 over them.
func (h *heldVectors) transposedTimes(m []float32, l int) *mat.Dense {
	sums, product := make([]float64, h.d*l), make([]float32, h.d*l)
	for b, x := range h.blocks {
		kernel.Gemm(true, false, h.d, l, len(x)/h.d, 1, x, h.d, m[b*h.size*l:], l, 0, product, l, runtime.GOMAXPROCS(0))
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
