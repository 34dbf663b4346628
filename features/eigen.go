package features

import (
	"cmp"
	"math"
	"runtime"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/lapack/gonum"
	"gonum.org/v1/gonum/mat"

	"github.com/saccade-go/saccade/internal/kernel"
)

// eigenSym returns the eigenvalues of s in ascending order and, as columns, its eigenvectors of length 1. It reports false if they
// can't be found, which finite values don't lead to. The result doesn't depend on the number of processors.
//
// It does what mat.EigenSym does, a reduction to a tridiagonal matrix and then the implicit QL algorithm, in less time. Most of the
// work is plane rotations of the eigenvectors' values; here they are gathered and applied to one row of memory after the other, on all
// processors.
func eigenSym(s *mat.SymDense) (values []float64, vectors *mat.Dense, ok bool) {
	n := s.SymmetricDim()
	vectors = mat.DenseCopyOf(s)
	q := vectors.RawMatrix().Data
	scale := largestPower(q) // keeps squares in range, and is exact
	for i := range q {
		q[i] /= scale
	}
	t := tridiagonal{n: n, d: make([]float64, n), e: make([]float64, n), q: q}
	t.reduce()
	if !t.diagonalise() {
		return nil, nil, false
	}
	for i := range t.d {
		t.d[i] *= scale
	}
	t.sort()
	return t.d, vectors, true
}

// largestPower returns the largest power of two that isn't above all |v|, or 1 if there is none.
func largestPower(s []float64) float64 {
	largest := 0.0
	for _, v := range s {
		largest = max(largest, math.Abs(v))
	}
	if largest == 0 || largest-largest != 0 {
		return 1
	}
	return math.Ldexp(1, math.Ilogb(largest))
}

// A tridiagonal is the matrix Q·T·Qᵀ with a symmetric T, whose values are d, and e beside it.
type tridiagonal struct {
	n    int
	d, e []float64
	q    []float64 // row by row
	tiny float64   // what e may be to count as 0

	turns  []turn  // still to be applied to q
	sweeps []sweep // of turns
}

// A turn rotates two columns that are beside each other.
type turn struct{ cos, sin float64 }

// A sweep is turns of columns i and i+1, from i = high − 1 down to low.
type sweep struct{ high, low int }

// maxTurns is how many are gathered: enough for goroutines to be worth it, few enough for the caches.
const maxTurns = 1 << 15

// maxSweeps is how many an eigenvalue may take; it takes two as a rule.
const maxSweeps = 60

// reduce makes T and Q of a symmetric matrix that is in q.
func (t *tridiagonal) reduce() {
	var lapack gonum.Implementation
	tau, work := make([]float64, t.n), make([]float64, 64*t.n)
	lapack.Dsytrd(blas.Lower, t.n, t.q, t.n, t.d, t.e, tau, work, len(work))
	lapack.Dorgtr(blas.Lower, t.n, t.q, t.n, tau, work, len(work))
}

// diagonalise makes e vanish, so that d are the eigenvalues and the columns of q the eigenvectors.
func (t *tridiagonal) diagonalise() bool {
	const ulp = 0x1p-53
	for i, v := range t.d {
		t.tiny = max(t.tiny, ulp*(math.Abs(v)+math.Abs(t.e[i]))) // as the reduction has rounded already
	}
	for low := range t.n {
		for tries := 0; ; tries++ {
			high := t.end(low)
			if high == low {
				break
			}
			if tries == maxSweeps {
				return false
			}
			t.sweep(low, high)
		}
	}
	t.apply()
	return true
}

// end returns the first i from low on for which e[i], which couples it with the next, is nothing but rounding.
func (t *tridiagonal) end(low int) int {
	i := low
	for i < t.n-1 && math.Abs(t.e[i]) > t.tiny {
		i++
	}
	return i
}

// sweep is a step of the implicit QL algorithm with Wilkinson's shift on low..high: Bowdler, Martin, Reinsch & Wilkinson, "The QR
// and QL Algorithms for Symmetric Matrices" (1968), in the form of Dubrulle, Martin & Wilkinson (1968).
func (t *tridiagonal) sweep(low, high int) {
	d, e := t.d, t.e
	half := (d[low+1] - d[low]) / (2 * e[low])
	g := d[high] - d[low] + e[low]/(half+math.Copysign(math.Hypot(half, 1), half))
	sin, cos, shift := 1.0, 1.0, 0.0
	for i := high - 1; i >= low; i-- {
		f, b := sin*e[i], cos*e[i]
		r := math.Hypot(f, g)
		e[i+1] = r
		if r == 0 { // T has come apart here
			d[i+1] -= shift
			e[high] = 0
			t.sweeps = append(t.sweeps, sweep{high, i + 1})
			return
		}
		sin, cos = f/r, g/r
		g = d[i+1] - shift
		r = (d[i]-g)*sin + 2*cos*b
		shift = sin * r
		d[i+1] = g + shift
		g = cos*r - b
		t.turns = append(t.turns, turn{cos, sin})
	}
	d[low] -= shift
	e[low], e[high] = g, 0
	t.sweeps = append(t.sweeps, sweep{high, low})
	if len(t.turns) >= maxTurns {
		t.apply()
	}
}

// apply turns the columns of q.
func (t *tridiagonal) apply() {
	const rows = 4
	kernel.Parallel((t.n+rows-1)/rows, runtime.GOMAXPROCS(0), func(task int) {
		q := t.q[task*rows*t.n:]
		at := 0
		for _, s := range t.sweeps {
			turns := t.turns[at:][:s.high-s.low]
			at += len(turns)
			if len(q) >= rows*t.n {
				turnFour(q[s.low:], t.n, turns)
				continue
			}
			for row := range len(q) / t.n {
				turnOne(q[row*t.n+s.low:], turns)
			}
		}
	})
	t.turns, t.sweeps = t.turns[:0], t.sweeps[:0]
}

// turnOne applies turns to a row, from its value len(turns) down to its first.
func turnOne(q []float64, turns []turn) {
	x := q[len(turns)]
	for k, t := range turns {
		i := len(turns) - 1 - k
		y := q[i]
		q[i+1] = t.sin*y + t.cos*x
		x = t.cos*y - t.sin*x
	}
	q[0] = x
}

// turnFour is turnOne of four rows at a distance of n, which don't wait for one another.
func turnFour(q []float64, n int, turns []turn) {
	last := len(turns)
	q0, q1, q2, q3 := q[:last+1], q[n:][:last+1], q[2*n:][:last+1], q[3*n:][:last+1]
	x0, x1, x2, x3 := q0[last], q1[last], q2[last], q3[last]
	for k, t := range turns {
		i := last - 1 - k
		y0, y1, y2, y3 := q0[i], q1[i], q2[i], q3[i]
		q0[i+1], x0 = t.sin*y0+t.cos*x0, t.cos*y0-t.sin*x0
		q1[i+1], x1 = t.sin*y1+t.cos*x1, t.cos*y1-t.sin*x1
		q2[i+1], x2 = t.sin*y2+t.cos*x2, t.cos*y2-t.sin*x2
		q3[i+1], x3 = t.sin*y3+t.cos*x3, t.cos*y3-t.sin*x3
	}
	q0[0], q1[0], q2[0], q3[0] = x0, x1, x2, x3
}

// sort puts the eigenvalues and the columns of q in ascending order.
func (t *tridiagonal) sort() {
	order, d, row := make([]int, t.n), slices.Clone(t.d), make([]float64, t.n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(d[i], d[j]) })
	for i, from := range order {
		t.d[i] = d[from]
	}
	for q := range slices.Chunk(t.q, t.n) {
		copy(row, q)
		for i, from := range order {
			q[i] = row[from]
		}
	}
}
