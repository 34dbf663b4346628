package imgproc_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/tensor"
)

// TestMedianOfLargePictures: in pictures of more than one stripe, and of more than one tile, each value is the middle one of its
// window, in both types.
func TestMedianOfLargePictures(t *testing.T) {
	for _, c := range []struct{ h, w, size int }{{70, 1100, 7}, {75, 140, 11}, {140, 70, 65}, {3, 5, 255}} {
		r := rand.New(rand.NewPCG(1, uint64(c.size)))
		src8 := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: c.h, W: c.w})
		src32 := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: c.h, W: c.w})
		for i := range src8.U8 {
			src8.U8[i] = uint8(min(r.IntN(400), 255))
			src32.F32[i] = float32(src8.U8[i]) - 100
		}
		got8, got32 := apply(t, imgproc.Median{Size: c.size}, src8), apply(t, imgproc.Median{Size: c.size}, src32)
		var window []uint8
		for y := range c.h {
			for x := range c.w {
				i := y*c.w + x
				if want := float32(got8.U8[i]) - 100; got32.F32[i] != want {
					t.Fatalf("%v at %d, %d: %v in float32, %v in uint8", c, x, y, got32.F32[i], want)
				}
				if (x+y)%7 != 0 && x%512 > 1 {
					continue
				}
				window = window[:0]
				for j := range c.size {
					row := src8.U8[min(max(y+j-c.size/2, 0), c.h-1)*c.w:][:c.w]
					for k := range c.size {
						window = append(window, row[min(max(x+k-c.size/2, 0), c.w-1)])
					}
				}
				slices.Sort(window)
				if want := window[len(window)/2]; got8.U8[i] != want {
					t.Fatalf("%v at %d, %d: %v, want %v", c, x, y, got8.U8[i], want)
				}
			}
		}
	}
}
