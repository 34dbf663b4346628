package autodiff

import (
	"math"
	"math/rand/v2"

	"github.com/saccade-go/saccade/tensor"
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
	"twice in the loss": func(r *rand.Rand, n, m int) trial { // each op adds to a gradient that is there already
		return trial{shapes: [][2]int{{n, m}, {1, m}}, draw: positive,
			build: func(g *Graph, x []*Node) *Node {
				a := g.Add(g.Sigmoid(x[0]), g.Exp(g.Scale(x[0], 0.3)))
				return g.Add(g.Add(a, x[1]), g.Mul(g.Softmax(x[0]), g.Add(g.LogSoftmax(x[0]), x[1])))
			},
			ref: func(x []mat) mat {
				log := logSoftmaxRef(x[0])
				a := x[0].each(func(v float64) float64 { return 1/(1+math.Exp(-v)) + math.Exp(v*0.3) })
				b := zip(log, zip(log, x[1], plus), func(l, b float64) float64 { return math.Exp(l) * b })
				return zip(zip(a, x[1], plus), b, plus)
			}}
	},
	"sub":             pairs((*Graph).Sub, func(a, b float64) float64 { return a - b }),
	"mul":             pairs((*Graph).Mul, func(a, b float64) float64 { return a * b }),
	"mul by itself":   single(func(g *Graph, x *Node) *Node { return g.Mul(x, x) }, func(v float64) float64 { return v * v }),
	"sub from itself": single(func(g *Graph, x *Node) *Node { return g.Sub(g.Scale(x, 3), x) }, func(v float64) float64 { return 2 * v }),
	"scale":           single(func(g *Graph, x *Node) *Node { return g.Scale(x, -1.5) }, func(v float64) float64 { return -1.5 * v }),
	"leaky_relu":      single(func(g *Graph, x *Node) *Node { return g.LeakyReLU(x, 0.25) }, func(v float64) float64 { return max(v, 0.25*v) }),
	"sigmoid":         single((*Graph).Sigmoid, func(v float64) float64 { return 1 / (1 + math.Exp(-v)) }),
	"tanh":            single((*Graph).Tanh, math.Tanh),
	"gelu":            single((*Graph).GELU, func(v float64) float64 { return v * (1 + math.Erf(v/math.Sqrt2)) / 2 }),
	"gelu_tanh": single((*Graph).GELUTanh, func(v float64) float64 {
		return v * (1 + math.Tanh(math.Sqrt(2/math.Pi)*(v+0.044715*v*v*v))) / 2
	}),
	"step": single(func(g *Graph, x *Node) *Node { return g.Step(x, false) }, func(v float64) float64 {
		if v > 0 {
			return 1
		}
		return 0
	}),
	"exp": single((*Graph).Exp, math.Exp),
	"log": func(r *rand.Rand, n, m int) trial {
		tr := single((*Graph).Log, math.Log)(r, n, m)
		tr.draw = positive
		return tr
	},
	"sum":         whole1((*Graph).Sum, func(x mat) float64 { return total(x, func(v float64) float64 { return v }) }),
	"mean":        whole1((*Graph).Mean, func(x mat) float64 { return total(x, func(v float64) float64 { return v }) / float64(len(x.data)) }),
	"l2_penalty":  whole1(func(g *Graph, x *Node) *Node { return g.L2Penalty(x, x) }, func(x mat) float64 { return total(x, func(v float64) float64 { return v * v }) }),
	"l1_penalty":  whole1(func(g *Graph, x *Node) *Node { return g.L1Penalty(x, x) }, func(x mat) float64 { return 2 * total(x, math.Abs) }),
	"softmax":     rowsTrial((*Graph).Softmax, func(x mat) mat { return logSoftmaxRef(x).each(math.Exp) }),
	"log_softmax": rowsTrial((*Graph).LogSoftmax, logSoftmaxRef),
	"mse": func(r *rand.Rand, n, m int) trial {
		return trial{shapes: [][2]int{{n, m}, {n, m}},
			build: func(g *Graph, x []*Node) *Node { return g.MSE(x[0], x[1]) },
			ref: func(x []mat) mat {
				d := zip(x[0], x[1], func(a, b float64) float64 { return (a - b) * (a - b) })
				return scalar(total(d, func(v float64) float64 { return v }) / float64(n*m))
			}}
	},
	"l1": func(r *rand.Rand, n, m int) trial {
		return trial{shapes: [][2]int{{n, m}, {n, m}},
			build: func(g *Graph, x []*Node) *Node { return g.L1(x[0], x[1]) },
			ref: func(x []mat) mat {
				d := zip(x[0], x[1], func(a, b float64) float64 { return math.Abs(a - b) })
				return scalar(total(d, func(v float64) float64 { return v }) / float64(n*m))
			}}
	},
	"focal": func(r *rand.Rand, n, m int) trial {
		labels, weights, gamma := drawLabels(r, n, m), drawWeights(r, m), 3*r.Float64()
		return trial{shapes: [][2]int{{n, m}},
			build: func(g *Graph, x []*Node) *Node { return g.Focal(x[0], labels, gamma, weights) },
			ref:   func(x []mat) mat { return focalRef(x[0], labels, gamma, weights) }}
	},
	"hinge": func(r *rand.Rand, n, m int) trial {
		labels, weights := drawLabels(r, n, m), drawWeights(r, m)
		return trial{shapes: [][2]int{{n, m}},
			build: func(g *Graph, x []*Node) *Node { return g.Hinge(x[0], labels, weights) },
			ref:   func(x []mat) mat { return hingeRef(x[0], labels, weights) }}
	},
	"squared_error": func(r *rand.Rand, n, m int) trial {
		labels, weights := drawLabels(r, n, m), drawWeights(r, m)
		return trial{shapes: [][2]int{{n, m}},
			build: func(g *Graph, x []*Node) *Node { return g.SquaredError(x[0], labels, weights) },
			ref:   func(x []mat) mat { return squaredErrorRef(x[0], labels, weights) }}
	},
	"dropout": func(r *rand.Rand, n, m int) trial {
		seed := r.Uint64()
		mask := func(g *Graph, x *Node) *Node {
			g.Seed(seed, 1)
			return g.Dropout(x, 0.3)
		}
		return trial{shapes: [][2]int{{n, m}},
			build: func(g *Graph, x []*Node) *Node { return mask(g, x[0]) },
			ref: func(x []mat) mat {
				ones, g := tensor.NewMatrix(n, m), New(1)
				constant(ones.Data, nil, nil, 1)
				g.Training = true
				return zip(x[0], widen(mask(g, Param(ones)).Value), func(a, b float64) float64 { return a * b })
			}}
	},
	"batch_norm": func(r *rand.Rand, n, m int) trial {
		n++
		norm := NewBatchNorm(m)
		return trial{shapes: [][2]int{{n, m}, {1, m}, {1, m}},
			build: func(g *Graph, x []*Node) *Node {
				norm.Weight, norm.Bias = x[1], x[2]
				return g.BatchNorm(x[0], norm)
			},
			ref: func(x []mat) mat { return batchNormRef(x[0], x[1], x[2]) }}
	},
	"batch_norm without training": func(r *rand.Rand, n, m int) trial {
		norm := NewBatchNorm(m)
		for j := range m {
			norm.Mean[j], norm.Var[j] = float32(r.NormFloat64()), float32(positive(r))
		}
		return trial{shapes: [][2]int{{n, m}, {1, m}, {1, m}},
			build: func(g *Graph, x []*Node) *Node {
				g.Training = false
				norm.Weight, norm.Bias = x[1], x[2]
				return g.BatchNorm(x[0], norm)
			},
			ref: func(x []mat) mat {
				y := newMat(n, m)
				for i, v := range x[0].data {
					j := i % m
					y.data[i] = (v-float64(norm.Mean[j]))/math.Sqrt(float64(norm.Var[j])+1e-5)*x[1].data[j] + x[2].data[j]
				}
				return y
			}}
	},
	"concat": func(r *rand.Rand, n, m int) trial {
		k := 1 + r.IntN(5)
		return trial{shapes: [][2]int{{n, m}, {n, k}},
			build: func(g *Graph, x []*Node) *Node { return g.Concat(x[0], x[1], x[0]) },
			ref: func(x []mat) mat {
				y := newMat(n, 0)
				for i := range n {
					y.data = append(append(append(y.data, x[0].row(i)...), x[1].row(i)...), x[0].row(i)...)
				}
				y.cols = 2*m + k
				return y
			}}
	},
	"reshape": func(r *rand.Rand, n, m int) trial {
		return trial{shapes: [][2]int{{n, m}},
			build: func(g *Graph, x []*Node) *Node { return g.Reshape(g.Mul(x[0], x[0]), m, n) },
			ref: func(x []mat) mat {
				y := x[0].each(func(v float64) float64 { return v * v })
				return mat{m, n, y.data}
			}}
	},
}

func plus(a, b float64) float64 { return a + b }

// single is a trial of a function of single values.
func single(op func(*Graph, *Node) *Node, f func(float64) float64) func(*rand.Rand, int, int) trial {
	return rowsTrial(op, func(x mat) mat { return x.each(f) })
}

// rowsTrial is a trial of an operation on one matrix.
func rowsTrial(op func(*Graph, *Node) *Node, ref func(mat) mat) func(*rand.Rand, int, int) trial {
	return func(_ *rand.Rand, n, m int) trial {
		return trial{shapes: [][2]int{{n, m}},
			build: func(g *Graph, x []*Node) *Node { return op(g, x[0]) },
			ref:   func(x []mat) mat { return ref(x[0]) }}
	}
}

// whole1 is a trial of an operation whose result is 1×1.
func whole1(op func(*Graph, *Node) *Node, ref func(mat) float64) func(*rand.Rand, int, int) trial {
	return rowsTrial(op, func(x mat) mat { return scalar(ref(x)) })
}

// pairs is a trial of a function of two values.
func pairs(op func(*Graph, *Node, *Node) *Node, f func(a, b float64) float64) func(*rand.Rand, int, int) trial {
	return func(_ *rand.Rand, n, m int) trial {
		return trial{shapes: [][2]int{{n, m}, {n, m}},
			build: func(g *Graph, x []*Node) *Node { return op(g, x[0], x[1]) },
			ref:   func(x []mat) mat { return zip(x[0], x[1], f) }}
	}
}

func total(x mat, f func(float64) float64) (sum float64) {
	for _, v := range x.data {
		sum += f(v)
	}
	return sum
}

func focalRef(x mat, labels []int, gamma float64, weights []float64) mat {
	sum, norm := 0.0, 0.0
	for i, y := range labels {
		l := logSoftmaxRef(x).at(i, y)
		norm += weights[y]
		sum -= weights[y] * math.Pow(max(0, -math.Expm1(l)), gamma) * l
	}
	return scalar(sum / norm)
}

func hingeRef(x mat, labels []int, weights []float64) mat {
	sum := 0.0
	for i, y := range labels {
		for c, v := range x.row(i) {
			if c != y {
				sum += weights[y] * max(0, 1-x.at(i, y)+v)
			}
		}
	}
	return scalar(sum / float64(len(x.data)))
}

func squaredErrorRef(x mat, labels []int, weights []float64) mat {
	sum, norm := 0.0, 0.0
	for i, y := range labels {
		norm += weights[y]
		for c, v := range x.row(i) {
			if c == y {
				v--
			}
			sum += weights[y] * v * v / float64(x.cols)
		}
	}
	return scalar(sum / norm)
}

func batchNormRef(x, weight, bias mat) mat {
	y, n := newMat(x.rows, x.cols), float64(x.rows)
	for j := range x.cols {
		mean, variance := 0.0, 0.0
		for i := range x.rows {
			mean += x.at(i, j) / n
		}
		for i := range x.rows {
			variance += (x.at(i, j) - mean) * (x.at(i, j) - mean) / n
		}
		for i := range x.rows {
			y.row(i)[j] = (x.at(i, j)-mean)/math.Sqrt(variance+1e-5)*weight.data[j] + bias.data[j]
		}
	}
	return y
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
