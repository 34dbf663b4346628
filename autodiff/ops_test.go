package autodiff

import (
	"math"
	"math/rand/v2"
)

// ops has for each operation how to draw a trial whose first operand is n×m.
var ops = map[string]func(r *rand.Rand, n, m int) trial{
	"matmul": func(r *rand.Rand, n, m int) trial {
		k := 1 + r.IntN(6)
		return trial{shapes: [][2]int{{n, m}, {m, k}},
			build: func(g *Graph, x []*Node) *Node { return g.MatMul(x[0], x[1]) },
			ref:   func(x []mat) mat { return product(x[0], x[1]) }}
	},
	"matmul_nt": func(r *rand.Rand, n, m int) trial {
		k := 1 + r.IntN(6)
		return trial{shapes: [][2]int{{n, m}, {k, m}},
			build: func(g *Graph, x []*Node) *Node { return g.MatMulNT(x[0], x[1]) },
			ref:   func(x []mat) mat { return product(x[0], transposed(x[1])) }}
	},
	"matmul_tn": func(r *rand.Rand, n, m int) trial {
		k := 1 + r.IntN(6)
		return trial{shapes: [][2]int{{n, m}, {n, k}},
			build: func(g *Graph, x []*Node) *Node { return g.MatMulTN(x[0], x[1]) },
			ref:   func(x []mat) mat { return product(transposed(x[0]), x[1]) }}
	},
	"linear": func(r *rand.Rand, n, m int) trial {
		k := 1 + r.IntN(6)
		return trial{shapes: [][2]int{{n, m}, {k, m}, {1, k}},
			build: func(g *Graph, x []*Node) *Node { return g.Linear(x[0], x[1], x[2]) },
			ref: func(x []mat) mat {
				return zip(product(x[0], transposed(x[1])), x[2], func(a, b float64) float64 { return a + b })
			}}
	},
	"linear without bias": func(r *rand.Rand, n, m int) trial {
		return trial{shapes: [][2]int{{n, m}, {3, m}},
			build: func(g *Graph, x []*Node) *Node { return g.Linear(x[0], x[1], nil) },
			ref:   func(x []mat) mat { return product(x[0], transposed(x[1])) }}
	},
	"add": func(r *rand.Rand, n, m int) trial {
		return trial{shapes: [][2]int{{n, m}, {n, m}},
			build: func(g *Graph, x []*Node) *Node { return g.Add(x[0], x[1]) },
			ref:   func(x []mat) mat { return zip(x[0], x[1], func(a, b float64) float64 { return a + b }) }}
	},
	"add bias": func(r *rand.Rand, n, m int) trial {
		return trial{shapes: [][2]int{{n, m}, {1, m}},
			build: func(g *Graph, x []*Node) *Node { return g.Add(x[0], x[1]) },
			ref:   func(x []mat) mat { return zip(x[0], x[1], func(a, b float64) float64 { return a + b }) }}
	},
	"add twice the same": func(r *rand.Rand, n, m int) trial {
		return trial{shapes: [][2]int{{n, m}},
			build: func(g *Graph, x []*Node) *Node { return g.Add(g.Add(x[0], x[0]), x[0]) },
			ref:   func(x []mat) mat { return x[0].each(func(v float64) float64 { return 3 * v }) }}
	},
	"relu": func(r *rand.Rand, n, m int) trial {
		return trial{shapes: [][2]int{{n, m}},
			build: func(g *Graph, x []*Node) *Node { return g.ReLU(x[0]) },
			ref:   func(x []mat) mat { return x[0].each(func(v float64) float64 { return max(v, 0) }) }}
	},
	"cross_entropy": func(r *rand.Rand, n, m int) trial {
		labels := drawLabels(r, n, m)
		return trial{shapes: [][2]int{{n, m}},
			build: func(g *Graph, x []*Node) *Node { return g.CrossEntropy(x[0], labels, 0, nil) },
			ref:   func(x []mat) mat { return crossEntropyRef(x[0], labels, 0, nil) }}
	},
	"cross_entropy with smoothing and weights": func(r *rand.Rand, n, m int) trial {
		labels, weights := drawLabels(r, n, m), drawWeights(r, m)
		return trial{shapes: [][2]int{{n, m}},
			build: func(g *Graph, x []*Node) *Node { return g.CrossEntropy(x[0], labels, 0.2, weights) },
			ref:   func(x []mat) mat { return crossEntropyRef(x[0], labels, 0.2, weights) }}
	},
}

func drawLabels(r *rand.Rand, n, classes int) []int {
	labels := make([]int, n)
	for i := range labels {
		labels[i] = r.IntN(classes)
	}
	return labels
}

func drawWeights(r *rand.Rand, classes int) []float64 {
	weights := make([]float64, classes)
	for i := range weights {
		weights[i] = positive(r)
	}
	return weights
}

func product(a, b mat) mat {
	c := newMat(a.rows, b.cols)
	for i := range c.data {
		for l := range a.cols {
			c.data[i] += a.at(i/c.cols, l) * b.at(l, i%c.cols)
		}
	}
	return c
}

func transposed(a mat) mat {
	c := newMat(a.cols, a.rows)
	for i := range c.data {
		c.data[i] = a.at(i%c.cols, i/c.cols)
	}
	return c
}

// zip is f(a, b) for each value; b may have one row for all.
func zip(a, b mat, f func(a, b float64) float64) mat {
	c := newMat(a.rows, a.cols)
	for i, v := range a.data {
		c.data[i] = f(v, b.data[i%len(b.data)])
	}
	return c
}

func logSoftmaxRef(x mat) mat {
	y := newMat(x.rows, x.cols)
	for i := range x.rows {
		top, sum := math.Inf(-1), 0.0
		for _, v := range x.row(i) {
			top = max(top, v)
		}
		for _, v := range x.row(i) {
			sum += math.Exp(v - top)
		}
		for j, v := range x.row(i) {
			y.row(i)[j] = v - top - math.Log(sum)
		}
	}
	return y
}

func crossEntropyRef(x mat, labels []int, smoothing float64, weights []float64) mat {
	weight := func(c int) float64 {
		if weights == nil {
			return 1
		}
		return weights[c]
	}
	log, sum, total := logSoftmaxRef(x), 0.0, 0.0
	for i, y := range labels {
		total += weight(y)
		for c, l := range log.row(i) {
			t := smoothing / float64(x.cols) * weight(c)
			if c == y {
				t += (1 - smoothing) * weight(y)
			}
			sum -= t * l
		}
	}
	return scalar(sum / total)
}
