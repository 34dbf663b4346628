package imgproc

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"
)

// TestTransform holds transforms of all lengths, with small factors and large ones, to the sum, and back.
func TestTransform(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 2, 3, 8, 61, 64, 67, 97, 2 * 67, 251} {
		x := make([]complex128, n)
		for i := range x {
			x[i] = complex(r.Float64(), r.Float64())
		}
		got, f := append([]complex128(nil), x...), newTransform(n)
		f.forward(got)
		for k := range got {
			var want complex128
			for j, v := range x {
				want += v * cmplx.Rect(1, -2*math.Pi*float64(j*k%n)/float64(n))
			}
			if cmplx.Abs(got[k]-want) > 1e-11 {
				t.Fatalf("n %d: coefficient %d is %v, want %v", n, k, got[k], want)
			}
		}
		f.backward(got)
		for i, v := range got {
			if cmplx.Abs(v/complex(float64(n), 0)-x[i]) > 1e-13 {
				t.Fatalf("n %d: number %d comes back as %v, want %v", n, i, v/complex(float64(n), 0), x[i])
			}
		}
	}
}
