package kernel

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// scalingTaps has runs as resizing makes them, support source values wide on each side of a centre, with random
// weights.
func scalingTaps(r *rand.Rand, in, out int, support float64) Taps[int32] {
	scale := float64(in) / float64(out)
	support = max(support, support*scale)
	t := Taps[int32]{Stride: min(in, int(2*support)+2)}
	t.Weights = make([]int32, out*t.Stride)
	for x := range out {
		centre := (float64(x) + 0.5) * scale
		first := min(max(int(centre-support+0.5), 0), in-1)
		last := min(max(int(centre+support+0.5), first+1), in, first+t.Stride)
		t.First = append(t.First, int32(first))
		t.Count = append(t.Count, int32(last-first))
		for i := range last - first {
			t.Weights[x*t.Stride+i] = r.Int32N(1<<24/int32(t.Stride)) - 1<<22/int32(t.Stride)
		}
	}
	return t
}

func TestResampleRowsUint8Levels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(5, 5))
		for _, in := range []int{1, 2, 15, 16, 17, 31, 32, 33, 48, 70, 200, 333, 700} {
			for out := 1; out < 130; out += 1 + out/9 {
				for _, support := range []float64{0.5, 1, 2, 3} {
					testResampleRowsUint8(t, r, in, out, 1+r.IntN(40), support)
				}
			}
		}
		for _, out := range []int{5, 190, 255, 1001} {
			testResampleRowsUint8(t, r, 9001, out, 16+r.IntN(20), 1)
		}
	})
}

// testResampleRowsUint8 compares whole rows and a part of them with the generic twin.
func testResampleRowsUint8(t *testing.T, r *rand.Rand, in, out, rows int, support float64) {
	t.Helper()
	taps := PackRows(scalingTaps(r, in, out, support), in)
	lo := r.IntN(out)
	for _, part := range []Taps[int32]{taps, taps.Slice(lo, lo+1+r.IntN(out-lo))} {
		dstStride, srcStride, end := part.Len()+r.IntN(3), in+r.IntN(3), r.IntN(2) == 0
		src := fillBytes(r, fenced[uint8](fences[0], (rows-1)*srcStride+in, end))
		dst := fillBytes(r, fenced[uint8](fences[1], (rows-1)*dstStride+part.Len(), end))
		want := slices.Clone(dst)
		resampleRowsUint8Generic(want, src, dstStride, srcStride, rows, part)
		ResampleRowsUint8(dst, src, dstStride, srcStride, rows, part)
		sameBytes(t, dst, want, "%d rows of %d to %d of %d, support %v", rows, in, part.Len(), out, support)
	}
}

// TestResampleUint8Extremes has the largest weights that three signed bytes hold and the smallest that they don't,
// on the largest values. Sums may wrap; they do so alike.
func TestResampleUint8Extremes(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(10, 10))
		for _, weights := range [][]int32{{8355711}, {-8421504}, {8355711, -8421504, 0, 255, -256}, {8355712, -8421504}, {8355711, -8421505}} {
			for _, in := range []int{16, 40, 300} {
				taps := scalingTaps(r, in, 20, 3)
				for i := range taps.Weights {
					taps.Weights[i] = weights[r.IntN(len(weights))]
				}
				taps = PackRows(taps, in)
				src, rows := bytes.Repeat([]uint8{255}, 17*in), 17
				dst, want := make([]uint8, 20*rows), make([]uint8, 20*rows)
				resampleRowsUint8Generic(want, src, 20, in, rows, taps)
				ResampleRowsUint8(dst, src, 20, in, rows, taps)
				sameBytes(t, dst, want, "weights of %d on rows of %d", weights, in)

				run := taps.Weights[:5]
				resampleColumnUint8Generic(want[:70], src, 0, run)
				ResampleColumnUint8(dst[:70], src, 0, run)
				sameBytes(t, dst[:70], want[:70], "weights of %d", run)
			}
		}
	})
}

func TestResampleColumnUint8Levels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(6, 6))
		for width := range 140 {
			for _, rows := range []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 31} {
				testResampleColumnUint8(t, r, width, rows)
			}
		}
	})
}

func testResampleColumnUint8(t *testing.T, r *rand.Rand, width, rows int) {
	t.Helper()
	stride, end := width+r.IntN(5), r.IntN(2) == 0
	weights := make([]int32, rows)
	for i := range weights {
		weights[i] = r.Int32N(1<<24/int32(rows+1)) - 1<<22/int32(rows+1)
	}
	src := fillBytes(r, fenced[uint8](fences[0], max(rows-1, 0)*stride+width, end))
	dst := fenced[uint8](fences[1], width, end)
	want := make([]uint8, width)
	resampleColumnUint8Generic(want, src, stride, weights)
	ResampleColumnUint8(dst, src, stride, weights)
	sameBytes(t, dst, want, "%d columns of %d", width, rows)
}

func FuzzResampleUint8(f *testing.F) {
	f.Add(uint64(1), uint16(500), uint16(256), uint8(7), uint8(2))
	f.Add(uint64(2), uint16(400), uint16(20), uint8(4), uint8(4))
	f.Fuzz(func(t *testing.T, seed uint64, in, out uint16, rows, support uint8) {
		r := rand.New(rand.NewPCG(seed, 0))
		wide, narrow := 1+int(in%4000), 1+int(out%1000)
		fuzzLevels(func() {
			testResampleRowsUint8(t, r, wide, narrow, 1+int(rows%40), float64(1+support%6)/2)
			testResampleColumnUint8(t, r, wide, int(out%64))
		})
	})
}

func BenchmarkResampleRowsUint8(b *testing.B) {
	for _, size := range [][3]int{{128, 224, 100}, {500, 256, 100}, {1024, 256, 100}, {4000, 224, 100}, {4000, 224, 9000}} {
		in, out, rows := size[0], size[1], size[2]
		b.Run(fmt.Sprintf("in=%d/out=%d/rows=%d", in, out, rows), func(b *testing.B) {
			benchLevels(b, func(b *testing.B) {
				taps := PackRows(scalingTaps(rand.New(rand.NewPCG(7, 7)), in, out, 1), in)
				dst, src := make([]uint8, out*rows), make([]uint8, in*rows)
				b.SetBytes(int64(len(src)))
				for b.Loop() {
					ResampleRowsUint8(dst, src, out, in, rows, taps)
				}
			})
		})
	}
}

func BenchmarkResampleColumnsUint8(b *testing.B) {
	for _, size := range [][2]int{{224, 2}, {224, 5}, {224, 27}} {
		width, rows := size[0], size[1]
		b.Run(fmt.Sprintf("width=%d/rows=%d", width, rows), func(b *testing.B) {
			benchLevels(b, func(b *testing.B) {
				dst, src, weights := make([]uint8, width), make([]uint8, width*rows), make([]int32, rows)
				b.SetBytes(int64(len(src)))
				for b.Loop() {
					ResampleColumnUint8(dst, src, width, weights)
				}
			})
		})
	}
}
