package features

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// heldVectors find the principal axes of vectors that are too long for their covariance, or for whose number it takes too
// long.
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

// gram finds the axes by the eigenvectors u of the inner products of vectors, the rows of X: with X·Xᵀ·u = λ·u, the axis is
// Xᵀ·u, made 1 long. Making all of them orthonormal in order also makes sense of those whose λ is 0.
func (h *heldVectors) gram(_ context.Context, k int) (*principal, error) {
	u, values, err := largestEigenvectors(h.innerProducts(), k)
	if err != nil {
		return nil, err
	}
	weights, v := make([]float32, h.n*k), mat.NewDense(h.d, k, nil)
	narrow(weights, mat.DenseCopyOf(u.T()))
	for _, x := range h.blocks {
		n := len(x) / h.d * k
		addTransposed(v, x, weights[:n])
		weights = weights[n:]
	}
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

// randomized finds the axes of X as those of its part in few directions. These are random ones at first, which powers of XᵀX
// turn to where X varies; within them, the eigenvectors of XᵀX are found exactly.
func (h *heldVectors) randomized(ctx context.Context, k int) (*principal, error) {
	smaller := min(h.n, h.d)
	l, powers := min(k+oversampling, smaller), 5
	if 10*k < smaller {
		powers = 8
	}
	r := rand.New(rand.NewPCG(h.seed, 0x706361))
	directions := tensor.NewMatrix(l, h.d)
	fillNormal(directions.Data, r)
	turned := mat.NewDense(l, h.d, nil)
	for range powers - 1 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		h.turn(turned, directions)
		narrow(directions.Data, turned)
		orthonormalizeRows(directions, r)
	}
	h.turn(turned, directions)
	exact := mat.DenseCopyOf(turned.T())
	orthonormalize(exact)
	turned.Copy(exact.T())
	narrow(directions.Data, turned)
	within := mat.NewDense(l, l, nil)
	h.eachImage(directions, func(_, y []float32) { addTransposed(within, y, y) })
	u, values, err := largestEigenvectors(mat.NewSymDense(l, within.RawMatrix().Data), k)
	if err != nil {
		return nil, err
	}
	p := &principal{rows: mat.NewDense(k, h.d, nil), variances: values}
	p.rows.Mul(u, turned)
	return p, nil
}

// turn makes turned of directions·XᵀX. It is divided by its largest value, so that float32 has the others as well.
func (h *heldVectors) turn(turned *mat.Dense, directions tensor.Matrix) {
	turned.Zero()
	h.eachImage(directions, func(x, y []float32) { addTransposed(turned, y, x) })
	raw := turned.RawMatrix().Data
	if largest := floats.Norm(raw, math.Inf(1)); largest > 0 {
		floats.Scale(1/largest, raw)
	}
}

// eachImage calls use with blocks x of X, in order, and their products y with each of the directions.
func (h *heldVectors) eachImage(directions tensor.Matrix, use func(x, y []float32)) {
	l := directions.Rows
	product := make([]float32, h.size*l)
	for _, x := range h.blocks {
		rows := len(x) / h.d
		kernel.Gemm(false, true, rows, l, h.d, 1, x, h.d, directions.Data, h.d, 0, product, l, runtime.GOMAXPROCS(0))
		use(x, product[:rows*l])
	}
}

// addTransposed adds aᵀ·b to sums. The products are float32.
func addTransposed(sums *mat.Dense, a, b []float32) {
	m, n := sums.Dims()
	product := scratch.Float32.Get(m * n)
	defer scratch.Float32.Put(product)
	kernel.Gemm(true, false, m, n, len(a)/m, 1, a, m, b, n, 0, product.S, n, runtime.GOMAXPROCS(0))
	to := sums.RawMatrix().Data
	for i, v := range product.S {
		to[i] += float64(v)
	}
}

// narrow writes the values of m in float32.
func narrow(dst []float32, m *mat.Dense) {
	for i, v := range m.RawMatrix().Data {
		dst[i] = float32(v)
	}
}
