package imageio

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// place returns where the stored pixel (y, x) of an h×w picture is in the upright one, by the words of Exif:
// orientation 6, "right top", says that row 0 is the right side and column 0 the top.
func place(orientation, y, x, h, w int) (int, int) {
	switch orientation {
	case 2:
		return y, w - 1 - x
	case 3:
		return h - 1 - y, w - 1 - x
	case 4:
		return h - 1 - y, x
	case 5:
		return x, y
	case 6:
		return x, h - 1 - y
	case 7:
		return w - 1 - x, h - 1 - y
	case 8:
		return w - 1 - x, y
	}
	return y, x
}

// noise returns a tensor of random values.
func noise(spec tensor.Spec, seed uint64) *tensor.Tensor {
	r := rand.New(rand.NewPCG(seed, 1))
	t := tensor.New(spec)
	for i := range t.U8 {
		t.U8[i] = uint8(r.Uint32())
	}
	for i := range t.F32 {
		t.F32[i] = r.Float32()
	}
	return t
}

func TestOrient(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {1, 7}, {7, 1}, {2, 3}, {31, 33}, {64, 65}, {100, 3}} {
		for _, dtype := range []tensor.DType{tensor.Uint8, tensor.Float32} {
			h, w := size[0], size[1]
			src := noise(tensor.Spec{DType: dtype, Space: tensor.RGB, C: 3, H: h, W: w}, 3)
			for o := 1; o <= 8; o++ {
				var dst tensor.Tensor
				orient(&dst, src, o)
				for i := range src.Len() {
					c, y, x := i/(h*w), i/w%h, i%w
					uy, ux := place(o, y, x, h, w)
					at := (c*dst.H+uy)*dst.W + ux
					if dtype == tensor.Uint8 && dst.U8[at] != src.U8[i] || dtype == tensor.Float32 && dst.F32[at] != src.F32[i] {
						t.Fatalf("%d×%d %v, orientation %d: stored %d,%d is not at %d,%d", h, w, dtype, o, y, x, uy, ux)
					}
				}
			}
		}
	}
}

// TestOrientInverse: 6 and 8 undo each other, all others undo themselves.
func TestOrientInverse(t *testing.T) {
	src := noise(tensor.Spec{Space: tensor.Gray, C: 1, H: 37, W: 50}, 4)
	for o, inverse := range map[int]int{1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6} {
		var there, back tensor.Tensor
		orient(&there, src, o)
		orient(&back, &there, inverse)
		if back.Spec != src.Spec || string(back.U8) != string(src.U8) {
			t.Errorf("%d is not undone by %d", o, inverse)
		}
	}
}

func BenchmarkOrient(b *testing.B) {
	src := noise(tensor.Spec{Space: tensor.RGB, C: 3, H: 1500, W: 2000}, 5)
	for _, o := range []int{2, 4, 6} {
		b.Run(fmt.Sprintf("orientation=%d/in=3x1500x2000", o), func(b *testing.B) {
			var dst tensor.Tensor
			b.SetBytes(int64(src.Len()))
			for b.Loop() {
				orient(&dst, src, o)
			}
		})
	}
}
