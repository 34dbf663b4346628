package features

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// LDA learns from samples and their classes the directions in which classes lie apart, linear discriminant analysis, and becomes
// [Projection]: Fisher (1936), Rao (1948). The numbers are those of scikit-learn's LinearDiscriminantAnalysis with the solver
// eigen, up to the sign of each value; like that, it doesn't take away the mean.
//
// With St the covariance of all samples, Sw the mean of the covariances of classes, each weighted with its part of the samples, and
// Sb = St − Sw, the rows w of the projection solve Sb·w = λ·Sw·w for the largest λ, and wᵀ·Sw·w = 1.
//
// Sw can't be divided by if a feature is constant in each class, or if there are fewer samples than features. Shrinkage helps: with the
// part s of it, each covariance S becomes (1−s)·S + s·m·I, where m is the mean of its diagonal. LedoitWolf takes for s the estimate
// of Ledoit & Wolf, "A Well-Conditioned Estimator for Large-Dimensional Covariance Matrices" (2004), for each covariance by itself and of
// features divided by their deviations.
//
// The input is float32 of a known shape, its values one vector of length d, at most 4096: put another reduction before it. The
// memory is that of all samples, 4·d bytes each, and some 64·d² for matrices; the time for eigenvectors grows with d³.
//
// As training tells classes, it is fitted there, and nowhere where they aren't known.
//
// JSON: {"components": 9, "ledoit_wolf": true}.
type LDA struct {
	// Components is the length of the result, at most d, and below the number of classes. Required.
	Components int `json:"components"`
	// Shrinkage is that of covariances, from 0 and below 1, which would leave nothing to tell directions by. Default 0.
	Shrinkage float64 `json:"shrinkage,omitempty"`
	// LedoitWolf estimates it from the samples instead: scikit-learn's shrinkage='auto'.
	LedoitWolf bool `json:"ledoit_wolf,omitempty"`
}

// maxScatter bounds the length of vectors whose covariances have eigenvectors to be found.
const maxScatter = 4096

// OutSpec returns a vector of Components values.
func (l LDA) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "lda"
	switch {
	case l.Components < 1 || l.Components > maxScatter:
		return tensor.Spec{}, &tensor.ParamError{Op: op, Param: "components", Want: "a number from 1 to 4096, below that of classes", Got: l.Components}
	case !(l.Shrinkage >= 0 && l.Shrinkage < 1):
		return tensor.Spec{}, &tensor.ParamError{Op: op, Param: "shrinkage", Want: "a number from 0 and below 1", Got: l.Shrinkage}
	case l.LedoitWolf && l.Shrinkage != 0:
		return tensor.Spec{}, &tensor.ParamError{Op: op, Param: "shrinkage", Want: "none with ledoit_wolf", Got: l.Shrinkage}
	}
	if err := checkValues(op, in); err != nil {
		return tensor.Spec{}, err
	}
	if d := in.Len(); d < l.Components || d > maxScatter {
		return tensor.Spec{}, &tensor.SpecError{Op: op, Want: fmt.Sprintf("from %d values, the number of components, to %d", l.Components, maxScatter), Got: in}
	}
	return tensor.VectorSpec(l.Components), nil
}

// Fit returns an error: there is nothing to learn without classes. See FitLabelled.
func (l LDA) Fit(context.Context, iter.Seq2[*tensor.Tensor, error]) (tensor.Stage, error) {
	return nil, fmt.Errorf("lda: %w", errNoLabels)
}

var errNoLabels = errors.New("wanted a class for each sample to learn from, as training has, found none")

// FitLabelled learns from data in one pass and returns a *Projection. An error in the data, a NaN or an infinity, a sample of another
// length than the first, and one without a class, with a negative label, are errors that give the sample's position, counted from
// 0. So are too few classes, and covariances that can't be divided by.
func (l LDA) FitLabelled(ctx context.Context, data iter.Seq2[tensor.Labelled, error]) (tensor.Stage, error) {
	const op = "lda"
	classes, label := map[int]*tensor.Matrix{}, 0
	var order []*tensor.Matrix // of classes, as they come
	err := eachVector(ctx, op, unlabelled(data, &label), func(x []float32) error {
		if label < 0 {
			return errNoLabels
		}
		if _, err := l.OutSpec(tensor.VectorSpec(len(x))); err != nil {
			return err
		}
		c := classes[label]
		if c == nil {
			c = &tensor.Matrix{Cols: len(x)}
			classes[label], order = c, append(order, c)
		}
		c.Data = append(c.Data, x...)
		c.Rows++
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(order) <= l.Components {
		return nil, fmt.Errorf("%s: wanted more classes than components, %d, found %d", op, l.Components, len(order))
	}
	p, err := l.learn(ctx, order)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	return p, nil
}

// unlabelled returns the tensors of data. While one is looked at, label is its class.
func unlabelled(data iter.Seq2[tensor.Labelled, error], label *int) iter.Seq2[*tensor.Tensor, error] {
	return func(yield func(*tensor.Tensor, error) bool) {
		for s, err := range data {
			*label = s.Label
			if !yield(s.Tensor, err) {
				return
			}
		}
	}
}

// learn returns the projection for the samples of each class.
func (l LDA) learn(ctx context.Context, classes []*tensor.Matrix) (*Projection, error) {
	n, d := 0, classes[0].Cols
	for _, c := range classes {
		n += c.Rows
	}
	within := mat.NewSymDense(d, nil)
	for _, c := range classes {
		s := l.scatter(c)
		s.ScaleSym(float64(c.Rows)/float64(n), s)
		within.AddSym(within, s)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return l.solve(l.scatter(classes...), within)
}

// solve returns as rows the w of the largest λ for which (total − within)·w = λ·within·w. With within = L·Lᵀ and w = L⁻ᵀ·v these v
// are the eigenvectors of L⁻¹·(total − within)·L⁻ᵀ. Features are divided by their deviations within classes before, so that
// their units don't matter.
func (l LDA) solve(total, within *mat.SymDense) (*Projection, error) {
	d := within.SymmetricDim()
	scale := make([]float64, d)
	for i := range scale {
		scale[i] = 1 / math.Sqrt(within.At(i, i))
	}
	rescale(total, scale)
	rescale(within, scale)
	var cholesky mat.Cholesky
	if !cholesky.Factorize(within) || !(cholesky.Cond() < largestCondition) {
		return nil, errors.New("wanted covariances of classes that can be divided by, found features that are constant or depend on each " +
			"other within all classes: shrinkage helps, or fewer features")
	}
	var lower mat.TriDense
	cholesky.LTo(&lower)
	var m mat.Dense
	m.Sub(total, within)
	blas64.Trsm(blas.Left, blas.NoTrans, 1, lower.RawTriangular(), m.RawMatrix())
	blas64.Trsm(blas.Right, blas.Trans, 1, lower.RawTriangular(), m.RawMatrix())
	_, v, ok := eigenSym(mat.NewSymDense(d, m.RawMatrix().Data))
	if !ok {
		return nil, errors.New("wanted eigenvectors of the covariances, found none")
	}
	blas64.Trsm(blas.Left, blas.Trans, 1, lower.RawTriangular(), v.RawMatrix())
	p := &Projection{Components: *zeroMatrix(l.Components, d)}
	for i := range l.Components {
		for j := range d {
			p.Components.F32[i*d+j] = float32(scale[j] * v.At(j, d-1-i)) // eigenvalues ascend
		}
	}
	if kernel.NotFinite(p.Components.F32) >= 0 {
		return nil, errors.New("wanted deviations that float32 can divide by, found smaller ones")
	}
	return p, nil
}

// largestCondition is that of correlations within classes, beyond which float64 has nothing left of what is to be found.
const largestCondition = 1e13

// rescale multiplies each s[i][j] by scale[i]·scale[j].
func rescale(s *mat.SymDense, scale []float64) {
	for i, a := range scale {
		for j, b := range scale[:i+1] {
			s.SetSym(i, j, s.At(i, j)*a*b)
		}
	}
}

// scatter is the shrunk covariance of the rows of all parts together.
func (l LDA) scatter(parts ...*tensor.Matrix) *mat.SymDense {
	c := newCentred(parts)
	s := c.covariance()
	if l.LedoitWolf {
		c.shrinkLedoitWolf(s)
		return s
	}
	d := s.SymmetricDim()
	mean := mat.Trace(s) / float64(d)
	s.ScaleSym(1-l.Shrinkage, s)
	for i := range d {
		s.SetSym(i, i, s.At(i, i)+l.Shrinkage*mean)
	}
	return s
}

// centred are the rows of several matrices, less the mean of all.
type centred struct {
	parts []*tensor.Matrix
	mean  []float64
	n, d  int
}

func newCentred(parts []*tensor.Matrix) *centred {
	c := &centred{parts: parts, d: parts[0].Cols}
	c.mean = make([]float64, c.d)
	for _, p := range parts {
		c.n += p.Rows
		for i := range p.Rows {
			for j, v := range p.Row(i) {
				c.mean[j] += float64(v)
			}
		}
	}
	for j := range c.mean {
		c.mean[j] /= float64(c.n)
	}
	return c
}

// blocks calls f with blocks of rows, in order.
func (c *centred) blocks(f func(rows *mat.Dense)) {
	const block = 64 // of memory that stays in a cache
	rows := mat.NewDense(min(block, c.n), c.d, nil)
	for _, p := range c.parts {
		for first := 0; first < p.Rows; first += block {
			n := min(block, p.Rows-first)
			for i := range n {
				to := rows.RawRowView(i)
				for j, v := range p.Row(first + i) {
					to[j] = float64(v) - c.mean[j]
				}
			}
			f(rows.Slice(0, n, 0, c.d).(*mat.Dense))
		}
	}
}

// covariance is that of the population.
func (c *centred) covariance() *mat.SymDense {
	s := mat.NewSymDense(c.d, nil)
	c.blocks(func(rows *mat.Dense) { s.SymRankK(s, 1/float64(c.n), rows.T()) })
	return s
}

// shrinkLedoitWolf shrinks the covariance s of c by the estimate for features of deviation 1: with C their covariance, m the mean
// of its diagonal, and rows x, it is β/δ with
//
//	δ = ‖C − m·I‖²/d    β = min(δ, (Σ ‖x‖⁴/n − ‖C‖²)/(n·d))
func (c *centred) shrinkLedoitWolf(s *mat.SymDense) {
	n, d := float64(c.n), float64(c.d)
	std := c.deviations(s)
	fourth := 0.0
	c.blocks(func(rows *mat.Dense) {
		for i := range rows.RawMatrix().Rows {
			square := 0.0
			for j, v := range rows.RawRowView(i) {
				square += v / std[j] * (v / std[j])
			}
			fourth += square * square
		}
	})
	trace, squares := 0.0, 0.0
	for i := range c.d {
		trace += s.At(i, i) / (std[i] * std[i])
		for j := range c.d {
			v := s.At(i, j) / (std[i] * std[j])
			squares += v * v
		}
	}
	mean := trace / d
	delta := (squares - 2*mean*trace + d*mean*mean) / d
	beta := min((fourth/n-squares)/(n*d), delta)
	shrinkage := 0.0
	if beta != 0 && c.d > 1 {
		shrinkage = beta / delta
	}
	s.ScaleSym(1-shrinkage, s)
	for i := range c.d {
		s.SetSym(i, i, s.At(i, i)+shrinkage*mean*std[i]*std[i])
	}
}

// deviations are the roots of the variances, or 1 where a feature is constant but for rounding, as in moments.deviation.
func (c *centred) deviations(s *mat.SymDense) []float64 {
	const ulp = 0x1p-52
	std, n := make([]float64, c.d), float64(c.n)
	for i := range std {
		std[i] = 1
		rounding := n * c.mean[i] * ulp
		if v := s.At(i, i); v > n*ulp*v+rounding*rounding {
			std[i] = math.Sqrt(v)
		}
	}
	return std
}
