package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// testSoftmax compares Softmax, SoftmaxRows and CrossEntropy with the references, which a level of generic means.
func testSoftmax(t *testing.T, r *rand.Rand, rows, cols int, end bool) {
	t.Helper()
	src := fenced[float32](fences[0], rows*cols, end)
	for i := range src {
		src[i] = (r.Float32() - 0.5) * float32(math.Exp(r.Float64()*8))
		if r.IntN(300) == 0 {
			fillFloats(r, src[i:i+1])
		}
	}
	labels := make([]int, rows)
	for i := range labels {
		labels[i] = r.IntN(cols)
	}
	l := CrossEntropy{Smoothing: []float64{0, 0.1, 1}[r.IntN(3)]}
	if r.IntN(2) == 0 {
		for range cols {
			l.Weights = append(l.Weights, 0.1+r.Float64())
		}
	}
	scale := r.Float64()
	want, wantGrad := make([]float32, rows*cols), make([]float32, rows*cols)
	restore := at(generic)
	SoftmaxRows(want, src, cols)
	wantLoss := l.Rows(wantGrad, src, cols, labels, scale)
	restore()

	dst := fenced[float32](fences[1], rows*cols, end)
	SoftmaxRows(dst, src, cols)
	sameFloats(t, dst, want, "softmax of %d×%d", rows, cols)
	loss := l.Rows(dst, src, cols, labels, scale)
	sameFloats(t, dst, wantGrad, "gradient of cross-entropy of %d×%d, smoothing %v", rows, cols, l.Smoothing)
	if loss != wantLoss && (loss == loss || wantLoss == wantLoss) {
		t.Fatalf("cross-entropy of %d×%d: %v, want %v", rows, cols, loss, wantLoss)
	}
	SoftmaxRows(src, src, cols)
	sameFloats(t, src, want, "softmax of %d×%d in place", rows, cols)
}

func TestSoftmaxLevels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(40, 40))
		for cols := 1; cols < 70; cols++ {
			for rows := range 4 {
				testSoftmax(t, r, rows, cols, r.IntN(2) == 0)
			}
		}
		testSoftmax(t, r, 3, 1000, true)
	})
}

// TestSoftmaxAlone: a row has the same bytes alone as among others.
func TestSoftmaxAlone(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 41))
	const rows, cols = 5, 11
	src, all := randoms(r, rows*cols), make([]float32, rows*cols)
	SoftmaxRows(all, src, cols)
	for i := range rows {
		row := make([]float32, cols)
		Softmax(row, src[i*cols:(i+1)*cols])
		sameFloats(t, row, all[i*cols:(i+1)*cols], "row %d", i)
	}
}

// TestCrossEntropy compares with the definition, for rows that are unsure and for rows that are all but certain.
func TestCrossEntropy(t *testing.T) {
	r := rand.New(rand.NewPCG(42, 42))
	for _, cols := range []int{1, 2, 10, 37} {
		for _, spread := range []float32{1, 30, 1000} {
			z, grad := randoms(r, cols), make([]float32, cols)
			for i := range z {
				z[i] *= spread
			}
			weights := make([]float64, cols)
			for i := range weights {
				weights[i] = 0.5 + r.Float64()
			}
			for _, l := range []CrossEntropy{{}, {Smoothing: 0.2}, {Weights: weights}, {0.3, weights}, {Smoothing: 1}} {
				label := r.IntN(cols)
				wantLoss, want := exactCrossEntropy(l, z, label)
				loss := l.Rows(grad, z, cols, []int{label}, 0.5)
				if math.Abs(loss-wantLoss) > 1e-6*wantLoss {
					t.Errorf("%v: loss %v, want %v", l, loss, wantLoss)
				}
				for c, g := range want {
					close32(t, fmt.Sprintf("%v: gradient", l), grad[c], g/2, 3e-7)
				}
			}
		}
	}
}

func exactCrossEntropy(l CrossEntropy, z []float32, label int) (loss float64, grad []float64) {
	top, others, total := float64(slices.Max(z)), 0.0, 0.0
	for _, v := range z {
		others += math.Exp(float64(v) - top)
	}
	others-- // of all but the largest, so that the logarithm is exact
	p := make([]float64, len(z))
	targets := make([]float64, len(z))
	for c, v := range z {
		p[c] = math.Exp(float64(v)-top) / (1 + others)
		targets[c] = l.Smoothing / float64(len(z)) * l.Weight(c)
		if c == label {
			targets[c] += (1 - l.Smoothing) * l.Weight(c)
		}
		total += targets[c]
		loss += targets[c] * (math.Log1p(others) + top - float64(v))
	}
	for c := range p {
		grad = append(grad, p[c]*total-targets[c])
	}
	return loss, grad
}

func FuzzSoftmax(f *testing.F) {
	f.Add(uint64(1), uint8(3), uint16(10))
	f.Fuzz(func(t *testing.T, seed uint64, rows uint8, cols uint16) {
		fuzzLevels(func() {
			testSoftmax(t, rand.New(rand.NewPCG(seed, 0)), int(rows%9), 1+int(cols%1200), seed%2 == 0)
		})
	})
}

func BenchmarkSoftmax(b *testing.B) {
	r := rand.New(rand.NewPCG(43, 43))
	for _, shape := range [][2]int{{64, 10}, {256, 10}, {64, 100}, {64, 1000}} {
		rows, cols := shape[0], shape[1]
		src, dst, labels := randoms(r, rows*cols), make([]float32, rows*cols), make([]int, rows)
		var plain CrossEntropy
		smooth := CrossEntropy{Smoothing: 0.1}
		for _, k := range []struct {
			name string
			run  func()
		}{
			{"softmax", func() { SoftmaxRows(dst, src, cols) }},
			{"cross_entropy", func() { plain.Rows(dst, src, cols, labels, 1) }},
			{"smoothed", func() { smooth.Rows(dst, src, cols, labels, 1) }},
		} {
			b.Run(fmt.Sprintf("kernel=%s/in=%dx%d", k.name, rows, cols), func(b *testing.B) {
				benchLevels(b, func(b *testing.B) {
					b.SetBytes(int64(4 * rows * cols))
					for b.Loop() {
						k.run()
					}
				})
			})
		}
	}
}
