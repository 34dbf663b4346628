package tensor

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"testing"
)

// random fills pix and returns it.
func random(pix []uint8, seed uint64) []uint8 {
	r := rand.New(rand.NewPCG(seed, 7))
	for i := range pix {
		pix[i] = uint8(r.Uint32())
	}
	return pix
}

// images returns one image of each type that setPixels knows, of w×h pixels, cut out of a larger one so that strides and
// origins matter.
func images(w, h int) map[string]image.Image {
	big, cut := image.Rect(0, 0, w+5, h+4), image.Rect(3, 2, 3+w, 2+h)
	m := map[string]image.Image{}
	gray, gray16 := image.NewGray(big), image.NewGray16(big)
	random(gray.Pix, 1)
	random(gray16.Pix, 2)
	m["gray"], m["gray16"] = gray.SubImage(cut), gray16.SubImage(cut)
	nrgba, nrgba64, cmyk := image.NewNRGBA(big), image.NewNRGBA64(big), image.NewCMYK(big)
	random(nrgba.Pix, 3)
	random(nrgba64.Pix, 4)
	random(cmyk.Pix, 5)
	m["nrgba"], m["nrgba64"], m["cmyk"] = nrgba.SubImage(cut), nrgba64.SubImage(cut), cmyk.SubImage(cut)
	rgba, rgba64, opaque, opaque64 := image.NewRGBA(big), image.NewRGBA64(big), image.NewRGBA(big), image.NewRGBA64(big)
	for i := range big.Dx() * big.Dy() {
		x, y := i%big.Dx(), i/big.Dx()
		c := nrgba.NRGBAAt(x, y)
		c.A = []uint8{0, 1, 2, 128, 254, 255, c.A}[i%7]
		rgba.Set(x, y, c)
		rgba64.Set(x, y, c)
		c.A = 255
		opaque.Set(x, y, c)
		opaque64.Set(x, y, c)
	}
	m["rgba"], m["rgba64"], m["opaque"], m["opaque64"] = rgba.SubImage(cut), rgba64.SubImage(cut), opaque.SubImage(cut), opaque64.SubImage(cut)
	palette := color.Palette{color.RGBA{1, 2, 3, 255}, color.NRGBA{200, 100, 50, 128}, color.Gray{77}, color.Transparent}
	paletted := image.NewPaletted(big, palette)
	for i := range random(paletted.Pix, 6) {
		paletted.Pix[i] %= 4
	}
	m["paletted"] = paletted.SubImage(cut)
	m["unknown"] = wrapped{m["nrgba"]}
	return m
}

// wrapped hides an image's type.
type wrapped struct{ image.Image }

// TestSetImage compares each type with what the color interfaces say, pixel by pixel.
func TestSetImage(t *testing.T) {
	for _, size := range [][2]int{{1, 1}, {1, 9}, {9, 1}, {7, 6}, {16, 16}} {
		for name, img := range images(size[0], size[1]) {
			x, err := FromImage(img)
			if err != nil {
				t.Fatal(err)
			}
			if x.W != size[0] || x.H != size[1] || x.Expect("image", x.Spec) != nil {
				t.Fatalf("%s: %v, want %v", name, x.Spec, size)
			}
			compare(t, fmt.Sprint(name, size), x, img)
		}
	}
}

func compare(t *testing.T, name string, x *Tensor, img image.Image) {
	t.Helper()
	b, n := img.Bounds(), x.H*x.W
	for i := range n {
		px := img.At(b.Min.X+i%x.W, b.Min.Y+i/x.W)
		c8, c16 := color.NRGBAModel.Convert(px).(color.NRGBA), color.NRGBA64Model.Convert(px).(color.NRGBA64)
		bytes, words := []uint8{c8.R, c8.G, c8.B, c8.A}, []uint16{c16.R, c16.G, c16.B, c16.A}
		for c := range x.C {
			switch {
			case x.DType == Float32 && x.F32[c*n+i] != float32(words[c])/65535:
				t.Fatalf("%s: pixel %d channel %d is %v, want %d/65535", name, i, c, x.F32[c*n+i], words[c])
			case x.DType == Uint8 && x.U8[c*n+i] != bytes[c]:
				t.Fatalf("%s: pixel %d channel %d is %d, want %d", name, i, c, x.U8[c*n+i], bytes[c])
			}
		}
	}
}

func TestSetImageSpec(t *testing.T) {
	want := map[string]Spec{
		"gray": {Space: Gray, C: 1}, "gray16": {DType: Float32, Space: Gray, C: 1},
		"nrgba": {Space: RGBA, C: 4}, "nrgba64": {DType: Float32, Space: RGBA, C: 4}, "cmyk": {Space: RGB, C: 3},
		"rgba": {Space: RGBA, C: 4}, "rgba64": {DType: Float32, Space: RGBA, C: 4},
		"opaque": {Space: RGB, C: 3}, "opaque64": {DType: Float32, Space: RGB, C: 3}, "paletted": {Space: RGBA, C: 4},
		"unknown": {Space: RGBA, C: 4},
	}
	for name, img := range images(4, 5) {
		x, err := FromImage(img)
		w := want[name]
		w.H, w.W = 5, 4
		if err != nil || x.Spec != w {
			t.Errorf("%s: got %v, %v, want %v", name, x.Spec, err, w)
		}
	}
}

// TestStraight compares with color.NRGBAModel for every value and alpha.
func TestStraight(t *testing.T) {
	for a := 1; a < 256; a++ {
		for v := range a + 1 {
			want := color.NRGBAModel.Convert(color.RGBA{uint8(v), 0, 0, uint8(a)}).(color.NRGBA).R
			if got := straight(uint8(v), uint8(a)); got != want {
				t.Fatalf("%d of alpha %d: got %d, want %d", v, a, got, want)
			}
		}
	}
}

// TestYCbCr compares with the formula in float64, rounded, for every sampling ratio and an odd origin.
func TestYCbCr(t *testing.T) {
	for ratio := image.YCbCrSubsampleRatio444; ratio <= image.YCbCrSubsampleRatio410; ratio++ {
		for _, at := range []image.Point{{0, 0}, {1, 1}, {2, 3}, {3, 2}, {-3, -5}} {
			img := image.NewYCbCr(image.Rect(0, 0, 17, 9).Add(at), ratio)
			random(img.Y, 1)
			random(img.Cb, 2)
			random(img.Cr, 3)
			x, err := FromImage(img)
			if err != nil || x.Spec != (Spec{Space: RGB, C: 3, H: 9, W: 17}) {
				t.Fatal(x.Spec, err)
			}
			for i := range 9 * 17 {
				for c, want := range exactRGB(img.YCbCrAt(at.X+i%17, at.Y+i/17)) {
					if d := math.Abs(float64(x.Plane8(c)[i]) - want); d > 0.502 && (at.X >= 0 || d > 1.5) {
						t.Fatalf("%v at %v: pixel %d channel %d: got %d, want %.3f", ratio, at, i, c, x.Plane8(c)[i], want)
					}
				}
			}
		}
	}
}

func exactRGB(c color.YCbCr) [3]float64 {
	y, u, v := float64(c.Y), float64(c.Cb)-128, float64(c.Cr)-128
	clip := func(v float64) float64 { return min(max(v, 0), 255) }
	return [3]float64{clip(y + 1.402*v), clip(y - 0.344136*u - 0.714136*v), clip(y + 1.772*u)}
}

func TestSetImageRefuses(t *testing.T) {
	for _, img := range []image.Image{
		image.NewGray(image.Rectangle{}), image.NewRGBA(image.Rect(0, 0, 5, 0)), image.NewUniform(color.White),
		&image.Gray{Rect: image.Rectangle{Min: image.Pt(5, 5)}},
	} {
		var e *SpecError
		if _, err := FromImage(img); !errors.As(err, &e) {
			t.Errorf("%T %v: got %v", img, img.Bounds(), err)
		}
	}
}

// TestOddPalettes: too many colours, none, missing ones and indices outside don't panic.
func TestOddPalettes(t *testing.T) {
	for _, n := range []int{0, 1, 3, 256, 300} {
		p := make(color.Palette, n)
		for i := range p {
			p[i] = color.RGBA{uint8(i), 9, 9, 255}
		}
		img := &image.Paletted{Pix: []uint8{0, 255}, Stride: 2, Rect: image.Rect(0, 0, 2, 1), Palette: p}
		x, err := FromImage(img)
		if err != nil {
			t.Fatal(err)
		}
		if n == 256 && (x.U8[0] != 0 || x.U8[1] != 255 || x.U8[2] != 9) {
			t.Errorf("got %v", x.U8)
		}
	}
}

// TestImageRoundTrip: what Image makes, SetImage reads back.
func TestImageRoundTrip(t *testing.T) {
	for _, space := range []Space{Gray, RGB, RGBA} {
		x := New(Spec{Space: space, C: space.Channels(), H: 5, W: 6})
		random(x.U8, 8)
		img, err := x.Image()
		if err != nil {
			t.Fatal(err)
		}
		back, err := FromImage(img)
		if err != nil || back.Spec != x.Spec || string(back.U8) != string(x.U8) {
			t.Errorf("%v came back as %v, %v", x.Spec, back.Spec, err)
		}
	}
}

func TestImageFloat(t *testing.T) {
	x := New(Spec{DType: Float32, Space: GrayAlpha, C: 2, H: 1, W: 4})
	copy(x.F32, []float32{float32(math.NaN()), -1, 0.5, 2, 1, 0, 0.25, float32(math.Inf(1))})
	img, err := x.Image()
	if err != nil {
		t.Fatal(err)
	}
	want := []uint8{0, 0, 0, 255, 0, 0, 0, 0, 128, 128, 128, 64, 255, 255, 255, 255}
	if got := img.(*image.NRGBA).Pix; string(got) != string(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestImageRefuses(t *testing.T) {
	for _, spec := range []Spec{{}, {C: 3, H: 2, W: 2}, {Space: RGB, C: 3, H: 2}, {Space: HSV, C: 3, H: 1, W: 1}, {Space: RGB, C: 4, H: 1, W: 1}} {
		var e *SpecError
		if _, err := New(spec).Image(); !errors.As(err, &e) {
			t.Errorf("%v: got %v", spec, err)
		}
	}
}

func TestSetImageAllocs(t *testing.T) {
	var x Tensor
	for name, img := range images(20, 20) {
		if name == "rgba64" || name == "unknown" {
			continue // through the color interfaces
		}
		if err := x.SetImage(img); err != nil {
			t.Fatal(err)
		}
		// The palette's colours are made by interfaces, one each.
		limit := map[string]float64{"paletted": 4}[name]
		if n := testing.AllocsPerRun(10, func() { _ = x.SetImage(img) }); n > limit {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func BenchmarkSetImage(b *testing.B) {
	all := images(500, 375)
	ycc := image.NewYCbCr(image.Rect(0, 0, 500, 375), image.YCbCrSubsampleRatio420)
	random(ycc.Y, 1)
	all["ycbcr420"] = ycc
	for name, img := range all {
		b.Run(name+"/in=375x500", func(b *testing.B) {
			var x Tensor
			b.SetBytes(500 * 375 * 3)
			for b.Loop() {
				if err := x.SetImage(img); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func ExampleFromImage() {
	img := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	img.SetNRGBA(0, 0, color.NRGBA{255, 128, 0, 255})
	img.SetNRGBA(1, 0, color.NRGBA{1, 2, 3, 255})
	x, err := FromImage(img)
	fmt.Println(x.Spec, x.U8, err)
	// Output: uint8 rgb 3×1×2 [255 1 128 2 0 3] <nil>
}

func ExampleSpecError() {
	x := New(Spec{Space: Gray, C: 1, H: 4, W: 4})
	fmt.Println(x.Expect("resize", Spec{Space: Gray, C: 1, H: 2, W: 2}))
	// Output: resize: wanted a destination of uint8 gray 1×2×2, found uint8 gray 1×4×4
}
