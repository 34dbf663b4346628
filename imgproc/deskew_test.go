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

func TestDeskewGolden(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/deskew.npz")
	checked := 0
	for name, want := range arrays {
		kind, source, _ := strings.Cut(name, "_")
		if kind == "src" {
			continue
		}
		src, tolerance := fromHWC(tensor.Uint8, arrays["src_"+source]), 0.0
		if kind != "opencv" {
			src, tolerance = apply(t, imgproc.ToFloat{}, src), 1e-5
		}
		testdata.Near(t, name, values(apply(t, imgproc.Deskew{}, src)), want.Data, tolerance)
		checked++
	}
	if checked != 17 {
		t.Errorf("%d goldens, want 17", checked)
	}
}

func TestDeskewContract(t *testing.T) { stagetest.Run(t, imgproc.Deskew{}, oddSpecs...) }

// TestDeskewMakesUpright: a bar that is slanted so much that each row is moved by whole pixels becomes upright again, in
// each channel, and alpha goes with it and doesn't count.
func TestDeskewMakesUpright(t *testing.T) {
	for _, dtype := range dtypes {
		for slant := -2; slant <= 2; slant++ {
			got := values(apply(t, imgproc.Deskew{}, slantedBar(dtype, slant)))
			white := map[tensor.DType]float32{tensor.Uint8: 255, tensor.Float32: 1}[dtype]
			for c, want := range []float32{0: 1, 1: 0, 2: 0.2, 3: 0.4} {
				for y := 3; y < 18; y++ {
					for x, v := range got[(c*21+y)*101:][40:60] {
						far := math.Abs(float64(x) - 10 - float64(slant)/2) // the row H/2 stays, which is half a row below the middle one
						bar := float64(want) * max(0, min(1, 3-far))
						if off := math.Abs(float64(v/white) - bar); off > 0.003 {
							t.Fatalf("%v, slant %d, channel %d: %v at row %d, column %d, want %v", dtype, slant, c, v, y, x+40, bar)
						}
					}
				}
			}
		}
	}
}

// slantedBar is a bar of 5 columns and 15 rows, each moved by slant against the one above, in red, weaker in blue and alpha. Alpha
// has another one, straight, far away.
func slantedBar(dtype tensor.DType, slant int) *tensor.Tensor {
	src := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.RGBA, C: 4, H: 21, W: 101})
	for y := 3; y < 18; y++ {
		row := func(c int) []float32 { return src.Plane32(c)[y*101:][:101] }
		for x := 48; x < 53; x++ {
			at := x + slant*(y-10)
			row(0)[at], row(2)[at], row(3)[at] = 1, 0.2, 0.4
		}
		row(3)[5] = 1
	}
	if dtype == tensor.Float32 {
		return src
	}
	src8 := tensor.New(tensor.Spec{Space: tensor.RGBA, C: 4, H: 21, W: 101})
	for i, v := range src.F32 {
		src8.U8[i] = uint8(v*255 + 0.5)
	}
	return src8
}

// TestDeskewTwice: what is upright stays nearly so.
func TestDeskewTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 31, W: 61})
		slant := rapid.Float64Range(-1, 1).Draw(t, "slant")
		for y := 4; y < 27; y++ {
			for x := range 61 {
				at := float64(x) - 30 - slant*float64(y-15)
				src.F32[y*61+x] = float32(math.Exp(-at * at / 18))
			}
		}
		upright := run(t, imgproc.Deskew{}, src)
		again := run(t, imgproc.Deskew{}, upright)
		for i, v := range again.F32 {
			if math.Abs(float64(v-upright.F32[i])) > 0.02 {
				t.Fatalf("slant %v: %v and once more %v", slant, upright.F32[i], v)
			}
		}
		for x := range 61 {
			if math.Abs(float64(upright.F32[10*61+x]-upright.F32[20*61+x])) > 0.05 {
				t.Fatalf("slant %v: rows differ at %d", slant, x)
			}
		}
	})
}

// TestDeskewLeavesAlone: what has no slant, or none that can be said.
func TestDeskewLeavesAlone(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for name, pixels := range map[string][]float32{
		"empty": make([]float32, 12), "one pixel": {5: 1, 11: 0}, "one row": {4: 1, 5: 0.5, 6: 1, 11: 0},
		"NaN": {3: nan, 8: 1, 11: 1}, "infinite": {3: inf, 8: 1, 11: 1}, "negative": {0: -1, 7: -2, 11: -3}, "no sum": {0: 1, 11: -1},
		"huge": {0: math.MaxFloat32, 5: math.MaxFloat32, 11: 0},
	} {
		src := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 3, W: 4})
		copy(src.F32, pixels)
		got := apply(t, imgproc.Deskew{}, src)
		if name != "huge" && !same(got, src) {
			t.Errorf("%s: %v", name, got.F32)
		}
	}
}

func ExampleDeskew() {
	show(imgproc.Deskew{}, gray(
		[]uint8{9, 0, 0, 0, 0},
		[]uint8{0, 9, 0, 0, 0},
		[]uint8{0, 0, 9, 0, 0},
		[]uint8{0, 0, 0, 9, 0},
	))
	// Output:
	// uint8 gray 1×4×5
	// [0 0 9 0 0]
	// [0 0 9 0 0]
	// [0 0 9 0 0]
	// [0 0 9 0 0]
}

func BenchmarkDeskew(b *testing.B) {
	for _, dtype := range dtypes {
		for _, in := range []*tensor.Tensor{scene(dtype, 1, 28, 28), scene(dtype, 1, 1080, 1920)} {
			b.Run(fmt.Sprintf("dtype=%v/in=%dx%dx%d", dtype, in.C, in.H, in.W), func(b *testing.B) { bench(b, imgproc.Deskew{}, in) })
		}
	}
}
