package features

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"

	"github.com/saccade-go/saccade/tensor"
)

// Standardize learns from data the mean and the deviation of each channel, and becomes a [Standardized], which
// takes the one away and divides by the other. For vectors, where each feature is a channel, this is what
// scikit-learn's StandardScaler does.
//
// The deviation is that of the population, √(Σ(v − mean)²/n). Where it is 0, or no more than what rounding makes
// of a constant, 1 stands in its place, so that the result there is 0.
//
// The input is float32; all of it has one number of channels and one space. Pictures of different sizes may
// go together unless PerValue is set, and each counts with all its pixels.
//
// JSON: {"per_value": false, "eps": 0}.
type Standardize struct {
	// PerValue learns a mean and a deviation for each value of a picture, each pixel of each channel, in place
	// of each channel. All pictures have one size then.
	PerValue bool `json:"per_value,omitempty"`
	// Eps is a deviation which, like all below it, counts as 0. Default 0.
	Eps float64 `json:"eps,omitempty"`
}

// OutSpec returns in. The space stays, though the values no longer have its range.
func (s Standardize) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	if !(s.Eps >= 0) || math.IsInf(s.Eps, 1) {
		return tensor.Spec{}, &tensor.ParamError{Op: "standardize", Param: "eps", Want: "a number of 0 or more", Got: s.Eps}
	}
	if s.PerValue {
		if err := checkSized("standardize", in); err != nil {
			return tensor.Spec{}, err
		}
	}
	return standardSpec("standardize", in)
}

// standardSpec returns the result of standardising in.
func standardSpec(op string, in tensor.Spec) (tensor.Spec, error) {
	if err := in.Check(op); err != nil {
		return tensor.Spec{}, err
	}
	if in.DType != tensor.Float32 || in.C == 0 {
		return tensor.Spec{}, &tensor.SpecError{Op: op, Want: "float32 of a known number of channels (put to_float before it)", Got: in}
	}
	return in, nil
}

// Fit learns from data in one pass and returns a *Standardized. An error in the data, a NaN or an infinity, a
// sample that doesn't go with the first, and no samples at all are errors that give the sample's position,
// counted from 0. The result depends on the order of the data only as far as the rounding of float64 sums does.
func (s Standardize) Fit(ctx context.Context, data iter.Seq2[*tensor.Tensor, error]) (tensor.Stage, error) {
	var m moments
	i := 0
	for sample, err := range data {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = s.learn(&m, sample)
		}
		if err != nil {
			return nil, fmt.Errorf("standardize: sample %d: %w", i, err)
		}
		i++
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("standardize: %w", err)
	}
	if m.n == 0 {
		return nil, errors.New("standardize: wanted data to learn from, found none")
	}
	return m.standardized(s.Eps), nil
}

// learn adds a sample to m.
func (s Standardize) learn(m *moments, sample *tensor.Tensor) error {
	if _, err := s.OutSpec(sample.Spec); err != nil {
		return err
	}
	spec := sample.Spec
	if !s.PerValue {
		spec.H, spec.W = 1, 1
	}
	if m.mean == nil {
		m.reset(spec)
	}
	if spec != m.spec {
		return &tensor.SpecError{Op: "standardize", Want: "what the first sample was, " + m.spec.String(), Got: spec}
	}
	if err := checkTensors("standardize", sample, sample, sample.Spec); err != nil {
		return err
	}
	return m.add(sample.F32)
}

// moments are the running means and sums of squared differences from them of groups of values: one group for
// each value of spec.
type moments struct {
	spec          tensor.Spec
	n             float64 // values in each group so far
	mean, squares []float64
}

func (m *moments) reset(spec tensor.Spec) {
	*m = moments{spec: spec, mean: make([]float64, spec.Len()), squares: make([]float64, spec.Len())}
}

// add takes in values that lie group after group. Each run is summed up by itself and then merged: Chan, Golub
// and LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances" (1979), equation
// 1.5; for runs of one value it is Welford's algorithm.
func (m *moments) add(values []float32) error {
	size := len(values) / len(m.mean)
	n, total := float64(size), m.n+float64(size)
	for g := range m.mean {
		mean, squares := runMoments(values[g*size : (g+1)*size])
		if math.IsNaN(squares) || math.IsInf(mean, 0) {
			return fmt.Errorf("wanted finite values, found a NaN or an infinity in %v", m.groupName(g))
		}
		delta := mean - m.mean[g]
		m.mean[g] += delta * (n / total)
		m.squares[g] += squares + delta*delta*(m.n*n/total)
	}
	m.n = total
	return nil
}

// groupName says where a group's values are from.
func (m *moments) groupName(g int) string {
	if m.spec.H == 1 && m.spec.W == 1 {
		return fmt.Sprintf("channel %d", g)
	}
	row := g / m.spec.W
	return fmt.Sprintf("channel %d, row %d, column %d", row/m.spec.H, row%m.spec.H, g%m.spec.W)
}

// runMoments returns the mean of s and the sum of squared differences from it. Of a NaN or an infinity both are NaN or
// infinite.
func runMoments(s []float32) (mean, squares float64) {
	for _, v := range s {
		mean += float64(v)
	}
	mean /= float64(len(s))
	for _, v := range s {
		d := float64(v) - mean
		squares += d * d
	}
	return mean, squares
}

// standardized returns what was learned, in float32.
func (m *moments) standardized(eps float64) *Standardized {
	spec := tensor.Spec{DType: tensor.Float32, C: m.spec.C, H: m.spec.H, W: m.spec.W}
	s := &Standardized{Mean: *tensor.New(spec), Std: *tensor.New(spec)}
	for g, mean := range m.mean {
		s.Mean.F32[g] = float32(mean)
		s.Std.F32[g] = m.deviation(g, eps)
	}
	return s
}

// deviation returns the deviation of a group, or 1 where it is no more than eps or than rounding explains: the
// variance's bound is scikit-learn's, from the paper that add cites.
func (m *moments) deviation(g int, eps float64) float32 {
	const ulp = 0x1p-52
	variance := m.squares[g] / m.n
	rounding := m.n * m.mean[g] * ulp
	std := float32(math.Sqrt(variance))
	if variance <= m.n*ulp*variance+rounding*rounding || math.Sqrt(variance) <= eps || std == 0 {
		return 1
	}
	return std
}
