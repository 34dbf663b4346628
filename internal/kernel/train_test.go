package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/saccade-go/saccade/internal/testdata"
)

func TestParallel(t *testing.T) {
	for _, tasks := range []int{0, 1, 2, 100} {
		for _, workers := range []int{-1, 0, 1, 2, 7, 1000} {
			calls := make([]atomic.Int32, tasks)
			Parallel(tasks, workers, func(task int) { calls[task].Add(1) })
			for i := range calls {
				if n := calls[i].Load(); n != 1 {
					t.Errorf("%d tasks, %d workers: task %d called %d times", tasks, workers, i, n)
				}
			}
		}
	}
}

func TestParallelPassesPanicsOn(t *testing.T) {
	for _, workers := range []int{1, 4} {
		func() {
			defer func() {
				if v := recover(); v != "task 5" {
					t.Errorf("%d workers: recovered %v", workers, v)
				}
			}()
			Parallel(20, workers, func(task int) {
				if task == 5 {
					panic("task 5")
				}
			})
		}()
	}
}

func TestParallelAllocatesNothing(t *testing.T) {
	f := func(int) {}
	if n := testing.AllocsPerRun(100, func() { Parallel(20, 4, f) }); n >= 1 && !testdata.Race {
		t.Errorf("Parallel allocates %v times", n)
	}
}

// A caller that has nothing to do any more waits, also for long, until the last task is done.
func TestParallelWaits(t *testing.T) {
	for range 20 {
		var done atomic.Int32
		Parallel(3, 3, func(task int) {
			time.Sleep(time.Duration(task) * time.Millisecond)
			done.Add(1)
		})
		if n := done.Load(); n != 3 {
			t.Fatalf("%d of 3 tasks are done", n)
		}
	}
}

// TestParallelNested: calls at the same time and inside of each other don't disturb each other.
func TestParallelNested(t *testing.T) {
	var calls atomic.Int32
	Parallel(8, 4, func(int) {
		Parallel(9, 3, func(task int) { calls.Add(int32(task)) })
	})
	if n := calls.Load(); n != 8*36 {
		t.Errorf("tasks sum up to %d, want %d", n, 8*36)
	}
}

func TestSGD(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, s := range []SGD{
		{LR: 0.1}, {LR: 0.1, WeightDecay: 0.2}, {LR: 0.1, Momentum: 0.9}, {LR: 0.1, Momentum: 0.9, Nesterov: true},
		{LR: 0.1, Momentum: 0.9, Dampening: 0.5, WeightDecay: 0.1},
	} {
		param, velocity := randoms(r, 5), slices.Repeat([]float32{float32(math.NaN())}, 5)
		want, v := make([]float64, 5), make([]float64, 5)
		for i := range param {
			want[i] = float64(param[i])
		}
		for step := range 4 {
			grad := randoms(r, 5)
			s.First = step == 0
			s.Step(param, grad, velocity)
			for i := range want {
				g := float64(grad[i]) + float64(s.WeightDecay)*want[i]
				if s.Momentum != 0 {
					v[i] = float64(s.Momentum)*v[i] + (1-float64(s.Dampening))*g
					if s.First {
						v[i] = g
					}
					if s.Nesterov {
						g += float64(s.Momentum) * v[i]
					} else {
						g = v[i]
					}
				}
				want[i] -= float64(s.LR) * g
				close32(t, "param", param[i], want[i], 1e-6)
			}
		}
	}
}

func close32(t *testing.T, what string, got float32, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(float64(got)-want) <= tolerance) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestSoftmax(t *testing.T) {
	for _, c := range []struct {
		src, want []float32
		logSum    float64
	}{
		{[]float32{7}, []float32{1}, 7},
		{[]float32{0, 0}, []float32{0.5, 0.5}, math.Ln2},
		{[]float32{1000, 0, -1000}, []float32{1, 0, 0}, 1000},
		{[]float32{-1e4, -1e4, -1e4, -1e4}, []float32{0.25, 0.25, 0.25, 0.25}, -1e4 + math.Log(4)},
		{[]float32{-math.MaxFloat32, math.MaxFloat32}, []float32{0, 1}, math.MaxFloat32},
	} {
		dst := make([]float32, len(c.src))
		logSum := Softmax(dst, c.src)
		if !slices.Equal(dst, c.want) || math.Abs(logSum-c.logSum) > 1e-12*math.Abs(c.logSum) {
			t.Errorf("%v: %v, %v, want %v, %v", c.src, dst, logSum, c.want, c.logSum)
		}
		if Softmax(c.src, c.src); !slices.Equal(c.src, c.want) {
			t.Errorf("in place: %v, want %v", c.src, c.want)
		}
	}
}

func TestActivations(t *testing.T) {
	x := []float32{-1000, -2, -0.5, 0, 0.25, 3, 1000}
	const h = 1e-6
	for name, c := range map[string]struct {
		f         func(dst, src []float32)
		grad, add func(dx, dy, y []float32)
		exact     func(float64) float64
	}{
		"relu": {ReLU, ReLUGrad, ReLUGradAdd, func(x float64) float64 { return max(x, 0) }},
		"leaky relu": {
			func(dst, src []float32) { LeakyReLU(dst, src, 0.25) },
			func(dx, dy, y []float32) { LeakyReLUGrad(dx, dy, y, 0.25) },
			func(dx, dy, y []float32) { LeakyReLUGradAdd(dx, dy, y, 0.25) },
			func(x float64) float64 { return max(x, x/4) },
		},
		"tanh":    {Tanh, TanhGrad, TanhGradAdd, math.Tanh},
		"sigmoid": {Sigmoid, SigmoidGrad, SigmoidGradAdd, func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }},
	} {
		y, dy, dx := make([]float32, len(x)), slices.Repeat([]float32{2}, len(x)), make([]float32, len(x))
		c.f(y, x)
		c.grad(dx, dy, y)
		sum := slices.Repeat([]float32{0.5}, len(x))
		c.add(sum, dy, y)
		for i, v := range x {
			v := float64(v)
			close32(t, name, y[i], c.exact(v), 1.2e-7*math.Abs(c.exact(v)))
			if v != 0 { // ReLU has no derivative there
				close32(t, name+" derivative", dx[i], (c.exact(v+h)-c.exact(v-h))/h, 1e-5)
			}
			if sum[i] != 0.5+dx[i] {
				t.Errorf("%s derivative, added to 0.5: %v, want %v", name, sum[i], 0.5+dx[i])
			}
		}
	}
	dx := []float32{1}
	if ReLUGrad(dx, []float32{1}, []float32{0}); dx[0] != 0 {
		t.Error("the derivative of ReLU at 0 is not 0")
	}
	if ReLUGrad(dx, []float32{float32(math.Inf(1))}, []float32{0}); dx[0] != 0 {
		t.Error("an infinite gradient comes through where the derivative is 0")
	}
	nan := []float32{float32(math.NaN())}
	if ReLU(nan, nan); nan[0] == nan[0] {
		t.Error("ReLU hides NaN")
	}
}

func TestArithmetic(t *testing.T) {
	a, b := []float32{1, -2, 3}, []float32{0.5, 4, -8}
	for name, c := range map[string]struct {
		f    func(dst []float32)
		want []float32
	}{
		"add":         {func(dst []float32) { Add(dst, a, b) }, []float32{1.5, 2, -5}},
		"sub":         {func(dst []float32) { Sub(dst, a, b) }, []float32{0.5, -6, 11}},
		"mul":         {func(dst []float32) { Mul(dst, a, b) }, []float32{0.5, -8, -24}},
		"scale":       {func(dst []float32) { Scale(dst, a, 2) }, []float32{2, -4, 6}},
		"add scaled":  {func(dst []float32) { AddScaled(dst, a, 2) }, []float32{12, 6, 16}},
		"add product": {func(dst []float32) { AddProduct(dst, a, b) }, []float32{10.5, 2, -14}},
	} {
		dst := []float32{10, 10, 10}
		if c.f(dst); !slices.Equal(dst, c.want) {
			t.Errorf("%s: %v, want %v", name, dst, c.want)
		}
	}
}

func TestBias(t *testing.T) {
	y := []float32{1, -2, 3, -4}
	if Bias(y, []float32{1, -1}); !slices.Equal(y, []float32{2, -3, 4, -5}) {
		t.Errorf("bias: %v", y)
	}
	if BiasLeakyReLU(y, []float32{-3, 1}, 0.5); !slices.Equal(y, []float32{-0.5, -1, 1, -2}) {
		t.Errorf("bias and leaky ReLU: %v", y)
	}
	if BiasReLU(y, []float32{0, 1.5}); !slices.Equal(y, []float32{0, 0.5, 1, 0}) {
		t.Errorf("bias and ReLU: %v", y)
	}
	Bias(y, nil)
}

func TestColumns(t *testing.T) {
	sums := []float32{9, 9}
	if ColumnSums(sums, []float32{1, 2, 3, 4, 5, 6}); !slices.Equal(sums, []float32{9, 12}) {
		t.Errorf("sums %v", sums)
	}
	if ColumnSums(sums, nil); !slices.Equal(sums, []float32{0, 0}) {
		t.Errorf("sums of nothing %v", sums)
	}
	rows := make([]float32, 6)
	if FillRows(rows, []float32{1, 2, 3}); !slices.Equal(rows, []float32{1, 2, 3, 1, 2, 3}) {
		t.Errorf("rows %v", rows)
	}
	FillRows(rows, nil)
}

func TestNotFinite(t *testing.T) {
	inf := float32(math.Inf(1))
	for _, c := range []struct {
		s    []float32
		want int
	}{
		{nil, -1}, {[]float32{0, math.MaxFloat32, -math.MaxFloat32, 1e-45}, -1},
		{[]float32{1, inf}, 1}, {[]float32{-inf, inf}, 0}, {[]float32{1, 2, inf - inf}, 2},
	} {
		if got := NotFinite(c.s); got != c.want {
			t.Errorf("%v: %d, want %d", c.s, got, c.want)
		}
	}
}
