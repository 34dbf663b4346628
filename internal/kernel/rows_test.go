package kernel

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// testRows compares kernels for matrices of rows×cols with their references.
func testRows(t *testing.T, r *rand.Rand, rows, cols int, end bool) {
	t.Helper()
	a := fillFloats(r, fenced[float32](fences[0], rows*cols, end))
	sums, want := fenced[float32](fences[1], cols, end), make([]float32, cols)
	ColumnSums(sums, a)
	columnSumsGeneric(want, a, rows)
	sameFloats(t, sums, want, "sums of the columns of %d×%d", rows, cols)

	bias := fillFloats(r, fenced[float32](fences[1], cols, end))
	for name, k := range map[string][2]func(y, bias []float32){
		"bias":          {Bias, func(y, b []float32) { addGeneric(y, y, b) }},
		"bias and ReLU": {BiasReLU, func(y, b []float32) { biasReLUGeneric(y, y, b) }},
		"bias, leaky ReLU": {
			func(y, b []float32) { BiasLeakyReLU(y, b, 0.1) },
			func(y, b []float32) { biasLeakyReLUGeneric(y, y, b, 0.1) },
		},
	} {
		want := slices.Clone(a)
		for i := range rows {
			k[1](want[i*cols:(i+1)*cols], bias)
		}
		y := fenced[float32](fences[2], rows*cols, end)
		copy(y, a)
		k[0](y, bias)
		sameFloats(t, y, want, "%s of %d×%d", name, rows, cols)
	}
}

func TestRowsLevels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(32, 32))
		for cols := range 150 {
			testRows(t, r, r.IntN(6), cols, false)
			testRows(t, r, r.IntN(6), cols, true)
		}
		for _, rows := range []int{25, 26, 50, 51, 200} {
			testRows(t, r, rows, 10, true)
		}
	})
}

func FuzzRows(f *testing.F) {
	f.Add(uint64(1), uint8(3), uint8(30))
	f.Fuzz(func(t *testing.T, seed uint64, rows, cols uint8) {
		r := rand.New(rand.NewPCG(seed, 0))
		fuzzLevels(func() { testRows(t, r, int(rows), int(cols), seed%2 == 0) })
	})
}

func BenchmarkRows(b *testing.B) {
	r := rand.New(rand.NewPCG(33, 33))
	for _, shape := range [][2]int{{64, 512}, {256, 10}, {64, 784}} {
		rows, cols := shape[0], shape[1]
		y, bias := randoms(r, rows*cols), make([]float32, cols)
		for _, k := range []struct {
			name string
			run  func()
		}{
			{"column_sums", func() { ColumnSums(bias, y) }},
			{"bias", func() { Bias(y, bias) }},
			{"bias_relu", func() { BiasReLU(y, bias) }},
		} {
			b.Run(fmt.Sprintf("kernel=%s/in=%dx%d", k.name, rows, cols), func(b *testing.B) {
				benchLevels(b, func(b *testing.B) {
					clear(bias)
					b.SetBytes(int64(4 * rows * cols))
					for b.Loop() {
						k.run()
					}
				})
			})
		}
	}
}
