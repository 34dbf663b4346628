package kernel

import (
	"math"
	"slices"
	"testing"
)

// TestAngle compares with the angle: OpenCV's polynomial is within 0.0002 of it.
func TestAngle(t *testing.T) {
	for y := float32(-20); y <= 20; y++ {
		for x := float32(-20); x <= 20; x++ {
			var got [1]float32
			Angle(got[:], []float32{y}, []float32{x}, 1)
			want := math.Atan2(float64(y), float64(x))
			if want < 0 {
				want += 2 * math.Pi
			}
			if math.Abs(float64(got[0])-want) > 2e-4 {
				t.Errorf("angle of (%v, %v) is %v, want %v", y, x, got[0], want)
			}
		}
	}
}

// These are kernels of [elementwiseKernels], in its form. What a kernel changes beside dst is made of copies and added to dst.

func countPast40(f func(bins, down, right []float32, cos, sin float32)) func(dst, a, b []float32) {
	sin, cos := math.Sincos(math.Pi * 2 / 9)
	return func(dst, a, b []float32) { f(dst, a, b, float32(cos), float32(sin)) }
}

func scaleToOne(f func(dst, src []float32, factor, most float32)) func(dst, a, b []float32) {
	return func(dst, a, _ []float32) { f(dst, a, 0.3, 1) }
}

// foldedGradients has the magnitudes and the turned gradients, 3·down + 5·right + magnitude.
func foldedGradients(f func(down, right, magnitudes, bins []float32, half float32)) func(dst, a, b []float32) {
	return func(dst, a, b []float32) {
		down, right, magnitudes := slices.Clone(a), slices.Clone(b), make([]float32, len(a))
		f(down, right, magnitudes, make([]float32, len(a)), 9)
		for i := range dst {
			dst[i] = float32(3*down[i]) + float32(5*right[i]) + magnitudes[i]
		}
	}
}

func foldedBins(f func(down, right, magnitudes, bins []float32, half float32)) func(dst, a, b []float32) {
	return func(dst, a, b []float32) {
		down, right := slices.Clone(a), slices.Clone(b)
		for i := range down { // some that are flat
			if i%5 == 0 {
				down[i] = 0
			}
		}
		f(down, right, make([]float32, len(a)), dst, 9)
	}
}

func largerGradients(f func(down, right, otherDown, otherRight []float32)) func(dst, a, b []float32) {
	return func(dst, a, b []float32) {
		right := slices.Clone(b)
		f(dst, right, a, b)
		for i := range dst {
			dst[i] -= right[i]
		}
	}
}
