package cluster

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/saccade-go/saccade/internal/kernel"
	"github.com/saccade-go/saccade/internal/scratch"
	"github.com/saccade-go/saccade/tensor"
)

// KMeans looks for K centroids among vectors x, such that Σ min‖x − c‖² is small (Lloyd 1982): from a start by k-means++
// (Arthur & Vassilvitskii 2007), each iteration assigns every vector to its nearest centroid, of equals the first, and makes
// each centroid the mean of its vectors. A centroid without vectors is put on one that is drawn at random.
//
// With Spherical, centroids have the length 1 and stand for both directions: a vector goes to the one with the largest |c·x|, and
// each becomes Σ (c·x)·x + c, scaled to the length 1, of its vectors (Coates & Ng 2012, "Learning Feature Representations with
// K-Means", section 2.2: gain-shape vector quantisation, which is orthogonal matching pursuit with one atom).
//
// The same vectors and values give the same centroids at any number of workers.
type KMeans struct {
	K          int
	Iterations int // at most; it ends sooner when no vector changes its centroid
	Spherical  bool
	// Batch, if not 0, is how many vectors an iteration takes, drawn at random, in place of all (Sculley 2010): each centroid is
	// then the mean of all vectors that it ever got. Not with Spherical.
	Batch   int
	Seed    uint64
	Workers int
}

// block is how many vectors are compared with centroids at a time.
const block = 256

// startPerCentroid bounds the vectors from which k-means++ chooses: its time grows with their number times K.
const startPerCentroid = 20

// Fit returns the centroids, K rows of x.Cols values. x has at least K rows, all finite.
func (k KMeans) Fit(ctx context.Context, x tensor.Matrix) (tensor.Matrix, error) {
	if k.K < 1 || x.Rows < k.K || x.Cols < 1 || len(x.Data) != x.Rows*x.Cols {
		return tensor.Matrix{}, fmt.Errorf("k-means: wanted at least %d vectors for as many centroids, found %d of length %d", k.K, x.Rows, x.Cols)
	}
	f := kmeans{KMeans: k, ctx: ctx, x: x, r: rand.New(rand.NewPCG(k.Seed, 0x6b6d65616e73)), c: tensor.NewMatrix(k.K, x.Cols)}
	f.start()
	if k.Batch > 0 {
		return f.c, f.miniBatches()
	}
	return f.c, f.lloyd()
}

type kmeans struct {
	KMeans
	ctx     context.Context
	x       tensor.Matrix
	c       tensor.Matrix
	r       *rand.Rand
	labels  []int32
	weights []float32 // the factor of each vector in its centroid: 1, or c·x
}

// start puts the centroids on vectors: the first is drawn, each other one with a probability that grows with what the centroids
// before it leave of it, the square of the distance to the nearest one, or for Spherical from its line.
func (f *kmeans) start() {
	from := f.sample(startPerCentroid * f.K)
	n := from.Rows
	left, dots, squares := make([]float64, n), make([]float32, n), make([]float64, n)
	for i := range n {
		left[i], squares[i] = math.Inf(1), kernel.SumSquares(from.Row(i))
	}
	next := f.r.IntN(n)
	for c := range f.K {
		centroid := f.c.Row(c)
		copy(centroid, from.Row(next))
		if f.Spherical {
			normalise(centroid)
		}
		kernel.Gemm(false, true, n, 1, from.Cols, 1, from.Data, from.Cols, centroid, from.Cols, 0, dots, 1, f.Workers)
		total := 0.0
		for i, dot := range dots {
			rest := squares[i] + squares[next] - 2*float64(dot)
			if f.Spherical {
				rest = squares[i] - float64(dot)*float64(dot)
			}
			left[i] = min(left[i], max(rest, 0))
			total += left[i]
		}
		next = f.draw(left, total)
	}
}

// draw returns i with probability weights[i]/total.
func (f *kmeans) draw(weights []float64, total float64) int {
	at := f.r.Float64() * total
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	return f.r.IntN(len(weights)) // all are on centroids
}

// sample returns so many vectors, drawn one by one, or all.
func (f *kmeans) sample(n int) tensor.Matrix {
	if n >= f.x.Rows {
		return f.x
	}
	s := tensor.NewMatrix(n, f.x.Cols)
	for i := range n {
		copy(s.Row(i), f.x.Row(f.r.IntN(f.x.Rows)))
	}
	return s
}

func (f *kmeans) lloyd() error {
	f.labels, f.weights = make([]int32, f.x.Rows), make([]float32, f.x.Rows)
	for i := range f.labels {
		f.labels[i] = -1
	}
	for range f.Iterations {
		if err := f.ctx.Err(); err != nil {
			return err
		}
		if !f.assign(f.x) {
			break
		}
		f.update()
	}
	return nil
}

// assign gives each vector its centroid, and reports whether one changed.
func (f *kmeans) assign(x tensor.Matrix) bool {
	blocks := (x.Rows + block - 1) / block
	changed := make([]bool, blocks)
	halves := f.halfSquares()
	kernel.Parallel(blocks, f.Workers, func(b int) {
		first, last := b*block, min((b+1)*block, x.Rows)
		n := last - first
		buf := scratch.Float32.Get(n * f.K)
		defer scratch.Float32.Put(buf)
		kernel.Gemm(false, true, n, f.K, x.Cols, 1, x.Data[first*x.Cols:], x.Cols, f.c.Data, x.Cols, 0, buf.S, f.K, 1)
		for i := range n {
			dots := buf.S[i*f.K:][:f.K]
			label := f.best(dots, halves)
			f.weights[first+i] = 1
			if f.Spherical {
				f.weights[first+i] = dots[label]
			}
			changed[b] = changed[b] || f.labels[first+i] != label
			f.labels[first+i] = label
		}
	})
	for _, c := range changed {
		if c {
			return true
		}
	}
	return false
}

// halfSquares has ‖c‖²/2 of each centroid; for Spherical it is nil.
func (f *kmeans) halfSquares() []float32 {
	if f.Spherical {
		return nil
	}
	h := make([]float32, f.K)
	for c := range h {
		h[c] = float32(kernel.SumSquares(f.c.Row(c)) / 2)
	}
	return h
}

// best returns the centroid with the largest c·x − ‖c‖²/2, which is the nearest, or |c·x|.
func (f *kmeans) best(dots, halves []float32) int32 {
	best, label := float32(math.Inf(-1)), 0
	if f.Spherical {
		for c, v := range dots {
			if v = max(v, -v); v > best {
				best, label = v, c
			}
		}
		return int32(label)
	}
	for c, v := range dots {
		if v -= halves[c]; v > best {
			best, label = v, c
		}
	}
	return int32(label)
}

// update makes centroids of the vectors that are assigned to them. Each worker has a range of centroids, and goes through the
// vectors in their order.
func (f *kmeans) update() {
	order, begin := f.byLabel()
	kernel.Parallel(f.K, f.Workers, func(c int) {
		members := order[begin[c]:begin[c+1]]
		to := f.c.Row(c)
		if !f.Spherical {
			if len(members) == 0 {
				return
			}
			clear(to)
		}
		for _, i := range members {
			kernel.AddScaled(to, f.x.Row(int(i)), f.weights[i])
		}
		if f.Spherical {
			normalise(to)
		} else {
			kernel.Scale(to, to, 1/float32(len(members)))
		}
	})
	for c := range f.K {
		if begin[c] == begin[c+1] && !f.Spherical {
			copy(f.c.Row(c), f.x.Row(f.r.IntN(f.x.Rows)))
		}
	}
}

// byLabel returns the vectors of each centroid c, order[begin[c]:begin[c+1]], in their order.
func (f *kmeans) byLabel() (order []int32, begin []int) {
	begin = make([]int, f.K+1)
	for _, l := range f.labels {
		begin[l+1]++
	}
	for c := range f.K {
		begin[c+1] += begin[c]
	}
	order = make([]int32, len(f.labels))
	at := slices.Clone(begin)
	for i, l := range f.labels {
		order[at[l]] = int32(i)
		at[l]++
	}
	return order, begin
}

// miniBatches takes Batch vectors in each iteration.
func (f *kmeans) miniBatches() error {
	f.labels, f.weights = make([]int32, f.Batch), make([]float32, f.Batch)
	batch, counts := tensor.NewMatrix(f.Batch, f.x.Cols), make([]float64, f.K)
	for range f.Iterations {
		if err := f.ctx.Err(); err != nil {
			return err
		}
		for i := range f.Batch {
			copy(batch.Row(i), f.x.Row(f.r.IntN(f.x.Rows)))
		}
		f.assign(batch)
		for i, label := range f.labels {
			counts[label]++
			to, rate := f.c.Row(int(label)), float32(1/counts[label])
			for j, v := range batch.Row(i) {
				to[j] += rate * (v - to[j])
			}
		}
	}
	return nil
}

// normalise scales v to the length 1, unless it is 0.
func normalise(v []float32) {
	if n := math.Sqrt(kernel.SumSquares(v)); n > 0 {
		kernel.Scale(v, v, float32(1/n))
	}
}
