package kernel

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestReverseLevels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(15, 15))
		for n := range 300 {
			testReverse(t, r, n, n%2 == 0)
			testReverse(t, r, n, n%2 == 1)
		}
	})
}

func testReverse(t *testing.T, r *rand.Rand, n int, end bool) {
	t.Helper()
	src, dst := fillBytes(r, fenced[uint8](fences[0], n, end)), fenced[uint8](fences[1], n, end)
	want := slices.Clone(src)
	slices.Reverse(want)
	ReverseUint8(dst, src)
	sameBytes(t, dst, want, "%d bytes", n)

	floats, to := fillFloats(r, fenced[float32](fences[0], n, end)), fenced[float32](fences[1], n, end)
	turned := slices.Clone(floats)
	slices.Reverse(turned)
	ReverseFloat32(to, floats)
	sameFloats(t, to, turned, "%d floats", n)
}

func TestTransposeLevels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(16, 16))
		for h := 1; h < 70; h += 1 + r.IntN(5) {
			for w := 1; w < 70; w += 1 + r.IntN(5) {
				for kind := range 4 {
					testTranspose(t, r, h, w, kind&1 != 0, kind&2 != 0)
				}
			}
		}
	})
}

func testTranspose(t *testing.T, r *rand.Rand, h, w int, rows, columns bool) {
	t.Helper()
	end := r.IntN(2) == 0
	src, dst, want := fillBytes(r, fenced[uint8](fences[0], h*w, end)), fenced[uint8](fences[1], h*w, end), make([]uint8, h*w)
	transposeGeneric(want, src, h, w, rows, columns)
	TransposeUint8(dst, src, h, w, rows, columns)
	sameBytes(t, dst, want, "%d×%d bytes, reversed %v, %v", h, w, rows, columns)

	floats, to := fillFloats(r, fenced[float32](fences[0], h*w, end)), fenced[float32](fences[1], h*w, end)
	turned := make([]float32, h*w)
	transposeGeneric(turned, floats, h, w, rows, columns)
	TransposeFloat32(to, floats, h, w, rows, columns)
	sameFloats(t, to, turned, "%d×%d floats, reversed %v, %v", h, w, rows, columns)
}

func TestBoxReduceLevels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(17, 17))
		for n := range 100 {
			for _, side := range []int{1, 2, 4, 8, 16} {
				testBoxReduce(t, r, n, side, side)
			}
			testBoxReduce(t, r, n, 1+r.IntN(20), 1+r.IntN(20))
			testBoxReduce(t, r, n/20, 1+r.IntN(MaxBox), 1+r.IntN(MaxBox))
		}
		testBoxReduce(t, r, 3, MaxBox, MaxBox)
	})
}

// testBoxReduce compares with the formula.
func testBoxReduce(t *testing.T, r *rand.Rand, n, width, height int) {
	t.Helper()
	stride, end := width*n+r.IntN(3), r.IntN(2) == 0
	src := fillBytes(r, fenced[uint8](fences[0], (height-1)*stride+width*n, end))
	if r.IntN(9) == 0 {
		for i := range src {
			src[i] = 255
		}
	}
	dst, want := fenced[uint8](fences[1], n, end), make([]uint8, n)
	for x := range want {
		sum := width * height / 2
		for i := range height {
			for j := range width {
				sum += int(src[i*stride+width*x+j])
			}
		}
		want[x] = uint8(sum * (1 << 24 / (width * height)) >> 24)
	}
	BoxReduceUint8(dst, src, stride, width, height)
	sameBytes(t, dst, want, "%d boxes of %d×%d", n, height, width)
}

func TestBoxReduceFloat32(t *testing.T) {
	src := []float32{1, 2, 3, 4, 5, 6, -1, 0.5, 0.25, 1e8, 1, -1e8}
	dst := make([]float32, 2)
	BoxReduceFloat32(dst, src, 6, 3, 2)
	if want := []float32{5.75 / 6, 16. / 6}; dst[0] != want[0] || dst[1] != want[1] {
		t.Errorf("%v, want %v", dst, want)
	}
}

func FuzzGeometry(f *testing.F) {
	f.Add(uint64(1), uint8(20), uint8(33))
	f.Fuzz(func(t *testing.T, seed uint64, h, w uint8) {
		r := rand.New(rand.NewPCG(seed, 0))
		fuzzLevels(func() {
			testReverse(t, r, int(h)*int(w), seed%2 == 0)
			testTranspose(t, r, 1+int(h), 1+int(w), h&1 != 0, w&1 != 0)
			testBoxReduce(t, r, int(w), 1<<(h%5), 1<<(h%5))
			testBoxReduce(t, r, int(w), 1+int(h%31), 1+int(h%29))
		})
	})
}

func BenchmarkGeometry(b *testing.B) {
	const h, w = 375, 500
	src8, dst8 := make([]uint8, h*w), make([]uint8, h*w)
	src32, dst32 := make([]float32, h*w), make([]float32, h*w)
	box := func(side int) func() {
		return func() {
			for y := 0; y+side <= h; y += side {
				BoxReduceUint8(dst8[:w/side], src8[y*w:], w, side, side)
			}
		}
	}
	for _, k := range []struct {
		name string
		run  func()
	}{
		{"reverse_uint8", func() { ReverseUint8(dst8, src8) }},
		{"reverse_float32", func() { ReverseFloat32(dst32, src32) }},
		{"transpose_uint8", func() { TransposeUint8(dst8, src8, h, w, true, false) }},
		{"transpose_float32", func() { TransposeFloat32(dst32, src32, h, w, true, false) }},
		{"box2", box(2)}, {"box3", box(3)}, {"box4", box(4)}, {"box8", box(8)},
		{"premultiply_uint8", func() { PremultiplyUint8(dst8, src8, src8) }},
	} {
		b.Run("kernel="+k.name, func(b *testing.B) {
			benchLevels(b, func(b *testing.B) {
				for b.Loop() {
					k.run()
				}
			})
		})
	}
}
