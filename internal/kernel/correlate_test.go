package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// sharp returns values that are hard to compare and to round, among others.
func sharp(r *rand.Rand, s []float32) []float32 {
	odd := []float32{float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1)), 0, float32(math.Copysign(0, -1)), 0.5, 1.5, 254.5, 255, 255.5, 256, 1e20, -1e20, math.MaxFloat32, 254.49998, 0.49999997}
	for i := range s {
		if s[i] = float32(r.NormFloat64() * 200); r.IntN(4) == 0 {
			s[i] = odd[r.IntN(len(odd))]
		}
	}
	return s
}

func equalFloats(t *testing.T, got, want []float32, format string, args ...any) {
	t.Helper()
	for i, v := range got {
		if math.Float32bits(v) != math.Float32bits(want[i]) && (v == v || want[i] == want[i]) {
			t.Fatalf("%s: value %d is %v, want %v", fmt.Sprintf(format, args...), i, v, want[i])
		}
	}
}

func TestWeightedSum(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(1, 2))
		for n := range 150 {
			for _, taps := range []int{1, 2, 5} {
				src := sharp(r, fenced[float32](fences[0], n+40, n%2 == 0))
				offsets, weights := make([]int32, taps), sharp(r, make([]float32, taps))
				for k := range offsets {
					offsets[k] = int32(r.IntN(41))
				}
				if n == 0 {
					offsets[0] = 40
				}
				got, want := fenced[float32](fences[1], n, n%3 == 0), make([]float32, n)
				WeightedSum(got, src, offsets, weights)
				if n > 0 {
					weightedSumGeneric(want, src, offsets, weights)
				}
				equalFloats(t, got, want, "%d values, %d taps", n, taps)
			}
		}
	})
}

func TestSymmetricSum(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(9, 2))
		for n := range 150 {
			for _, taps := range []int{1, 2, 5} {
				src := sharp(r, fenced[float32](fences[0], n+40, n%2 == 0))
				offsets, weights := make([]int32, 2*taps-1), sharp(r, make([]float32, taps))
				for k := range offsets {
					offsets[k] = int32(r.IntN(41))
				}
				got, want := fenced[float32](fences[1], n, n%3 == 0), make([]float32, n)
				SymmetricSum(got, src, offsets, weights)
				symmetricSumGeneric(want, src, offsets, weights)
				equalFloats(t, got, want, "%d values, %d weights", n, taps)
			}
		}
	})
}

func TestUint8AndBack(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(3, 4))
		for n := range 140 {
			src := sharp(r, fenced[float32](fences[0], n, n%2 == 0))
			got, want := fenced[uint8](fences[1], n, n%3 == 0), make([]uint8, n)
			RoundUint8(got, src)
			for i, v := range src {
				switch {
				case v >= 255:
					want[i] = 255
				case v > 0:
					want[i] = uint8(math.RoundToEven(float64(v)))
				}
			}
			sameBytes(t, got, want, "rounding %d values: %v", n, src)
			back, whole := fenced[float32](fences[2], n, n%2 == 1), make([]float32, n)
			FloatUint8(back, got)
			floatUint8Generic(whole, want)
			equalFloats(t, back, whole, "widening %d values", n)
		}
	})
}

func TestExtremes(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(5, 6))
		for n := range 300 {
			a8, b8 := fillBytes(r, fenced[uint8](fences[0], n, n%2 == 0)), fillBytes(r, fenced[uint8](fences[1], n, n%3 == 0))
			for name, f := range map[string][2]func(dst, a, b []uint8){"min": {MinUint8, minUint8Generic}, "max": {MaxUint8, maxUint8Generic}} {
				checkExtreme(t, name, n, f, a8, b8, func(got, want []uint8) { sameBytes(t, got, want, "%s of %d", name, n) })
			}
			a, b := sharp(r, fenced[float32](fences[0], n, n%2 == 0)), sharp(r, fenced[float32](fences[1], n, n%3 == 0))
			for name, f := range map[string][2]func(dst, a, b []float32){"min": {MinFloat32, minFloat32Generic}, "max": {MaxFloat32, maxFloat32Generic}} {
				checkExtreme(t, name, n, f, a, b, func(got, want []float32) { equalFloats(t, got, want, "%s of %d", name, n) })
			}
		}
	})
}

// checkExtreme runs a kernel into memory of its own and in place.
func checkExtreme[T uint8 | float32](t *testing.T, name string, n int, f [2]func(dst, a, b []T), a, b []T, same func(got, want []T)) {
	t.Helper()
	want := make([]T, n)
	f[1](want, a, b)
	got := fenced[T](fences[2], n, n%2 == 1)
	f[0](got, a, b)
	same(got, want)
	copy(got, a)
	f[0](got, got, b)
	same(got, want)
	copy(got, b)
	f[0](got, a, got)
	same(got, want)
}

func TestMedianOf9(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(7, 8))
		for n := range 110 {
			var rows8 [3][]uint8
			var rows [3][]float32
			for i := range 3 {
				rows8[i] = fillBytes(r, make([]uint8, n+2))
				rows[i] = sharp(r, fenced[float32](fences[i], n+2, n%2 == 0))
			}
			got8, want8 := fenced[uint8](fences[3], n, n%2 == 0), make([]uint8, n)
			MedianOf9Uint8(got8, rows8[0], rows8[1], rows8[2])
			for i := range want8 {
				nine := slices.Concat(rows8[0][i:i+3], rows8[1][i:i+3], rows8[2][i:i+3])
				slices.Sort(nine)
				want8[i] = nine[4]
			}
			sameBytes(t, got8, want8, "median of %d bytes", n)
			got, want := fenced[float32](fences[3], n, n%2 == 1), make([]float32, n)
			MedianOf9Float32(got, rows[0], rows[1], rows[2])
			medianOf9Float32Generic(want, rows[0], rows[1], rows[2])
			equalFloats(t, got, want, "median of %d floats", n)
		}
	})
}

func TestMedianOf25(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(9, 8))
		for n := range 110 {
			var rows8 [5][]uint8
			var rows [5][]float32
			for i := range 5 {
				rows8[i] = fillBytes(r, make([]uint8, n+4))
				rows[i] = sharp(r, make([]float32, n+4))
			}
			got8, want8 := fenced[uint8](fences[3], n, n%2 == 0), make([]uint8, n)
			MedianOf25Uint8(got8, fenced[uint8](fences[0], 5*(n+4), n%2 == 0), rows8)
			for i := range want8 {
				var all []uint8
				for _, row := range rows8 {
					all = append(all, row[i:i+5]...)
				}
				slices.Sort(all)
				want8[i] = all[12]
			}
			sameBytes(t, got8, want8, "median of %d bytes", n)
			got, want, sorted := fenced[float32](fences[3], n, n%2 == 1), make([]float32, n), make([]float32, 5*(n+4))
			MedianOf25Float32(got, fenced[float32](fences[0], 5*(n+4), n%2 == 1), rows)
			sort5Float32Generic(sorted, rows[0], rows[1], rows[2], rows[3], rows[4])
			medianOf25Float32Generic(want, sorted)
			equalFloats(t, got, want, "median of %d floats", n)
		}
	})
}

// TestMiddleOf25 on all columns of 0 and 1: a network that is right there is right for all values.
func TestMiddleOf25(t *testing.T) {
	for columns := range 6 * 6 * 6 * 6 * 6 {
		sorted, dst, ones := make([]uint8, 25), make([]uint8, 1), 0
		for x, left := 0, columns; x < 5; x, left = x+1, left/6 {
			for y := 5 - left%6; y < 5; y++ {
				sorted[5*y+x] = 1
				ones++
			}
		}
		medianOf25Uint8Generic(dst, sorted)
		if want := uint8(ones / 13); dst[0] != want {
			t.Fatalf("%v has the median %d, want %d", sorted, dst[0], want)
		}
	}
}

func FuzzWeightedSum(f *testing.F) {
	f.Add(uint64(1), uint16(70), uint8(3))
	f.Fuzz(func(t *testing.T, seed uint64, n uint16, taps uint8) {
		r := rand.New(rand.NewPCG(seed, 1))
		values, count := int(n%600)+1, int(taps%30)+1
		src := sharp(r, make([]float32, values+100))
		offsets, weights := make([]int32, count), sharp(r, make([]float32, count))
		for k := range offsets {
			offsets[k] = int32(r.IntN(101))
		}
		want := make([]float32, values)
		weightedSumGeneric(want, src, offsets, weights)
		fuzzLevels(func() {
			got := make([]float32, values)
			WeightedSum(got, src, offsets, weights)
			equalFloats(t, got, want, "%d values, %d taps", values, count)
		})
	})
}

func BenchmarkCorrelate(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	src, dst, stored := sharp(r, make([]float32, 1960)), make([]float32, 1920), fillBytes(r, make([]uint8, 1922))
	offsets, weights := make([]int32, 17), make([]float32, 17)
	for k := range offsets {
		offsets[k], weights[k] = int32(k), 1
	}
	for name, run := range map[string]func(){
		"weighted_sum/taps=17":  func() { WeightedSum(dst, src, offsets, weights) },
		"weighted_sum/taps=3":   func() { WeightedSum(dst, src, offsets[:3], weights[:3]) },
		"symmetric_sum/taps=17": func() { SymmetricSum(dst, src, offsets, weights[:9]) },
		"float_uint8":           func() { FloatUint8(dst, stored) },
		"round_uint8":           func() { RoundUint8(stored[:1920], src) },
		"min_uint8":             func() { MinUint8(stored, stored, stored) },
		"median_of_9_uint8":     func() { MedianOf9Uint8(medians, stored, stored, stored) },
	} {
		b.Run("kernel="+name, func(b *testing.B) {
			benchLevels(b, func(b *testing.B) {
				for b.Loop() {
					run()
				}
			})
		})
	}
}

var medians = make([]uint8, 1920)
