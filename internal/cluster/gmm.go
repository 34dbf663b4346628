package cluster

import (
	"context"
	"fmt"
	"math"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// GMM fits a mixture of K Gaussians with diagonal covariances to vectors x by expectation maximisation (Dempster, Laird & Rubin 1977).
// It starts with the k-means centroids and the variances of their vectors; each iteration computes with what probability each vector
// is from each Gaussian, and makes of these the weights, means and variances of the next.
//
// Variances don't fall below Floor times that of all vectors, dimension by dimension, so that no Gaussian shrinks to a point. A
// dimension in which all vectors are alike counts as one of variance 1.
//
// The same vectors and values give the same mixture at any number of workers.
type GMM struct {
	K          int
	Iterations int     // at most; it ends sooner when the mean log-likelihood of vectors grows by less than Tolerance
	Tolerance  float64 // 0 for all iterations
	Floor      float64
	// Start bounds the iterations of k-means.
	Start   int
	Seed    uint64
	Workers int
}

// A Mixture has K Gaussians with diagonal covariances, of D dimensions.
type Mixture struct {
	Weights          []float32 // their sum is 1
	Means, Variances tensor.Matrix
}

// Fit returns a mixture. x has at least K rows, all finite.
func (g GMM) Fit(ctx context.Context, x tensor.Matrix) (Mixture, error) {
	k := KMeans{K: g.K, Iterations: g.Start, Seed: g.Seed, Workers: g.Workers}
	c, err := k.Fit(ctx, x)
	if err != nil {
		return Mixture{}, fmt.Errorf("mixture of Gaussians: %w", err)
	}
	f := newEM(g, x)
	f.begin(k.labels(x, c))
	if err := f.run(ctx); err != nil {
		return Mixture{}, err
	}
	return f.mixture(), nil
}

// labels gives each vector its nearest centroid.
func (k KMeans) labels(x, c tensor.Matrix) []int32 {
	f := kmeans{KMeans: k, x: x, c: c, labels: make([]int32, x.Rows), weights: make([]float32, x.Rows)}
	f.assign(x)
	return f.labels
}

// em is expectation maximisation on vectors z = (x − shift)·scale, which have the mean 0 and the variance 1 in each dimension, so that
// float32 products lose little.
type em struct {
	GMM
	x            tensor.Matrix
	shift, scale []float32

	// Of the K Gaussians, K or K×D values, for z.
	weights, means, variances []float64

	// table has, for each Gaussian, its LogDensity; sums, for each part of the vectors, what expect finds; logs is their log-likelihood.
	table []float32
	sums  [parts][]float64
	logs  [parts]float64
}

// parts is in how many runs vectors are summed up, whatever the number of workers.
const parts = 16

func newEM(g GMM, x tensor.Matrix) *em {
	k, d := g.K, x.Cols
	f := &em{
		GMM: g, x: x, shift: make([]float32, d), scale: make([]float32, d), table: make([]float32, k*(2*d+1)),
		weights: make([]float64, k), means: make([]float64, k*d), variances: make([]float64, k*d),
	}
	mean, squares := make([]float64, d), make([]float64, d)
	for i := range x.Rows {
		for j, v := range x.Row(i) {
			mean[j] += float64(v) / float64(x.Rows)
		}
	}
	for i := range x.Rows {
		for j, v := range x.Row(i) {
			squares[j] += (float64(v) - mean[j]) * (float64(v) - mean[j])
		}
	}
	for j := range d {
		f.shift[j], f.scale[j] = float32(mean[j]), 1
		// Less than that is float32's rounding of a constant.
		if std := math.Sqrt(squares[j] / float64(x.Rows)); std > 1e-7*math.Abs(mean[j]) {
			f.scale[j] = float32(1 / std)
		}
	}
	for p := range f.sums {
		f.sums[p] = make([]float64, len(f.table))
	}
	return f
}

// begin makes Gaussians of vectors that have one each.
func (f *em) begin(labels []int32) {
	sums, row := f.sums[0], 2*f.x.Cols+1
	expanded := make([]float32, row)
	for i, label := range labels {
		Expand(expanded, f.x.Row(i), f.shift, f.scale)
		for j, v := range expanded {
			sums[int(label)*row+j] += float64(v)
		}
	}
	f.maximise(sums)
}

// run iterates.
func (f *em) run(ctx context.Context) error {
	before := math.Inf(-1)
	for range f.Iterations {
		if err := ctx.Err(); err != nil {
			return err
		}
		likelihood := f.expect()
		f.maximise(f.total())
		if f.Tolerance > 0 && likelihood-before < f.Tolerance {
			break
		}
		before = likelihood
	}
	return nil
}

// expect computes the probabilities p of Gaussians, and in sums Σp·z, Σp·z² and Σp for each Gaussian. It returns the mean
// log-likelihood of vectors.
func (f *em) expect() float64 {
	d := f.x.Cols
	for k, w := range f.weights {
		LogDensity(f.table[k*(2*d+1):][:2*d+1], w, f.means[k*d:][:d], f.variances[k*d:][:d])
	}
	blocks := (f.x.Rows + block - 1) / block
	kernel.Parallel(parts, f.Workers, func(p int) {
		clear(f.sums[p])
		f.logs[p] = 0
		f.part(p, p*blocks/parts*block, min((p+1)*blocks/parts*block, f.x.Rows))
	})
	sum := 0.
	for _, v := range f.logs {
		sum += v
	}
	return sum / float64(f.x.Rows)
}

// part does part p of expect, with the vectors from first to last.
func (f *em) part(p, first, last int) {
	d, row := f.x.Cols, 2*f.x.Cols+1
	memory := scratch.Float32.Get(block*row + block*f.K + f.K*row)
	defer scratch.Float32.Put(memory)
	expanded, probabilities, sums := memory.S[:block*row], memory.S[block*row:][:block*f.K], memory.S[block*(row+f.K):]
	for ; first < last; first += block {
		n := min(block, last-first)
		Expand(expanded, f.x.Data[first*d:][:n*d], f.shift, f.scale)
		kernel.Gemm(false, true, n, f.K, row, 1, expanded, row, f.table, row, 0, probabilities, f.K, 1)
		for i := range n {
			v := probabilities[i*f.K:][:f.K]
			f.logs[p] += kernel.Softmax(v, v)
		}
		kernel.Gemm(true, false, f.K, row, n, 1, probabilities, f.K, expanded, row, 0, sums, row, 1)
		for i, v := range sums {
			f.sums[p][i] += float64(v)
		}
	}
}

// total adds up the sums of all parts.
func (f *em) total() []float64 {
	for _, sums := range f.sums[1:] {
		for i, v := range sums {
			f.sums[0][i] += v
		}
	}
	return f.sums[0]
}

// maximise makes Gaussians of Σp·z, Σp·z² and Σp.
func (f *em) maximise(sums []float64) {
	d := f.x.Cols
	const little = 10 * 0x1p-52 // what scikit-learn adds, against Gaussians without vectors
	total := float64(f.x.Rows) + little*float64(f.K)
	for k := range f.weights {
		of := sums[k*(2*d+1):]
		n := of[2*d] + little
		f.weights[k] = n / total
		for j := range d {
			mean := of[j] / n
			f.means[k*d+j] = mean
			f.variances[k*d+j] = max(of[d+j]/n-mean*mean, f.Floor)
		}
	}
}

// mixture has the Gaussians for x.
func (f *em) mixture() Mixture {
	d := f.x.Cols
	m := Mixture{Weights: make([]float32, f.K), Means: tensor.NewMatrix(f.K, d), Variances: tensor.NewMatrix(f.K, d)}
	for k := range f.K {
		m.Weights[k] = float32(f.weights[k])
		for j := range d {
			scale := float64(f.scale[j])
			m.Means.Row(k)[j] = float32(f.means[k*d+j]/scale + float64(f.shift[j]))
			const least, most = 0x1p-126, math.MaxFloat32
			m.Variances.Row(k)[j] = float32(min(max(f.variances[k*d+j]/(scale*scale), least), most))
		}
	}
	return m
}

// LogDensity writes to row, of 2·D + 1 values, what multiplied with (z, z², 1) gives the logarithm of a Gaussian's density at z times
// its weight: μ/σ², −1/(2σ²), and log(weight) − Σ (log(2πσ²) + μ²/σ²)/2.
func LogDensity(row []float32, weight float64, mean, variance []float64) {
	d := len(mean)
	constant := math.Log(weight)
	for j, m := range mean {
		v := variance[j]
		row[j], row[d+j] = float32(m/v), float32(-1/(2*v))
		constant -= (math.Log(2*math.Pi*v) + m*m/v) / 2
	}
	row[2*d] = float32(constant)
}

// Expand makes of each vector x in rows, all as long as shift, the values (z, z², 1) with z = (x − shift)·scale.
func Expand(dst, rows, shift, scale []float32) {
	d := len(shift)
	for ; len(rows) > 0; rows, dst = rows[d:], dst[2*d+1:] {
		z := dst[:d]
		kernel.Sub(z, rows[:d], shift)
		kernel.Mul(z, z, scale)
		kernel.Mul(dst[d:2*d], z, z)
		dst[2*d] = 1
	}
}
