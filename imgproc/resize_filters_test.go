package imgproc_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

// TestFilterGolden holds the filters that Pillow hasn't, and resizing without antialiasing and in linear light, to float64
// sums and to OpenCV and torchvision.
func TestFilterGolden(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/filters.npz")
	tolerances := map[string]float64{
		"float64": 1e-6, "area": 1e-6, "area8": 1, "sharp": 5e-6, "sharp8": 1, "torch": 5e-6, "linear": 1e-6, "linear8": 0,
	}
	checked, largest := 0, map[string]float64{}
	for name, want := range arrays {
		parts := strings.Split(name, "_")
		if len(parts) != 3 {
			continue
		}
		kind := parts[0]
		src := fromHWC(tensor.Uint8, arrays["src"])
		if !strings.HasSuffix(kind, "8") {
			src = apply(t, imgproc.ToFloat{}, src)
		}
		r := resizeNamed(t, parts)
		r.NoAntialias = strings.HasPrefix(kind, "sharp") || kind == "torch"
		r.Linear = strings.HasPrefix(kind, "linear")
		got := values(apply(t, r, src))
		testdata.Near(t, name, got, want.Data, tolerances[kind])
		largest[kind] = max(largest[kind], testdata.Compare(got, want.Data, tolerances[kind]).Max)
		checked++
	}
	t.Logf("largest differences: %v", largest)
	if checked != 124 {
		t.Errorf("%d goldens, want 124", checked)
	}
}

// TestFilterUint8: what a filter makes of uint8 is what it makes of floats, rounded, up to the rounding between rows and columns.
func TestFilterUint8(t *testing.T) {
	src := scene(tensor.Uint8, 3, 47, 61)
	for _, f := range []imgproc.Filter{imgproc.Lanczos2, imgproc.Mitchell, imgproc.Gaussian, imgproc.Area} {
		for _, size := range [][2]int{{20, 90}, {100, 30}, {7, 9}, {47, 20}, {130, 125}} {
			r := imgproc.Resize{Height: size[0], Width: size[1], Filter: f}
			exact := apply(t, r, apply(t, imgproc.ToFloat{}, src))
			for i, v := range apply(t, r, src).U8 {
				if want := min(max(exact.F32[i], 0), 1) * 255; math.Abs(float64(v)-float64(want)) > 1.3 {
					t.Fatalf("%+v: %d at %d, want %v", r, v, i, want)
				}
			}
		}
	}
}

func TestResizeFiltersContract(t *testing.T) {
	for _, r := range []imgproc.Resize{
		{Height: 5, Width: 8, Filter: imgproc.Area}, {Shorter: 30, Filter: imgproc.Mitchell},
		{Height: 5, Width: 8, NoAntialias: true}, {Height: 20, Width: 19, Filter: imgproc.Bicubic, NoAntialias: true},
		{Height: 9, Width: 8, Linear: true}, {Height: 19, Width: 40, Filter: imgproc.Bicubic, NoAntialias: true, Linear: true},
	} {
		t.Run(fmt.Sprintf("%+v", r), func(t *testing.T) { stagetest.Run(t, r, oddSpecs...) })
	}
}

// sampling draws a resize without antialiasing or in linear light, or both.
func sampling(t *rapid.T) imgproc.Resize {
	r := resize(t)
	switch rapid.IntRange(0, 2).Draw(t, "way") {
	case 0:
		r.NoAntialias = true
	case 1:
		r.Linear = true
	default:
		r.NoAntialias, r.Linear = true, true
	}
	if r.NoAntialias {
		r.Filter = rapid.SampledFrom([]imgproc.Filter{imgproc.Bilinear, imgproc.Bicubic}).Draw(t, "filter")
	}
	if r.Filter == imgproc.Nearest {
		r.Filter = imgproc.Lanczos2
	}
	return r
}

// TestResizeFloatsProperties: constants and sizes stay, windows are parts of the whole, and mirroring commutes.
func TestResizeFloatsProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := sampling(t)
		d := rapid.SampledFrom(dtypes).Draw(t, "dtype")
		side := rapid.IntRange(1, 40)
		src := noise(d, rapid.IntRange(1, 4).Draw(t, "c"), side.Draw(t, "h"), side.Draw(t, "w"))
		whole := run(t, r, src)
		c := crop(t, r.Height, r.Width)
		part := tensor.New(tensor.Spec{DType: d, Space: src.Space, C: src.C, H: c.Height, W: c.Width})
		if err := r.ApplyWindowShared(part, src, c.X, c.Y, 3); err != nil || !same(part, run(t, c, whole)) {
			t.Errorf("%+v of %v, window %+v: other values, or %v", r, src.Spec, c, err)
		}
		if r.Filter != imgproc.Box && !src.Space.HasAlpha() {
			mirrored := values(run(t, imgproc.FlipHorizontal{}, run(t, r, run(t, imgproc.FlipHorizontal{}, src))))
			for i, v := range values(whole) {
				if off := math.Abs(float64(v - mirrored[i])); d == tensor.Uint8 && off > 1 || d == tensor.Float32 && off > 2e-5 {
					t.Fatalf("%+v of %v: %v and mirrored %v", r, src.Spec, v, mirrored[i])
				}
			}
		}
		same := r
		same.Height, same.Width = src.H, src.W
		if !stagetest.Equal(run(t, same, src), src) {
			t.Errorf("%+v changes %v", same, src.Spec)
		}
		for i := range src.U8 {
			src.U8[i] = 77
		}
		for i := range src.F32 {
			src.F32[i] = 77. / 255
		}
		if d == tensor.Uint8 && src.Space.HasAlpha() {
			opaque(src)
		}
		for i, v := range values(run(t, r, src)) {
			want := values(src)[src.H*src.W*(i/(r.Height*r.Width))]
			if off := math.Abs(float64(v - want)); off > 1e-6 {
				t.Fatalf("%+v of a constant %v: %v at %d, want %v", r, src.Spec, v, i, want)
			}
		}
	})
}

// TestResizeFloatsShared: several goroutines make the bytes that one makes.
func TestResizeFloatsShared(t *testing.T) {
	for _, r := range []imgproc.Resize{{NoAntialias: true}, {NoAntialias: true, Filter: imgproc.Bicubic}, {Linear: true}} {
		r.Height, r.Width = 70, 90
		for _, src := range []*tensor.Tensor{noise(tensor.Uint8, 3, 611, 613), noise(tensor.Float32, 4, 611, 613)} {
			want := apply(t, r, src)
			got := tensor.New(want.Spec)
			if err := r.ApplyShared(got, src, 3); err != nil || !same(got, want) {
				t.Errorf("%+v of %v: other values, or %v", r, src.Spec, err)
			}
		}
	}
}

// TestLinearKeepsLight: a checkerboard of black and white that becomes one gray is half the light, which sRGB has at 188.
func TestLinearKeepsLight(t *testing.T) {
	src := tensor.New(tensor.Spec{Space: tensor.RGB, C: 3, H: 16, W: 16})
	for i := range src.U8 {
		src.U8[i] = uint8((i + i/16) % 2 * 255)
	}
	for linear, want := range map[bool]uint8{false: 128, true: 188} {
		dst := apply(t, imgproc.Resize{Height: 4, Width: 4, Filter: imgproc.Box, Linear: linear}, src)
		for _, v := range dst.U8 {
			if v != want {
				t.Fatalf("linear %v: %d, want %d", linear, v, want)
			}
		}
	}
}

// TestLinearAlpha: the colour of what can't be seen isn't seen, and alpha isn't decoded.
func TestLinearAlpha(t *testing.T) {
	src := tensor.New(tensor.Spec{Space: tensor.GrayAlpha, C: 2, H: 1, W: 4})
	copy(src.U8, []uint8{200, 10, 10, 200, 255, 0, 0, 255})
	dst := apply(t, imgproc.Resize{Height: 1, Width: 2, Filter: imgproc.Box, Linear: true}, src)
	if dst.U8[0] != 200 || dst.U8[1] != 200 || dst.U8[2] != 128 || dst.U8[3] != 128 {
		t.Errorf("%v", dst.U8)
	}
}

func ExampleResize_linear() {
	src := gray([]uint8{0, 255, 0, 255})
	show(imgproc.Resize{Height: 1, Width: 2, Filter: imgproc.Box}, src)
	show(imgproc.Resize{Height: 1, Width: 2, Filter: imgproc.Box, Linear: true}, src)
	// Output:
	// uint8 gray 1×1×2
	// [128 128]
	// uint8 gray 1×1×2
	// [188 188]
}

func ExampleResize_noAntialias() {
	src := gray([]uint8{0, 0, 90, 0, 0, 0, 0, 0})
	show(imgproc.Resize{Height: 1, Width: 2}, src)
	show(imgproc.Resize{Height: 1, Width: 2, NoAntialias: true}, src)
	// Output:
	// uint8 gray 1×1×2
	// [23 3]
	// uint8 gray 1×1×2
	// [45 0]
}

func BenchmarkResizeFloats(b *testing.B) {
	for _, dtype := range dtypes {
		for _, r := range []imgproc.Resize{{NoAntialias: true}, {NoAntialias: true, Filter: imgproc.Bicubic}, {Linear: true}, {Linear: true, Filter: imgproc.Lanczos3}} {
			r.Height, r.Width = 224, 224
			name := fmt.Sprintf("dtype=%v/filter=%v/no_antialias=%v/linear=%v/in=3x375x500/out=3x224x224", dtype, r.Filter, r.NoAntialias, r.Linear)
			b.Run(name, func(b *testing.B) { bench(b, r, scene(dtype, 3, 375, 500)) })
			if r.NoAntialias {
				name = strings.Replace(name, "3x375x500", "3x3000x4000", 1)
				b.Run(name, func(b *testing.B) { bench(b, r, scene(dtype, 3, 3000, 4000)) })
			}
		}
	}
}
