package kernel

import (
	"math/rand/v2"
	"testing"
)

func TestJPEGPixelLevels(t *testing.T) {
	onLevels(t, func(t *testing.T) {
		r := rand.New(rand.NewPCG(13, 13))
		for n := range 150 {
			for _, end := range []bool{false, true} {
				testUpsample(t, r, n, end)
				testJPEGColour(t, r, n, end)
			}
		}
	})
}

func testUpsample(t *testing.T, r *rand.Rand, n int, end bool) {
	t.Helper()
	near, far := fillBytes(r, fenced[uint8](fences[0], n, end)), fillBytes(r, fenced[uint8](fences[2], n, end))
	for _, k := range []struct {
		name      string
		factor    int
		got, want func(dst []uint8)
	}{
		{"h2v1", 2, func(d []uint8) { UpsampleH2V1(d, near) }, func(d []uint8) { upsampleH2V1Generic(d, near) }},
		{"h2v2", 2, func(d []uint8) { UpsampleH2V2(d, near, far) }, func(d []uint8) { upsampleH2V2Generic(d, near, far) }},
		{"h1v2", 1, func(d []uint8) { UpsampleH1V2(d, near, far, 2) }, func(d []uint8) { upsampleH1V2Generic(d, near, far, 2) }},
	} {
		if n == 0 && k.factor == 2 {
			continue
		}
		dst, want := fenced[uint8](fences[1], k.factor*n, end), make([]uint8, k.factor*n)
		k.want(want)
		k.got(dst)
		sameBytes(t, dst, want, "%s of %d", k.name, n)
	}
}

// testJPEGColour converts in place, the planes turned round.
func testJPEGColour(t *testing.T, r *rand.Rand, n int, end bool) {
	t.Helper()
	var planes, want [3][]uint8
	for i := range planes {
		planes[i] = fillBytes(r, fenced[uint8](fences[i], n, end))
		want[i] = make([]uint8, n)
	}
	yCbCrToRGBGeneric(want[0], want[1], want[2], planes[1], planes[2], planes[0])
	YCbCrToRGB(planes[0], planes[1], planes[2], planes[1], planes[2], planes[0])
	for i := range planes {
		sameBytes(t, planes[i], want[i], "plane %d of %d colours", i, n)
	}
	for _, flip := range []uint8{0, 255} {
		multiplyInkGeneric(want[0], planes[1], planes[2], flip)
		MultiplyInk(planes[1], planes[1], planes[2], flip)
		sameBytes(t, planes[1], want[0], "%d inks, flip %d", n, flip)
	}
}

// TestJPEGColourAll converts every colour.
func TestJPEGColourAll(t *testing.T) {
	const n = 1 << 16
	var planes, got, want [3][]uint8
	for i := range planes {
		planes[i], got[i], want[i] = make([]uint8, n), make([]uint8, n), make([]uint8, n)
	}
	for i := range n {
		planes[1][i], planes[2][i] = uint8(i), uint8(i>>8)
	}
	for y := range 256 {
		for i := range n {
			planes[0][i] = uint8(y)
		}
		yCbCrToRGBGeneric(want[0], want[1], want[2], planes[0], planes[1], planes[2])
		YCbCrToRGB(got[0], got[1], got[2], planes[0], planes[1], planes[2])
		for i := range got {
			sameBytes(t, got[i], want[i], "plane %d with luma %d", i, y)
		}
	}
}

func FuzzJPEGPixels(f *testing.F) {
	f.Add(uint64(1), uint16(100))
	f.Fuzz(func(t *testing.T, seed uint64, n uint16) {
		r := rand.New(rand.NewPCG(seed, 0))
		fuzzLevels(func() {
			testUpsample(t, r, int(n), seed%2 == 0)
			testJPEGColour(t, r, int(n), seed%2 == 0)
		})
	})
}

func BenchmarkJPEGLevels(b *testing.B) {
	r := rand.New(rand.NewPCG(14, 14))
	const blocks, width = 500, 4000
	coef, quant, last := jpegBlocks(r, blocks)
	dst, near, far := make([]uint8, 64*blocks), make([]uint8, width), make([]uint8, width)
	var rgb [3][]uint8
	for i := range rgb {
		rgb[i] = make([]uint8, width)
	}
	for _, k := range []struct {
		name string
		run  func()
	}{
		{"idct8", func() { IDCTRow8(dst, 8*blocks, coef, &quant, last) }},
		{"idct4", func() { IDCTRow4(dst, 4*blocks, coef, &quant, last) }},
		{"idct2", func() { IDCTRow2(dst, 2*blocks, coef, &quant, last) }},
		{"h2v1", func() { UpsampleH2V1(dst, near) }},
		{"h2v2", func() { UpsampleH2V2(dst, near, far) }},
		{"h1v2", func() { UpsampleH1V2(dst[:width], near, far, 1) }},
		{"rgb", func() { YCbCrToRGB(rgb[0], rgb[1], rgb[2], near, far, far) }},
		{"ink", func() { MultiplyInk(dst[:width], near, far, 0) }},
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
