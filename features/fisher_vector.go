package features

import (
	"math"

	"github.com/saccade-go/saccade/internal/cluster"
	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// FisherVector describes local descriptors, such as [DenseSIFT] makes, by how a mixture of Gaussians would have to change to fit them
// better: the improved Fisher vector (Perronnin, Sánchez & Mensink, "Improving the Fisher Kernel for Large-Scale Image Classification",
// 2010). It is what [LearnFisherVector] becomes.
//
// The mixture has K Gaussians with weights w, means μ and variances σ², dimension by dimension. With γ the probability that a descriptor
// x of N comes from Gaussian k, the gradients with respect to its mean and deviation are, for each of the D dimensions,
//
//	u = 1/(N·√w)  · Σ γ·(x − μ)/σ
//	v = 1/(N·√2w) · Σ γ·((x − μ)²/σ² − 1)
//
// and the result has first the K·D values u and then the K·D values v, normalised by
//
//	power  z ← sign(z)·√|z|, and then scaled to the length 1
//	l2     scaled to the length 1
//	none   nothing
//
// scikit-image's skimage.feature.fisher_vector has the same numbers, but the opposite sign for v, and gradients with respect to weights
// before u, which Perronnin et al. leave out.
//
// Each level n of a spatial pyramid cuts the picture into n×n cells: row y of H is in row ⌊y·n/H⌋ of cells, and columns alike. The result
// has the 2·K·D values, normalised by themselves, of each cell, level by level and row by row: Σn²·2·K·D values. A cell without
// descriptors has zeros; a descriptor of zeros is none.
//
// The input is float32, with as many channels as the mixture has dimensions, D, or a multiple: then each place has several descriptors.
// Its size may be unknown. The time grows with the levels. γ below 1e-8 counts as 0. NaN and infinities make all values of cells with
// them NaN.
//
// JSON: {"levels": [1, 2], "norm": "power", "weights": {"shape": [K, 1, 1], "data": […]}, "means": {"shape": [1, K, D], "data": […]},
// "variances": {"shape": [1, K, D], "data": […]}}.
type FisherVector struct {
	// Levels are the levels of a spatial pyramid: cells each way, from 1 to 64, at most 8 levels. Default [1], the whole picture.
	Levels []int `json:"levels,omitempty"`
	// Norm is "power" (default), "l2" or "none".
	Norm string `json:"norm,omitempty"`
	// Weights is K×1×1, Means 1×K×D, and Variances 1×K×D. Required; weights and variances are finite and above 0.
	Weights   tensor.Tensor `json:"weights"`
	Means     tensor.Tensor `json:"means"`
	Variances tensor.Tensor `json:"variances"`
}

// Arrays returns the learned arrays by the names they have in JSON, for a model file to store and to fill them.
func (f *FisherVector) Arrays() map[string]*tensor.Tensor {
	return map[string]*tensor.Tensor{"weights": &f.Weights, "means": &f.Means, "variances": &f.Variances}
}

// checkParams reports parameters that make no sense, the mixture aside.
func (f *FisherVector) checkParams(op string) error {
	switch f.Norm {
	case "", "power", "l2", "none":
		return pyramidOf(f.Levels).check(op)
	}
	return &tensor.ParamError{Op: op, Param: "norm", Want: "power, l2 or none", Got: f.Norm}
}

// checkMixture reports arrays that aren't a mixture.
func (f *FisherVector) checkMixture(op string) error {
	matrix := tensor.Spec{C: 1, H: f.Means.H, W: f.Means.W}
	if err := checkArray(op, "means", f.Means.Spec, len(f.Means.F32), matrix); err != nil {
		return err
	}
	if err := checkArray(op, "variances", f.Variances.Spec, len(f.Variances.F32), matrix); err != nil {
		return err
	}
	if err := checkArray(op, "weights", f.Weights.Spec, len(f.Weights.F32), tensor.Spec{C: f.Means.H, H: 1, W: 1}); err != nil {
		return err
	}
	if err := checkPositive(op, "variances", f.Variances.F32); err != nil {
		return err
	}
	return checkPositive(op, "weights", f.Weights.F32)
}

// checkPositive reports values of a learned array that aren't finite and above 0.
func checkPositive(op, name string, values []float32) error {
	for _, v := range values {
		if !(v > 0 && v <= math.MaxFloat32) {
			return &tensor.ParamError{Op: op, Param: name, Want: "finite values above 0", Got: v}
		}
	}
	return nil
}

// OutSpec returns a vector of 2·K·D values for each cell.
func (f FisherVector) OutSpec(in tensor.Spec) (tensor.Spec, error) {
	const op = "fisher_vector"
	if err := f.checkParams(op); err != nil {
		return tensor.Spec{}, err
	}
	if err := f.checkMixture(op); err != nil {
		return tensor.Spec{}, err
	}
	if err := checkDescriptors(op, in, f.Means.W); err != nil {
		return tensor.Spec{}, err
	}
	return pyramidOf(f.Levels).spec(op, 2*f.Means.H, f.Means.W)
}

// Apply writes the gradients of src into dst.
func (f FisherVector) Apply(dst, src *tensor.Tensor) error {
	out, err := f.OutSpec(src.Spec)
	if err != nil {
		return err
	}
	if err := checkTensors("fisher_vector", dst, src, out); err != nil {
		return err
	}
	e := newFisherEncoder(&f)
	defer e.release()
	n, rest := 2*f.Means.Len(), dst.F32
	levels := pyramidOf(f.Levels)
	for _, level := range levels {
		for i := range level * level {
			e.encode(rest[:n], src, levels.region(i, level, src.Spec))
			f.normalise(rest[:n])
			rest = rest[n:]
		}
	}
	return nil
}

// normalise scales the gradients of a cell.
func (f *FisherVector) normalise(cell []float32) {
	if f.Norm == "none" {
		return
	}
	if f.Norm != "l2" {
		signedSquareRoots(cell, cell)
	}
	unitLength(cell)
}

// A fisherEncoder has a mixture for z = (x − shift)·scale, of which the mixture has the mean 0 and the variance 1.
type fisherEncoder struct {
	k, d             int
	weights          []float32
	means, variances []float64
	centres          []float32 // means
	shift, scale     []float32
	table            []float32 // the LogDensity of each Gaussian

	expanded []float32 // (z, z², 1) of a block of descriptors
	gammas   []float32 // of each of these with each Gaussian
	totals   []float64 // Σγ of each Gaussian
	rest     []float32 // memory for a descriptor

	lent   *scratch.Buffer[float32]
	lent64 *scratch.Buffer[float64]
}

func newFisherEncoder(f *FisherVector) fisherEncoder {
	e := fisherEncoder{k: f.Means.H, d: f.Means.W, weights: f.Weights.F32}
	row, n := 2*e.d+1, e.k*e.d
	e.lent = scratch.Float32.Get(3*e.d + n + e.k*row + descriptorsAtATime*(row+e.k))
	e.lent64 = scratch.Float64.Get(2*n + e.k)
	e.shift, e.scale, e.rest = e.lent.S[:e.d], e.lent.S[e.d:2*e.d], e.lent.S[2*e.d:3*e.d]
	e.centres, e.table = e.lent.S[3*e.d:][:n], e.lent.S[3*e.d+n:][:e.k*row]
	blocks := e.lent.S[3*e.d+n+e.k*row:]
	e.expanded, e.gammas = blocks[:descriptorsAtATime*row], blocks[descriptorsAtATime*row:]
	e.means, e.variances, e.totals = e.lent64.S[:n], e.lent64.S[n:2*n], e.lent64.S[2*n:]
	e.standardise(f)
	for k, w := range e.weights {
		cluster.LogDensity(e.table[k*row:][:row], float64(w), e.means[k*e.d:][:e.d], e.variances[k*e.d:][:e.d])
	}
	return e
}

func (e *fisherEncoder) release() {
	scratch.Float32.Put(e.lent)
	scratch.Float64.Put(e.lent64)
}

// standardise finds shift and scale, and the mixture for z.
func (e *fisherEncoder) standardise(f *FisherVector) {
	total := kernel.Sum(e.weights)
	for j := range e.d {
		mean, variance := 0., 0.
		for k, w := range e.weights {
			mean += float64(w) / total * float64(f.Means.F32[k*e.d+j])
		}
		e.shift[j] = float32(mean)
		for k, w := range e.weights {
			from := float64(f.Means.F32[k*e.d+j]) - float64(e.shift[j])
			variance += float64(w) / total * (float64(f.Variances.F32[k*e.d+j]) + from*from)
		}
		e.scale[j] = float32(1 / math.Sqrt(variance))
		scale := float64(e.scale[j])
		for at := j; at < len(e.means); at += e.d {
			e.means[at] = (float64(f.Means.F32[at]) - float64(e.shift[j])) * scale
			e.variances[at] = float64(f.Variances.F32[at]) * scale * scale
			e.centres[at] = float32(e.means[at])
		}
	}
}

// leastGamma is below what counts.
const leastGamma = 1e-8

// encode writes the gradients for the descriptors of a region.
func (e *fisherEncoder) encode(dst []float32, src *tensor.Tensor, within region) {
	row, n := 2*e.d+1, 0
	u, v := dst[:e.k*e.d], dst[e.k*e.d:]
	reader := newDescriptorReader(src, e.d, within)
	defer reader.release()
	clear(dst)
	clear(e.totals)
	for reader.read() {
		n += reader.n
		cluster.Expand(e.expanded, reader.rows[:reader.n*e.d], e.shift, e.scale)
		kernel.Gemm(false, true, reader.n, e.k, row, 1, e.expanded, row, e.table, row, 0, e.gammas, e.k, 1)
		kernel.SoftmaxRows(e.gammas[:reader.n*e.k], e.gammas, e.k)
		for i := range reader.n {
			e.add(u, v, e.expanded[i*row:][:e.d], e.gammas[i*e.k:][:e.k])
		}
	}
	e.scaleGradients(u, v, max(n, 1))
}

// add adds γ·(z − μ) to u and γ·(z − μ)² to v, for each Gaussian. That takes less time than two matrix products, since most γ are next to
// 0, and loses less than Σγ·z − μ·Σγ would.
func (e *fisherEncoder) add(u, v, z, gammas []float32) {
	for k, gamma := range gammas {
		if gamma < leastGamma {
			continue
		}
		at := k * e.d
		kernel.Sub(e.rest, z, e.centres[at:])
		kernel.AddScaled(u[at:at+e.d], e.rest, gamma)
		kernel.Mul(e.rest, e.rest, e.rest)
		kernel.AddScaled(v[at:at+e.d], e.rest, gamma)
		e.totals[k] += float64(gamma)
	}
}

// scaleGradients makes gradients of the sums over n descriptors.
func (e *fisherEncoder) scaleGradients(u, v []float32, n int) {
	for k, w := range e.weights {
		factor := 1 / (float64(n) * math.Sqrt(float64(w)))
		for at := k * e.d; at < (k+1)*e.d; at++ {
			variance := e.variances[at]
			u[at] = float32(factor * float64(u[at]) / math.Sqrt(variance))
			v[at] = float32(factor / math.Sqrt2 * (float64(v[at])/variance - e.totals[k]))
		}
	}
}
