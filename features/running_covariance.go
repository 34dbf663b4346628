package features

import (
	"errors"
	"math"
	"runtime"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/saccade-go/saccade/internal/kernel"
)

// A runningCovariance learns the covariance of vectors of length d in one pass, a block of them at a time. Each block is
// summed up about its own mean, in products of float32, and merged in float64 by the formula that moments.add cites, so that
// a large mean does no harm.
type runningCovariance struct {
	d       int
	n       float64   // vectors in sums
	mean    []float64 // of these
	sums    []float64 // Σ (x − mean)·(x − mean)ᵀ, of which the part below the diagonal isn't filled in
	rows    []float32 // vectors that aren't in sums yet
	product []float32 // of rows with themselves
	delta   []float64 // how far the mean of rows is from that of sums
}

const (
	// covarianceBlock is how many vectors are summed up in float32.
	covarianceBlock = 512
	// covariancePanel is how many rows of a covariance are computed from the first one's diagonal on.
	covariancePanel = 256
)

func newRunningCovariance(d int) *runningCovariance {
	return &runningCovariance{
		d: d, mean: make([]float64, d), sums: make([]float64, d*d),
		rows: make([]float32, 0, covarianceBlock*d), product: make([]float32, d*d), delta: make([]float64, d),
	}
}

// add takes in a vector.
func (c *runningCovariance) add(x []float32) {
	if c.rows = append(c.rows, x...); len(c.rows) == covarianceBlock*c.d {
		c.merge()
	}
}

// merge puts rows into sums.
func (c *runningCovariance) merge() {
	size := len(c.rows) / c.d
	if size == 0 {
		return
	}
	n := float64(size)
	total := c.n + n
	clear(c.delta)
	addRows(c.delta, c.rows)
	floats.Scale(1/n, c.delta)
	subtractFromRows(c.rows, c.delta)
	floats.Sub(c.delta, c.mean)
	c.multiply(size)
	weight := c.n * n / total
	for i, di := range c.delta {
		at := i*c.d + i
		sums, product, delta := c.sums[at:][:c.d-i], c.product[at:][:c.d-i], c.delta[i:]
		for j, v := range product {
			sums[j] += float64(v) + weight*di*delta[j]
		}
	}
	floats.AddScaled(c.mean, n/total, c.delta)
	c.n, c.rows = total, c.rows[:0]
}

// multiply makes product, but for panels below the diagonal.
func (c *runningCovariance) multiply(size int) {
	for first := 0; first < c.d; first += covariancePanel {
		panel, rest := c.rows[first:], c.d-first
		kernel.Gemm(true, false, min(covariancePanel, rest), rest, size, 1, panel, c.d, panel, c.d, 0,
			c.product[first*c.d+first:], c.d, runtime.GOMAXPROCS(0))
	}
}

// addRows adds rows to sums.
func addRows(sums []float64, rows []float32) {
	for d := len(sums); len(rows) > 0; rows = rows[d:] {
		for j, v := range rows[:d] {
			sums[j] += float64(v)
		}
	}
}

// subtractFromRows takes v away from each of rows.
func subtractFromRows(rows []float32, v []float64) {
	for d := len(v); len(rows) > 0; rows = rows[d:] {
		for j, x := range rows[:d] {
			rows[j] = float32(float64(x) - v[j])
		}
	}
}

// covariance returns Σ (x − mean)·(x − mean)ᵀ/(n − less) of all vectors, and keeps nothing.
func (c *runningCovariance) covariance(less float64) (*mat.SymDense, error) {
	c.merge()
	for i := range c.d {
		if v := c.sums[i*c.d+i]; math.IsInf(v, 0) || math.IsNaN(v) {
			return nil, errTooLarge
		}
	}
	for i := range c.sums {
		c.sums[i] /= c.n - less
	}
	s := mat.NewSymDense(c.d, c.sums)
	c.sums, c.product, c.rows = nil, nil, nil
	return s, nil
}

var errTooLarge = errors.New("wanted values whose squares float32 can hold, found larger ones")
