package features

import (
	"context"
	"fmt"
	"iter"
	"math"
	"runtime"

	"github.com/saccade-go/saccade/internal/cluster"
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/tensor"
)

// LearnPatches learns from data a dictionary of what small patches of pictures look like, and becomes [LearnedPatches], which
// describes pictures by it: Coates, Lee & Ng, "An Analysis of Single-Layer Networks in Unsupervised Feature Learning" (2011), and
// for the soft threshold and spherical centroids Coates & Ng, "The Importance of Encoding Versus Training with Sparse Coding and
// Vector Quantization" (2011). Without labels and without a convolutional network it gets near what small ones reach; pictures
// should have a few dozen pixels each way.
//
//  1. Patches are drawn at random from all pictures, equally many from each as far as they have so many, and normalised: less their
//     mean, divided by √(variance + NormEps).
//  2. They are whitened by ZCA: Whiten = V·(Λ + WhitenEps)^−½·Vᵀ with the eigenvectors and eigenvalues of their covariance.
//  3. Their k-means centroids, see Method, are the dictionary.
//
// The memory is that of the drawn patches, Patches·4·C·Size² bytes and half as much for a moment.
//
// JSON: {"size": 6, "centroids": 1600, "pool": 2}.
type LearnPatches struct {
	// Size is the height and width of a patch. Default 6, at most 64.
	Size int `json:"size,omitempty"`
	// Stride is the distance of patches that are encoded. Default 1. Those that are learned from lie anywhere.
	Stride int `json:"stride,omitempty"`
	// Centroids is the number of patches in the dictionary. Default 400.
	Centroids int `json:"centroids,omitempty"`
	// Pool is the number of cells each way. Default 2.
	Pool int `json:"pool,omitempty"`
	// Patches bounds how many patches are learned from. Default 400000; it is at least Centroids.
	Patches int `json:"patches,omitempty"`
	// NormEps is added to the variance of a patch. Default 10/255²; a patch of float32 that isn't in 0..1 needs another one.
	NormEps float64 `json:"norm_eps,omitempty"`
	// WhitenEps is added to eigenvalues. Default 0.1.
	WhitenEps float64 `json:"whiten_eps,omitempty"`
	// Method is "kmeans" (default) or "spherical": centroids of length 1, of directions.
	Method string `json:"method,omitempty"`
	// Iterations bounds those of k-means. Default 30.
	Iterations int `json:"iterations,omitempty"`
	// Encoding is "triangle" (default) or "soft_threshold", see LearnedPatches.
	Encoding string `json:"encoding,omitempty"`
	// Threshold is that of soft_threshold, at least 0. Default 0.25.
	Threshold float64 `json:"threshold,omitempty"`
	// Seed decides on the patches and on where k-means starts.
	Seed uint64 `json:"seed,omitempty"`
}

const (
	triangle      = "triangle"
	softThreshold = "soft_threshold"
	spherical     = "spherical"
)

// defaults fills in what is left out.
func (l LearnPatches) defaults() LearnPatches {
	setDefault(&l.Size, 6)
	setDefault(&l.Stride, 1)
	setDefault(&l.Centroids, 400)
	setDefault(&l.Pool, 2)
	setDefault(&l.Patches, 400000)
	setDefault(&l.NormEps, 10.0/(255*255))
	setDefault(&l.WhitenEps, 0.1)
	setDefault(&l.Method, "kmeans")
	setDefault(&l.Iterations, 30)
	setDefault(&l.Encoding, triangle)
	if l.Encoding == softThreshold {
		setDefault(&l.Threshold, 0.25)
	}
	return l
}

func setDefault[T comparable](v *T, to T) {
	var zero T
	if *v == zero {
		*v = to
	}
}

// OutSpec returns a vector of Pool² cells' codes, as LearnedPatches has them.
func (l LearnPatches) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "learn_patches"
	l = l.defaults()
	if err := l.check(op); err != nil {
		return tensor.Spec{}, err
	}
	p := l.patches()
	if err := p.check(op, in); err != nil {
		return tensor.Spec{}, err
	}
	if n := p.values(in); n > maxPatchValues {
		return tensor.Spec{}, &tensor.SpecError{Op: op, Want: fmt.Sprintf("patches of at most %d values", maxPatchValues), Got: in}
	}
	codes := l.Centroids
	if l.Encoding == softThreshold {
		codes *= 2
	}
	out := tensor.VectorSpec(l.Pool * l.Pool * codes)
	return out, out.Check(op)
}

// maxPatchValues bounds the matrix for whitening, whose eigenvectors take a time that grows with its cube.
const maxPatchValues = 2048

func (l LearnPatches) patches() patches { return patches{l.Size, l.Stride, l.NormEps} }

// check reports parameters that make no sense.
func (l LearnPatches) check(op string) error {
	if err := l.checkCodes(op); err != nil {
		return err
	}
	switch {
	case l.Centroids < 1 || l.Centroids > 1<<20:
		return &tensor.ParamError{Op: op, Param: "centroids", Want: "a number from 1 to 1048576", Got: l.Centroids}
	case l.Patches < l.Centroids || l.Patches > 1<<26:
		return &tensor.ParamError{Op: op, Param: "patches", Want: "a number from that of centroids to 67108864", Got: l.Patches}
	case !(l.WhitenEps > 0) || math.IsInf(l.WhitenEps, 1):
		return &tensor.ParamError{Op: op, Param: "whiten_eps", Want: "a number above 0", Got: l.WhitenEps}
	case l.Method != "kmeans" && l.Method != spherical:
		return &tensor.ParamError{Op: op, Param: "method", Want: "kmeans or spherical", Got: l.Method}
	case l.Iterations < 1 || l.Iterations > 10000:
		return &tensor.ParamError{Op: op, Param: "iterations", Want: "a number from 1 to 10000", Got: l.Iterations}
	}
	return nil
}

// checkCodes reports those of the parameters that LearnedPatches has as well.
func (l LearnPatches) checkCodes(op string) error {
	switch {
	case l.Size < 1 || l.Size > 64:
		return &tensor.ParamError{Op: op, Param: "size", Want: "a number from 1 to 64", Got: l.Size}
	case l.Stride < 1 || l.Stride > 1<<20:
		return &tensor.ParamError{Op: op, Param: "stride", Want: "a number from 1", Got: l.Stride}
	case l.Pool < 1 || l.Pool > 64:
		return &tensor.ParamError{Op: op, Param: "pool", Want: "a number from 1 to 64", Got: l.Pool}
	case !(l.NormEps > 0) || math.IsInf(l.NormEps, 1):
		return &tensor.ParamError{Op: op, Param: "norm_eps", Want: "a number above 0", Got: l.NormEps}
	case l.Encoding != triangle && l.Encoding != softThreshold:
		return &tensor.ParamError{Op: op, Param: "encoding", Want: "triangle or soft_threshold", Got: l.Encoding}
	case !(l.Threshold >= 0) || math.IsInf(l.Threshold, 1) || l.Encoding == triangle && l.Threshold != 0:
		return &tensor.ParamError{Op: op, Param: "threshold", Want: "a number of 0 or more, with soft_threshold only", Got: l.Threshold}
	}
	return nil
}

// Fit learns from data in one pass and returns a *LearnedPatches. An error in the data, a NaN or an infinity, a sample that
// doesn't go with the first, and fewer patches than centroids are errors that give the sample's position, counted from 0. The result
// depends on the order of the data and the seed, and not on the number of processors.
func (l LearnPatches) Fit(ctx context.Context, data iter.Seq2[*tensor.Tensor, error]) (tensor.Stage, error) {
	l = l.defaults()
	s := newPatchSample(l)
	if err := eachSample(ctx, "learn_patches", data, s.add); err != nil {
		return nil, err
	}
	if s.x.Rows < l.Centroids {
		return nil, fmt.Errorf("learn_patches: wanted at least as many patches as centroids, %d, found %d", l.Centroids, s.x.Rows)
	}
	return l.learn(ctx, s.x)
}

// learn makes a dictionary of normalised patches, which it whitens in place.
func (l LearnPatches) learn(ctx context.Context, x tensor.Matrix) (tensor.Stage, error) {
	covariance := newRunningCovariance(x.Cols)
	for i := range x.Rows {
		covariance.add(x.Row(i))
	}
	mean, whiten, err := covariance.zca(l.WhitenEps)
	if err != nil {
		return nil, fmt.Errorf("learn_patches: %w", err)
	}
	const block = 4096
	white := make([]float32, min(block, x.Rows)*x.Cols)
	for first := 0; first < x.Rows; first += block {
		n := min(block, x.Rows-first)
		rows := x.Data[first*x.Cols:][:n*x.Cols]
		for i := range n {
			kernel.Sub(rows[i*x.Cols:][:x.Cols], rows[i*x.Cols:], mean.F32)
		}
		kernel.Gemm(false, true, n, x.Cols, x.Cols, 1, rows, x.Cols, whiten.F32, x.Cols, 0, white, x.Cols, runtime.GOMAXPROCS(0))
		copy(rows, white)
	}
	k := cluster.KMeans{
		K: l.Centroids, Iterations: l.Iterations, Spherical: l.Method == spherical, Seed: l.Seed, Workers: runtime.GOMAXPROCS(0),
	}
	c, err := k.Fit(ctx, x)
	if err != nil {
		return nil, fmt.Errorf("learn_patches: %w", err)
	}
	return &LearnedPatches{
		Size: l.Size, Stride: l.Stride, Pool: l.Pool, NormEps: l.NormEps, Encoding: l.Encoding, Threshold: l.Threshold,
		Mean: *mean, Whiten: *whiten,
		Dictionary: tensor.Tensor{Spec: tensor.Spec{DType: tensor.Float32, C: 1, H: c.Rows, W: c.Cols}, F32: c.Data},
	}, nil
}

// A patchSample draws patches from pictures.
type patchSample struct {
	LearnPatches
	reservoir
	spec tensor.Spec // of the first picture
}

func newPatchSample(l LearnPatches) *patchSample {
	return &patchSample{LearnPatches: l, reservoir: newReservoir(l.Patches, l.Seed, 0x70617463686573)}
}

// add draws patches from a picture.
func (s *patchSample) add(src *tensor.Tensor) error {
	if _, err := s.OutSpec(src.Spec); err != nil {
		return err
	}
	if err := checkTensors("learn_patches", src, src, src.Spec); err != nil {
		return err
	}
	if s.x.Cols == 0 {
		s.spec, s.x.Cols = src.Spec, s.patches().values(src.Spec)
	}
	if src.C != s.spec.C || src.DType != s.spec.DType {
		return &tensor.SpecError{Op: "learn_patches", Want: "pictures like the first one, " + s.spec.String(), Got: src.Spec}
	}
	rows, cols, p := src.H-s.Size+1, src.W-s.Size+1, s.patches()
	return s.take(rows*cols, func(patch []float32) error {
		p.copy(patch, src, s.r.IntN(rows), s.r.IntN(cols))
		p.normalise(patch)
		if sum := kernel.SumSquares(patch); sum-sum != 0 {
			return errNotFinite
		}
		return nil
	})
}
