package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// floatTaps are those of scalingTaps with weights of about 1/len.
func floatTaps(r *rand.Rand, in, out int, support float64) Taps[float32] {
	fixed := scalingTaps(r, in, out, support)
	t := Taps[float32]{First: fixed.First, Count: fixed.Count, Stride: fixed.Stride}
	for _, w := range fixed.Weights {
		t.Weights = append(t.Weights, float32(w)/(1<<21))
	}
	return t
}

// fillFloats fills s with numbers, of which a few are NaN and infinite.
func fillFloats(r *rand.Rand, s []float32) []float32 {
	special := []float32{float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.Copysign(0, -1)), math.MaxFloat32, math.SmallestNonzeroFloat32}
	for i := range s {
		s[i] = r.Float32()*2 - 1
		if r.IntN(100) == 0 {
			s[i] = special[r.IntN(len(special))]
		}
	}
	return s
}

// sameFloats compares bit by bit, except that all NaN are the same.
func sameFloats(t *testing.T, got, want []float32, format string, args ...any) {
	t.Helper()
	for i := range got {
		if math.Float32bits(got[i]) != math.Float32bits(want[i]) && (got[i] == got[i] || want[i] == want[i]) {
			t.Logf("differs first at %d: %v, want %v", i, got[i], want[i])
			t.Fatalf(format, args...)
		}
	}
}

func TestResampleRowsFloat32Levels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(8, 8))
		for _, in := range []int{1, 2, 3, 4, 5, 7, 16, 31, 70, 200} {
			for out := 1; out < 60; out += 1 + out/9 {
				for _, support := range []float64{0.5, 1, 3} {
					testResampleRowsFloat32(t, r, in, out, 1+r.IntN(9), support)
				}
			}
		}
	})
}

func testResampleRowsFloat32(t *testing.T, r *rand.Rand, in, out, rows int, support float64) {
	t.Helper()
	taps := floatTaps(r, in, out, support)
	lo := r.IntN(out)
	part := taps.Slice(lo, lo+1+r.IntN(out-lo))
	dstStride, srcStride, end := part.Len()+r.IntN(3), in+r.IntN(3), r.IntN(2) == 0
	src := fillFloats(r, fenced[float32](fences[0], (rows-1)*srcStride+in, end))
	dst := fillFloats(r, fenced[float32](fences[1], (rows-1)*dstStride+part.Len(), end))
	want := slices.Clone(dst)
	resampleRowsFloat32Generic(want, src, dstStride, srcStride, rows, part)
	ResampleRowsFloat32(dst, src, dstStride, srcStride, rows, part)
	sameFloats(t, dst, want, "%d rows of %d to %d of %d, support %v", rows, in, part.Len(), out, support)
}

func TestResampleColumnFloat32Levels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(9, 9))
		for width := range 100 {
			for _, rows := range []int{0, 1, 2, 3, 4, 5, 31} {
				testResampleColumnFloat32(t, r, width, rows)
			}
		}
	})
}

func testResampleColumnFloat32(t *testing.T, r *rand.Rand, width, rows int) {
	t.Helper()
	stride, end := width+r.IntN(5), r.IntN(2) == 0
	weights := make([]float32, rows)
	for i := range weights {
		weights[i] = r.Float32() - 0.3
	}
	src := fillFloats(r, fenced[float32](fences[0], max(rows-1, 0)*stride+width, end))
	dst := fenced[float32](fences[1], width, end)
	want := make([]float32, width)
	resampleColumnFloat32Generic(want, src, stride, weights)
	ResampleColumnFloat32(dst, src, stride, weights)
	sameFloats(t, dst, want, "%d columns of %d", width, rows)
}

func FuzzResampleFloat32(f *testing.F) {
	f.Add(uint64(1), uint16(500), uint16(256), uint8(7), uint8(2))
	f.Add(uint64(2), uint16(400), uint16(20), uint8(4), uint8(4))
	f.Fuzz(func(t *testing.T, seed uint64, in, out uint16, rows, support uint8) {
		r := rand.New(rand.NewPCG(seed, 0))
		wide, narrow := 1+int(in%4000), 1+int(out%1000)
		fuzzLevels(func() {
			testResampleRowsFloat32(t, r, wide, narrow, 1+int(rows%16), float64(1+support%6)/2)
			testResampleColumnFloat32(t, r, wide, int(out%64))
		})
	})
}

func BenchmarkResampleRowsFloat32(b *testing.B) {
	for _, size := range [][2]int{{128, 224}, {500, 256}, {4000, 224}} {
		in, out, rows := size[0], size[1], 100
		b.Run(fmt.Sprintf("in=%d/out=%d/rows=%d", in, out, rows), func(b *testing.B) {
			benchLevels(b, func(b *testing.B) {
				taps := floatTaps(rand.New(rand.NewPCG(7, 7)), in, out, 1)
				dst, src := make([]float32, out*rows), make([]float32, in*rows)
				b.SetBytes(int64(4 * len(src)))
				for b.Loop() {
					ResampleRowsFloat32(dst, src, out, in, rows, taps)
				}
			})
		})
	}
}

func BenchmarkResampleColumnsFloat32(b *testing.B) {
	for _, size := range [][2]int{{224, 2}, {224, 5}, {224, 27}} {
		width, rows := size[0], size[1]
		b.Run(fmt.Sprintf("width=%d/rows=%d", width, rows), func(b *testing.B) {
			benchLevels(b, func(b *testing.B) {
				dst, src, weights := make([]float32, width), make([]float32, width*rows), make([]float32, rows)
				b.SetBytes(int64(4 * len(src)))
				for b.Loop() {
					ResampleColumnFloat32(dst, src, width, weights)
				}
			})
		})
	}
}
