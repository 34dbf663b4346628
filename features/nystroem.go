package features

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/saccade-go/saccade/internal/cluster"
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// Nystroem learns a map that makes a kernel linear, and becomes [NystroemMap]: Williams & Seeger, "Using the Nyström Method to Speed Up
// Kernel Machines" (2001). A linear classifier on its results approximates one with that kernel. It takes Components vectors of the
// data as landmarks, and with K, the kernels of landmarks with each other, it maps x to K^−½·(k(x, l) for each landmark l).
//
//	rbf           exp(−γ·‖x − y‖²)
//	linear        x·y
//	polynomial    (γ·x·y + Coef0)^Degree
//	chi2          exp(−γ·Σ (xᵢ − yᵢ)²/(xᵢ + yᵢ)), where 0/0 is 0
//	intersection  Σ min(xᵢ, yᵢ)
//
// The last two are for histograms: negative values in the data are an error.
//
// The inner product of two results is about the kernel of what they were made of, and that kernel exactly if one of them is a landmark.
// Eigenvalues of K below 1e-6 of the largest count as 0, and so do their directions, where float32 has nothing but noise. Otherwise
// the numbers are those of scikit-learn's Nystroem with the same landmarks and parameters.
//
// The input is float32 of a known shape, its values one vector of length d. There are at least as many samples as components. The
// memory is 4·d bytes for each component, or with kmeans for each of Samples, and some 36·Components² for the eigenvectors, whose time grows
// with Components³.
//
// JSON: {"components": 256, "kernel": "rbf", "method": "random"}.
type Nystroem struct {
	// Components is the number of landmarks and the length of the result. Default 256, at most 4096.
	Components int `json:"components,omitempty"`
	// Kernel is "rbf" (default), "linear", "polynomial", "chi2" or "intersection".
	Kernel string `json:"kernel,omitempty"`
	// Gamma is γ. 0, the default, is 1 for chi2, and for rbf and polynomial it learns 1/(d·v), where v is the variance of all values of the
	// data, or 1 if that is 0.
	Gamma float64 `json:"gamma,omitempty"`
	// Coef0 is added in polynomial, 0 or more. Default 0.
	Coef0 float64 `json:"coef0,omitempty"`
	// Degree is the exponent in polynomial, at most 16. Default 3.
	Degree int `json:"degree,omitempty"`
	// Method chooses landmarks: "random" (default) takes any samples, each with the same probability, and "kmeans" the centroids
	// of k-means (Zhang, Tsang & Kwok, "Improved Nyström Low-Rank Approximation and Error Analysis", 2008), which takes longer and needs
	// fewer of them.
	Method string `json:"method,omitempty"`
	// Samples bounds from how many samples kmeans learns, any of them. Default 20 for each component; at least one for each.
	Samples int `json:"samples,omitempty"`
	// Seed decides on the samples and on where k-means starts.
	Seed uint64 `json:"seed,omitempty"`
}

const (
	randomLandmarks = "random"
	kmeansLandmarks = "kmeans"
)

const (
	maxLandmarks       = 4096
	maxLandmarkSamples = 1 << 24
	landmarkIterations = 30   // of k-means, at most
	leastLandmarkPart  = 1e-6 // of the largest eigenvalue
	samplesPerCentroid = 20
)

// defaults fills in what is left out, but for a γ that is learned.
func (n Nystroem) defaults() Nystroem {
	setDefault(&n.Components, 256)
	setDefault(&n.Kernel, rbf)
	setDefault(&n.Method, randomLandmarks)
	if n.Kernel == chi2 {
		setDefault(&n.Gamma, 1)
	}
	if n.Kernel == polynomial {
		setDefault(&n.Degree, 3)
	}
	if n.Method == kmeansLandmarks {
		setDefault(&n.Samples, samplesPerCentroid*n.Components)
	}
	return n
}

func (n Nystroem) kernel() pairKernel { return pairKernel{n.Kernel, n.Gamma, n.Coef0, n.Degree} }

// OutSpec returns a vector of Components values.
func (n Nystroem) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "nystroem"
	n = n.defaults()
	if err := n.check(op); err != nil {
		return tensor.Spec{}, err
	}
	return mappedSpec(op, in, n.Components)
}

// check reports parameters that make no sense.
func (n Nystroem) check(op string) error {
	if n.Components < 1 || n.Components > maxLandmarks {
		return &tensor.ParamError{Op: op, Param: "components", Want: "a number from 1 to 4096", Got: n.Components}
	}
	if err := n.kernel().check(op); err != nil {
		return err
	}
	kmeans := n.Method == kmeansLandmarks
	switch {
	case n.Method != randomLandmarks && !kmeans:
		return &tensor.ParamError{Op: op, Param: "method", Want: "random or kmeans", Got: n.Method}
	case kmeans && (n.Samples < n.Components || n.Samples > maxLandmarkSamples) || !kmeans && n.Samples != 0:
		return &tensor.ParamError{Op: op, Param: "samples", Want: "a number from that of components to 16777216, with kmeans only", Got: n.Samples}
	}
	return nil
}

// Fit learns from data in one pass and returns a *NystroemMap. An error in the data, a NaN or an infinity, and a sample of another
// length than the first are errors that give the sample's position, counted from 0; too few samples are an error. The result
// depends on the order of the data and the seed, and not on the number of processors.
func (n Nystroem) Fit(ctx context.Context, data iter.Seq2[*tensor.Tensor, error]) (tensor.Stage, error) {
	const op = "nystroem"
	n = n.defaults()
	if err := n.check(op); err != nil {
		return nil, err
	}
	var scale scaleGamma
	kept := newUniformSample(max(n.Components, n.Samples), n.Seed)
	err := eachVector(ctx, op, data, func(x []float32) error {
		if n.kernel().ofHistograms() && slices.ContainsFunc(x, func(v float32) bool { return v < 0 }) {
			return fmt.Errorf("wanted values of 0 or more for the kernel %s, found negative ones", n.Kernel)
		}
		scale.add(x)
		kept.add(x)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if kept.Rows < n.Components {
		return nil, fmt.Errorf("%s: wanted at least as many samples as components, %d, found %d", op, n.Components, kept.Rows)
	}
	if n.Gamma == 0 && n.kernel().hasGamma() {
		n.Gamma = scale.gamma()
	}
	landmarks, err := n.landmarks(ctx, kept.Matrix)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	stage, err := n.around(ctx, landmarks)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	return stage, nil
}

// landmarks chooses among the samples kept.
func (n Nystroem) landmarks(ctx context.Context, kept tensor.Matrix) (tensor.Matrix, error) {
	if n.Method == randomLandmarks {
		return kept, nil
	}
	k := cluster.KMeans{K: n.Components, Iterations: landmarkIterations, Seed: n.Seed, Workers: runtime.GOMAXPROCS(0)}
	return k.Fit(ctx, kept)
}

// around returns the map of landmarks.
func (n Nystroem) around(ctx context.Context, landmarks tensor.Matrix) (*NystroemMap, error) {
	k, err := n.kernel().gram(ctx, landmarks)
	if err != nil {
		return nil, err
	}
	normalization, err := inverseRoot(k)
	if err != nil {
		return nil, err
	}
	return &NystroemMap{
		Kernel: n.Kernel, Gamma: n.Gamma, Coef0: n.Coef0, Degree: n.Degree, Normalization: *normalization,
		Landmarks: tensor.Tensor{Spec: matrixSpec(landmarks.Rows, landmarks.Cols), F32: landmarks.Data},
	}, nil
}

// gram has the kernels of all pairs of rows of x.
func (k pairKernel) gram(ctx context.Context, x tensor.Matrix) (*mat.SymDense, error) {
	values := make([]float64, x.Rows*x.Rows)
	kernel.Parallel(x.Rows, runtime.GOMAXPROCS(0), func(i int) {
		for j := i; j < x.Rows && ctx.Err() == nil; j++ {
			values[i*x.Rows+j] = k.value(x.Row(i), x.Row(j))
		}
	})
	for _, v := range values {
		if v-v != 0 {
			return nil, errors.New("wanted finite kernels of landmarks, found a NaN or an infinity: values are too large")
		}
	}
	return mat.NewSymDense(x.Rows, values), ctx.Err()
}

// inverseRoot is k^−½ for a symmetric k, without the directions whose eigenvalues are next to 0.
func inverseRoot(k *mat.SymDense) (*tensor.Tensor, error) {
	values, v, ok := eigenSym(k)
	if !ok {
		return nil, errors.New("wanted eigenvectors of the kernels of landmarks, found none")
	}
	var root mat.Dense
	n, scaled := len(values), mat.DenseCopyOf(v)
	for j, lambda := range values {
		s := 0.0
		if lambda > leastLandmarkPart*values[n-1] { // they ascend
			s = 1 / math.Sqrt(lambda)
		}
		for i := range n {
			scaled.Set(i, j, s*scaled.At(i, j))
		}
	}
	root.Mul(scaled, v.T())
	out := zeroMatrix(n, n)
	for i := range out.F32 {
		out.F32[i] = float32(root.At(i/n, i%n))
	}
	if i := kernel.NotFinite(out.F32); i >= 0 {
		return nil, errors.New("wanted kernels of landmarks to divide by, found them too small")
	}
	return out, nil
}

// A uniformSample keeps a number of the vectors that come, each with the same probability, in one pass: Vitter's algorithm R (1985).
type uniformSample struct {
	tensor.Matrix
	size, seen int
	r          *rand.Rand
}

func newUniformSample(size int, seed uint64) *uniformSample {
	return &uniformSample{size: size, r: rand.New(rand.NewPCG(seed, 0x6c616e646d61726b))}
}

func (s *uniformSample) add(x []float32) {
	s.seen++
	s.Cols = len(x)
	if s.Rows < s.size {
		s.Data = append(s.Data, x...)
		s.Rows++
		return
	}
	if i := s.r.IntN(s.seen); i < s.size {
		copy(s.Row(i), x)
	}
}
