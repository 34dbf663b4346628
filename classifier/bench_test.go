package classifier

import (
	"fmt"
	"testing"
)

func imagesPerSecond(b *testing.B, images int) {
	b.ReportMetric(float64(images)*float64(b.N)/b.Elapsed().Seconds(), "images/s")
}

func BenchmarkStep(b *testing.B) {
	for _, size := range []struct {
		batch  int
		hidden []int
	}{{64, nil}, {256, nil}, {64, []int{512}}, {256, []int{512}}} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("batch=%d/inputs=784/hidden=%v/classes=10/workers=%d", size.batch, size.hidden, workers), func(b *testing.B) {
				net, s := mlp(b, 784, size.hidden, 10, ReLU), blobs(1, size.batch, 784, 10)
				cfg := small()
				cfg.Workers = workers
				trainer := trainerOf(net, Loss{}, cfg)
				b.SetBytes(int64(size.batch) * 784 * 4)
				for b.Loop() {
					if _, err := trainer.step(s.X, s.Labels); err != nil {
						b.Fatal(err)
					}
				}
				imagesPerSecond(b, size.batch)
			})
		}
	}
}

func BenchmarkProbabilities(b *testing.B) {
	for _, rows := range []int{1, 64, 256} {
		b.Run(fmt.Sprintf("batch=%d/inputs=784/hidden=512/classes=10", rows), func(b *testing.B) {
			net, x := mlp(b, 784, []int{512}, 10, ReLU), randomMatrix(1, rows, 784)
			var p Matrix
			b.SetBytes(int64(rows) * 784 * 4)
			for b.Loop() {
				if err := net.Probabilities(&p, x); err != nil {
					b.Fatal(err)
				}
			}
			imagesPerSecond(b, rows)
		})
	}
}

func BenchmarkReport(b *testing.B) {
	const n, classes = 10000, 10
	p, labels := NewMatrix(n, classes), make([]int, n)
	for i := range labels {
		labels[i] = i % classes
		p.Row(i)[i*7%classes] = 1
	}
	names := make([]string, classes)
	b.SetBytes(n * classes * 4)
	for b.Loop() {
		if _, err := NewReport(p, labels, names); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOptimizer(b *testing.B) {
	const params = 1 << 20
	for _, o := range []Optimizer{
		{LR: 0.01, Momentum: 0.9}, {Method: AdamW, LR: 0.01, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8},
		{LR: 0.01, Momentum: 0.9, ClipNorm: 1},
	} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("%v/clip=%v/params=%d/workers=%d", o.Method, o.ClipNorm, params, workers), func(b *testing.B) {
				run, weights, grads := o.start(params, workers), ramp(params), ramp(params)
				b.SetBytes(4 * params)
				for b.Loop() {
					run.step(weights, grads, o.LR)
				}
			})
		}
	}
}

func BenchmarkObjective(b *testing.B) {
	for _, size := range []struct{ n, d, classes int }{{1297, 64, 10}, {10000, 784, 10}} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("samples=%d/inputs=%d/classes=%d/workers=%d", size.n, size.d, size.classes, workers), func(b *testing.B) {
				s := blobs(1, size.n, size.d, size.classes)
				o := newObjective(s, size.classes, lossFunc{}, 1e-4, workers)
				w := make([]float64, len(o.grad))
				b.SetBytes(int64(size.n) * int64(size.d) * 4)
				for b.Loop() {
					w[0]++
					o.evaluate(w)
				}
				imagesPerSecond(b, size.n)
			})
		}
	}
}
