package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// Kernels are compared with the loops of their comments, written down once more in the simplest way and, for
// float32, in float64. Values around a destination are guards: a kernel must not touch them. Float sources are
// surrounded by NaN, which would spread if it were read.

const guard = 16

func guardedUint8(n int) (all, middle []uint8) {
	all = make([]uint8, n+2*guard)
	for i := range all {
		all[i] = 0xA5
	}
	return all, all[guard : guard+n : guard+n]
}

func guardedFloat32(n int) (all, middle []float32) {
	all = make([]float32, n+2*guard)
	for i := range all {
		all[i] = float32(math.NaN())
	}
	return all, all[guard : guard+n : guard+n]
}

func checkGuards[T uint8 | float32](t *testing.T, what string, all []T) {
	t.Helper()
	for i := range guard {
		for _, v := range []T{all[i], all[len(all)-1-i]} {
			if v == v && float64(v) != 0xA5 {
				t.Fatalf("%s: wrote beside the destination", what)
			}
		}
	}
}

// randomTaps makes out runs of at most longest weights over in values.
func randomTaps[W int32 | float32](r *rand.Rand, in, out, longest int, weight func() W) Taps[W] {
	longest = min(longest, in)
	t := Taps[W]{Stride: longest, Weights: make([]W, out*longest)}
	for x := range out {
		n := 1 + r.IntN(longest)
		t.First = append(t.First, int32(r.IntN(in-n+1)))
		t.Count = append(t.Count, int32(n))
		for i := range n {
			t.Weights[x*longest+i] = weight()
		}
	}
	return t
}

// fixedWeight is such that a run of 9 stays within int32, and that sums are often below 0 and above 255.
func fixedWeight(r *rand.Rand) func() int32 {
	return func() int32 { return r.Int32N(1<<21) - 1<<19 }
}

func clipped(sum int64) uint8 {
	return uint8(min(max((sum+1<<(ResampleBits-1))>>ResampleBits, 0), 255))
}

func TestResampleRowsUint8(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, rows := range []int{0, 1, 2, 3, 4, 5, 9} {
		for _, out := range []int{1, 2, 7, 8, 33} {
			in, dstStride := 40, out+3
			taps := randomTaps(r, in, out, 9, fixedWeight(r))
			src := make([]uint8, in*rows)
			for i := range src {
				src[i] = uint8(r.Uint32())
			}
			all, dst := guardedUint8(max(0, rows*dstStride-3))
			want := slices.Clone(dst)
			for y := range rows {
				for x := range out {
					first, weights := taps.Run(x)
					sum := int64(0)
					for i, w := range weights {
						sum += int64(src[y*in+first+i]) * int64(w)
					}
					want[y*dstStride+x] = clipped(sum)
				}
			}
			ResampleRowsUint8(dst, src, dstStride, in, rows, taps)
			what := fmt.Sprintf("%d rows of %d", rows, out)
			checkGuards(t, what, all)
			if !slices.Equal(dst, want) {
				t.Fatalf("%s: %v, want %v", what, dst, want)
			}
		}
	}
}

func TestResampleColumnUint8(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for _, n := range []int{1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 64, 100} {
		for taps := range 9 {
			stride, weight := n+r.IntN(5), fixedWeight(r)
			src := make([]uint8, max(taps-1, 0)*stride+n)
			for i := range src {
				src[i] = uint8(r.Uint32())
			}
			weights := make([]int32, taps)
			for i := range weights {
				weights[i] = weight()
			}
			all, dst := guardedUint8(n)
			ResampleColumnUint8(dst, src, stride, weights)
			what := fmt.Sprintf("%d columns of %d", n, taps)
			checkGuards(t, what, all)
			for x, got := range dst {
				sum := int64(0)
				for i, w := range weights {
					sum += int64(src[i*stride+x]) * int64(w)
				}
				if got != clipped(sum) {
					t.Fatalf("%s: %d at %d, want %d", what, got, x, clipped(sum))
				}
			}
		}
	}
}

func TestResampleRowsFloat32(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for _, rows := range []int{0, 1, 2, 3, 4, 5, 9} {
		for _, out := range []int{1, 2, 7, 8, 33} {
			in, dstStride := 40, out+3
			taps := randomTaps(r, in, out, 9, func() float32 { return r.Float32()*2 - 1 })
			_, src := guardedFloat32(in * rows)
			fillRandom(r, src)
			all, dst := guardedFloat32(max(0, rows*dstStride-3))
			ResampleRowsFloat32(dst, src, dstStride, in, rows, taps)
			what := fmt.Sprintf("%d rows of %d", rows, out)
			checkGuards(t, what, all)
			for i, got := range dst {
				y, x := i/dstStride, i%dstStride
				if x >= out {
					if got == got {
						t.Fatalf("%s: wrote between the rows", what)
					}
					continue
				}
				first, weights := taps.Run(x)
				checkSum(t, what, got, weights, func(i int) float32 { return src[y*in+first+i] })
			}
		}
	}
}

func TestResampleColumnFloat32(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	for _, n := range []int{1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 100} {
		for taps := range 9 {
			stride := n + r.IntN(5)
			_, src := guardedFloat32(max(taps-1, 0)*stride + n)
			fillRandom(r, src)
			weights := make([]float32, taps)
			fillRandom(r, weights)
			all, dst := guardedFloat32(n)
			ResampleColumnFloat32(dst, src, stride, weights)
			what := fmt.Sprintf("%d columns of %d", n, taps)
			checkGuards(t, what, all)
			for x, got := range dst {
				checkSum(t, what, got, weights, func(i int) float32 { return src[i*stride+x] })
			}
		}
	}
}

func fillRandom(r *rand.Rand, s []float32) {
	for i := range s {
		s[i] = r.Float32()
	}
}

// checkSum holds got to Σ value(i)·weights[i], to one rounding of the result.
func checkSum(t *testing.T, what string, got float32, weights []float32, value func(i int) float32) {
	t.Helper()
	sum, size := 0.0, 0.0
	for i, w := range weights {
		p := float64(value(i)) * float64(w)
		sum += p
		size += math.Abs(p)
	}
	if !(math.Abs(float64(got)-sum) <= size*6e-8) {
		t.Fatalf("%s: %v, want %v", what, got, sum)
	}
}

func TestTapsSlice(t *testing.T) {
	taps := Taps[float32]{
		First: []int32{0, 1, 3}, Count: []int32{2, 2, 1}, Stride: 2,
		Weights: []float32{1, 2, 3, 4, 5, 0},
	}
	part := taps.Slice(1, 3)
	first, weights := part.Run(1)
	if lo, hi := part.Span(); part.Len() != 2 || first != 3 || !slices.Equal(weights, []float32{5}) || lo != 1 || hi != 4 {
		t.Errorf("part of %+v: %+v, span %d..%d", taps, part, lo, hi)
	}
}

// TestNaNStays: a NaN of the source reaches the values that are made of it and no others.
func TestNaNStays(t *testing.T) {
	taps := Taps[float32]{First: []int32{0, 1, 2}, Count: []int32{1, 2, 2}, Stride: 2, Weights: []float32{1, 0, .5, .5, .5, .5}}
	src := []float32{1, 2, float32(math.NaN()), 4}
	dst := make([]float32, 3)
	ResampleRowsFloat32(dst, src, 3, 4, 1, taps)
	if dst[0] != 1 || dst[1] == dst[1] || dst[2] == dst[2] {
		t.Errorf("%v", dst)
	}
}
