package imageio

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

var pictureSpaces = []tensor.Space{tensor.Gray, tensor.RGB, tensor.GrayAlpha, tensor.RGBA}

// TestAdaptAll checks every combination of spaces, dtypes and alpha against a formula in float64, pixel by
// pixel, on sizes with tails.
func TestAdaptAll(t *testing.T) {
	for _, from := range pictureSpaces {
		for _, dtype := range []tensor.DType{tensor.Uint8, tensor.Float32} {
			src := noise(tensor.Spec{DType: dtype, Space: from, C: from.Channels(), H: 3, W: 7}, 9)
			for _, to := range []tensor.Space{tensor.None, tensor.Gray, tensor.RGB} {
				for _, alpha := range []Alpha{Blend, Drop, Keep} {
					for _, out := range []tensor.DType{tensor.Uint8, tensor.Float32} {
						opt := Options{Space: to, DType: out, Alpha: alpha, Background: "#10c080"}
						t.Run(fmt.Sprintf("%v_%v/%v_%v_%v", dtype, from, out, to, alpha), func(t *testing.T) { checkAdapt(t, src, opt) })
					}
				}
			}
		}
	}
}

func checkAdapt(t *testing.T, src *tensor.Tensor, opt Options) {
	before := src.Clone()
	var dst tensor.Tensor
	if err := Adapt(&dst, src, opt); err != nil {
		t.Fatal(err)
	}
	if src.Spec != before.Spec || string(src.U8) != string(before.U8) {
		t.Fatal("the source was changed")
	}
	want := opt.spec(src.Space)
	want.H, want.W = src.H, src.W
	if err := dst.Expect("test", want); err != nil {
		t.Fatal(err)
	}
	n, tolerance := src.H*src.W, 1e-6
	if opt.DType == tensor.Uint8 {
		tolerance = 1.01 / 255 // rounding of blend and luma
	}
	for i := range n {
		for c, w := range adaptPixel(src, i, opt, want.Space) {
			if got := unit(&dst, c*n+i); math.Abs(got-w) > tolerance {
				t.Fatalf("pixel %d channel %d: got %v, want %v", i, c, got, w)
			}
		}
	}
}

// unit returns a value in 0..1.
func unit(t *tensor.Tensor, i int) float64 {
	if t.DType == tensor.Uint8 {
		return float64(t.U8[i]) / 255
	}
	return float64(t.F32[i])
}

// adaptPixel is what Adapt is documented to do, in float64.
func adaptPixel(src *tensor.Tensor, i int, opt Options, to tensor.Space) []float64 {
	n := src.H * src.W
	rgb, a := [3]float64{}, 1.0
	for c := range rgb {
		rgb[c] = unit(src, i)
		if src.C >= 3 {
			rgb[c] = unit(src, c*n+i)
		}
	}
	if src.Space.HasAlpha() {
		a = unit(src, (src.C-1)*n+i)
	}
	back := [3]float64{0x10 / 255.0, 0xc0 / 255.0, 0x80 / 255.0}
	if opt.Alpha == Blend {
		for c := range rgb {
			rgb[c] = a*rgb[c] + (1-a)*back[c]
		}
	}
	out := rgb[:]
	if to == tensor.Gray || to == tensor.GrayAlpha {
		out = []float64{0.299*rgb[0] + 0.587*rgb[1] + 0.114*rgb[2]}
	}
	if to.HasAlpha() {
		out = append(out, a)
	}
	return out
}

// TestAdaptExact: what is opaque, or gray already, keeps its values to the bit; float32 goes there and back.
func TestAdaptExact(t *testing.T) {
	src := tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: 16, W: 16})
	for i := range src.U8 {
		src.U8[i] = uint8(i)
	}
	var rgb, back, float tensor.Tensor
	mustAdapt(t, &rgb, src, Options{Space: tensor.RGB, Alpha: Keep})
	mustAdapt(t, &back, &rgb, Options{Space: tensor.Gray})
	if string(back.U8) != string(src.U8) {
		t.Error("gray to RGBA and back is not the same")
	}
	mustAdapt(t, &float, src, Options{DType: tensor.Float32})
	for i, v := range float.F32 {
		if v != float32(i)/255 {
			t.Errorf("%d became %v", i, v)
		}
	}
	mustAdapt(t, &back, &float, Options{})
	if string(back.U8) != string(src.U8) {
		t.Error("uint8 to float32 and back is not the same")
	}
}

func mustAdapt(t testing.TB, dst, src *tensor.Tensor, opt Options) {
	t.Helper()
	if err := Adapt(dst, src, opt); err != nil {
		t.Fatal(err)
	}
}

func TestToBytes(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	src := tensor.Tensor{Spec: tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 1, W: 9},
		F32: []float32{nan, inf, -inf, -0.1, 1.1, 0.4999 / 255, 0.5001 / 255, 254.4999 / 255, 254.5001 / 255}}
	var dst tensor.Tensor
	mustAdapt(t, &dst, &src, Options{})
	if want := "\x00\xff\x00\x00\xff\x00\x01\xfe\xff"; string(dst.U8) != want {
		t.Errorf("got % x, want % x", dst.U8, want)
	}
}

func TestAdaptRefuses(t *testing.T) {
	for _, src := range []*tensor.Tensor{
		{},
		tensor.New(tensor.Spec{Space: tensor.HSV, C: 3, H: 2, W: 2}),
		tensor.New(tensor.Spec{C: 3, H: 2, W: 2}),
		{Spec: tensor.Spec{Space: tensor.RGB, C: 4, H: 1, W: 1}, U8: make([]uint8, 4)},
		{Spec: tensor.Spec{Space: tensor.Gray, C: 1, H: 2, W: 2}, U8: make([]uint8, 3)},
		{Spec: tensor.Spec{Space: tensor.Gray, C: 1, H: -2, W: -2}, U8: make([]uint8, 4)},
	} {
		var e *tensor.SpecError
		if err := Adapt(new(tensor.Tensor), src, Options{}); !errors.As(err, &e) {
			t.Errorf("%v: got %v, want a *SpecError", src.Spec, err)
		}
	}
	// No pixels are no reason to fail.
	mustAdapt(t, new(tensor.Tensor), tensor.New(tensor.Spec{Space: tensor.RGBA, C: 4}), Options{DType: tensor.Float32})
}

func TestAdaptAllocs(t *testing.T) {
	if testdata.Race {
		t.Skip("pools forget at random")
	}
	src := noise(tensor.Spec{Space: tensor.RGBA, C: 4, H: 40, W: 50}, 1)
	var dst tensor.Tensor
	for _, opt := range []Options{{}, {Space: tensor.Gray}, {DType: tensor.Float32}, {Space: tensor.Gray, DType: tensor.Float32}} {
		if n := testing.AllocsPerRun(20, func() { mustAdapt(t, &dst, src, opt) }); n > 0 {
			t.Errorf("%+v: %v allocations", opt, n)
		}
	}
}

func BenchmarkAdapt(b *testing.B) {
	src := noise(tensor.Spec{Space: tensor.RGBA, C: 4, H: 375, W: 500}, 1)
	for name, opt := range map[string]Options{"blend": {}, "drop": {Alpha: Drop}, "gray": {Space: tensor.Gray}, "float32": {DType: tensor.Float32}} {
		b.Run(name+"/in=4x375x500", func(b *testing.B) {
			var dst tensor.Tensor
			b.SetBytes(int64(src.Len()))
			for b.Loop() {
				mustAdapt(b, &dst, src, opt)
			}
		})
	}
}
