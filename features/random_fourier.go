package features

import (
	"context"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// RandomFourier draws random Fourier features, which make the Gaussian (RBF) kernel exp(−γ·‖x − y‖²) linear, and becomes
// [RandomFourierMap]: Rahimi & Recht, "Random Features for Large-Scale Kernel Machines" (2007). A linear classifier on them
// approximates one with that kernel.
//
// Each of the Components rows of the weights is drawn from the normal distribution of variance 2γ, each offset from 0..2π. The inner
// product of two results is the kernel of what they were made of, with an error that falls as 1/√Components.
//
// The input is float32 of a known shape, its values one vector of length d. Features of about equal deviation serve best:
// put standardize before it. With Gamma given, only the first sample is looked at, for its length.
//
// The memory of weights is 4·Components·d bytes, in the model file too.
//
// JSON: {"components": 1024, "gamma": 0, "seed": 0}.
type RandomFourier struct {
	// Components is the length of the result. Default 1024.
	Components int `json:"components,omitempty"`
	// Gamma is the γ of the kernel. 0, the default, learns 1/(d·v), where v is the variance of all values of the data, or 1 if that is
	// 0: scikit-learn's gamma='scale'.
	Gamma float64 `json:"gamma,omitempty"`
	// Seed decides on weights and offsets.
	Seed uint64 `json:"seed,omitempty"`
}

// defaults fills in what is left out.
func (r RandomFourier) defaults() RandomFourier {
	setDefault(&r.Components, 1024)
	return r
}

// maxComponents bounds the length of results.
const maxComponents = 1 << 20

// OutSpec returns a vector of Components values.
func (r RandomFourier) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "random_fourier"
	r = r.defaults()
	if err := checkComponents(op, r.Components); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkGamma(op, r.Gamma); err != nil {
		return tensor.Spec{}, err
	}
	return mappedSpec(op, in, r.Components)
}

func checkComponents(op string, n int) error {
	if n < 1 || n > maxComponents {
		return &tensor.ParamError{Op: op, Param: "components", Want: "a number from 1 to 1048576", Got: n}
	}
	return nil
}

// checkGamma reports a γ that is neither positive nor 0, which stands for one to be learned.
func checkGamma(op string, gamma float64) error {
	if !(gamma >= 0) || math.IsInf(gamma, 1) {
		return &tensor.ParamError{Op: op, Param: "gamma", Want: "a number above 0, or 0 for one that is learned", Got: gamma}
	}
	return nil
}

// mappedSpec returns a vector of so many components, if a matrix that makes them of the values of in is one that can be.
func mappedSpec(op string, in tensor.Spec, components int) (tensor.Spec, error) {
	if err := checkValues(op, in); err != nil {
		return tensor.Spec{}, err
	}
	if err := matrixSpec(components, in.Len()).Check(op); err != nil {
		return tensor.Spec{}, err
	}
	return tensor.VectorSpec(components), nil
}

// Fit returns a *RandomFourierMap. An error in the data, a NaN or an infinity, and a sample of another length than the first are errors
// that give the sample's position, counted from 0.
func (r RandomFourier) Fit(ctx context.Context, data iter.Seq2[*tensor.Tensor, error]) (tensor.Stage, error) {
	const op = "random_fourier"
	r = r.defaults()
	var scale scaleGamma
	err := eachVector(ctx, op, data, func(x []float32) error {
		scale.add(x)
		if r.Gamma != 0 {
			return errEnough
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if _, err := r.OutSpec(tensor.VectorSpec(scale.d)); err != nil {
		return nil, err
	}
	if r.Gamma == 0 {
		r.Gamma = scale.gamma()
	}
	m := r.draw(scale.d)
	if kernel.NotFinite(m.Weights.F32) >= 0 {
		return nil, fmt.Errorf("%s: wanted a γ that float32 has the root of, found %v", op, r.Gamma)
	}
	return m, nil
}

// draw draws weights for vectors of length d.
func (r RandomFourier) draw(d int) *RandomFourierMap {
	random := rand.New(rand.NewPCG(r.Seed, 0x666f7572696572))
	m := &RandomFourierMap{Weights: *zeroMatrix(r.Components, d), Offsets: *tensor.New(tensor.VectorSpec(r.Components))}
	deviation := math.Sqrt(2 * r.Gamma)
	for i := range m.Weights.F32 {
		m.Weights.F32[i] = float32(deviation * random.NormFloat64())
	}
	for i := range m.Offsets.F32 {
		m.Offsets.F32[i] = float32(2 * math.Pi * random.Float64())
	}
	return m
}

// A scaleGamma learns γ = 1/(d·v) from vectors of length d, where v is the variance of all their values.
type scaleGamma struct {
	d       int
	n       float64 // values so far
	mean    float64
	squares float64 // of differences from the mean
}

// add takes in the values of a vector, by equation 1.5 of Chan, Golub and LeVeque: see moments.
func (s *scaleGamma) add(x []float32) {
	s.d = len(x)
	mean, squares := runMoments(x)
	n := float64(len(x))
	total, delta := s.n+n, mean-s.mean
	s.mean += delta * (n / total)
	s.squares += squares + delta*delta*(s.n*n/total)
	s.n = total
}

func (s *scaleGamma) gamma() float64 {
	if s.squares == 0 {
		return 1
	}
	return 1 / (float64(s.d) * (s.squares / s.n))
}
