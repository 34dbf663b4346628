package features

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

func TestDenseSIFTGoldens(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/dense_sift.npz")
	cases := 0
	for name, a := range arrays {
		name, isParams := strings.CutSuffix(name, "_params")
		if !isParams {
			continue
		}
		cases++
		var g struct {
			Picture string `json:"picture"`
			DenseSIFT
		}
		if err := json.Unmarshal(textOf(a), &g); err != nil {
			t.Fatal(err)
		}
		src, want := picture(tensor.Uint8, tensor.Gray, arrays[g.Picture]), arrays[name+"_want"]
		for _, src := range []*tensor.Tensor{src, unitOfPicture(src)} {
			got := apply(t, g.DenseSIFT, src)
			if shape := []int{got.C, got.H, got.W}; !slices.Equal(shape, want.Shape) {
				t.Fatalf("%s: %v, want %v", name, shape, want.Shape)
			}
			testdata.Near(t, name, got.F32, want.Data, 2e-6)
		}
	}
	if cases == 0 {
		t.Error("no goldens")
	}
}

// TestDenseSIFTQuarterTurn: turning the picture turns the grid, the bins and the orientations.
func TestDenseSIFTQuarterTurn(t *testing.T) {
	const side, step = 29, 4
	src := stagetest.Fill(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: side, W: side}, 5)
	turned := tensor.New(src.Spec)
	for y := range side {
		for x := range side {
			turned.F32[x*side+side-1-y] = src.F32[y*side+x] // clockwise
		}
	}
	for _, window := range []string{"gaussian", "flat"} {
		d := DenseSIFT{Step: step, Window: window}
		a, b := apply(t, d, src), apply(t, d, turned)
		for c := range siftLength {
			by, bx, k := c/32, c/8%4, c%8
			other := (bx*4+3-by)*8 + (k+2)%8
			for i := range a.H {
				for j := range a.W {
					v, w := a.Plane32(c)[i*a.W+j], b.Plane32(other)[j*b.W+b.W-1-i]
					if math.Abs(float64(v-w)) > 1e-5 {
						t.Fatalf("%s: channel %d at %d, %d: %v, turned %v", window, c, i, j, v, w)
					}
				}
			}
		}
	}
}

// TestDenseSIFTLight: contrast and brightness don't matter.
func TestDenseSIFTLight(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 30, W: 20}, 6)
	other := src.Clone()
	for i := range other.F32 {
		other.F32[i] = 0.3*other.F32[i] + 0.5
	}
	a, b := apply(t, DenseSIFT{}, src), apply(t, DenseSIFT{}, other)
	testdata.Near(t, "other light", a.F32, widen(b.F32), 1e-5)
}

func TestDenseSIFTContrast(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{DType: tensor.Uint8, Space: tensor.Gray, C: 1, H: 20, W: 60}, 6)
	for y := range src.H {
		for x := range 30 {
			src.U8[y*src.W+x] = uint8(100 + y%2) // hardly any
		}
	}
	got := apply(t, DenseSIFT{Contrast: 0.05, Root: true, Sizes: []int{4, 2}}, src)
	first, last := 0., 0. // squared lengths of both sizes' descriptors
	for c := range got.C {
		row := got.Plane32(c)[:got.W]
		first += float64(row[0] * row[0])
		last += float64(row[got.W-1] * row[got.W-1])
	}
	if first != 0 || math.Abs(last-2) > 1e-5 {
		t.Errorf("the descriptor without contrast has length² %v, that with %v", first, last)
	}
}

// TestArcTangent: the approximation holds everywhere.
func TestArcTangent(t *testing.T) {
	for i := range 1001 {
		r := float32(i) / 1000
		if got, want := float64(arcTangent(r)), math.Atan(float64(r))*4/math.Pi; math.Abs(got-want) > 2e-7 {
			t.Errorf("%v: %v, want %v", r, got, want)
		}
	}
}

func TestDenseSIFTNaN(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 40, W: 40}, 6)
	src.F32[0] = float32(math.NaN())
	src.F32[1] = float32(math.Inf(1))
	got := apply(t, DenseSIFT{Contrast: 0.001, Root: true}, src)
	plane := got.Plane32(7)
	if !isNaN(plane[0]) || isNaN(plane[len(plane)-1]) {
		t.Errorf("NaN isn't where it should be: %v", plane)
	}
}

func TestDenseSIFTSizes(t *testing.T) {
	for in, want := range map[[2]int][2]int{{13, 17}: {1, 2}, {16, 40}: {1, 7}, {0, 0}: {0, 0}, {0, 20}: {0, 2}} {
		out, err := DenseSIFT{Step: 4}.OutSpec(tensor.Spec{Space: tensor.Gray, C: 1, H: in[0], W: in[1]})
		if err != nil || out.C != 128 || out.H != want[0] || out.W != want[1] {
			t.Errorf("%v: %v, %v", in, out, err)
		}
	}
}

func TestDenseSIFTRefuses(t *testing.T) {
	in := tensor.Spec{Space: tensor.Gray, C: 1, H: 32, W: 32}
	for _, c := range []struct {
		param string
		d     DenseSIFT
	}{
		{"step", DenseSIFT{Step: -1}}, {"sizes", DenseSIFT{Sizes: []int{4, 0}}}, {"sizes", DenseSIFT{Sizes: make([]int, 99)}},
		{"window", DenseSIFT{Window: "hann"}}, {"window_size", DenseSIFT{WindowSize: math.NaN()}},
		{"magnification", DenseSIFT{Magnification: 0.1}}, {"contrast", DenseSIFT{Contrast: -1}},
	} {
		_, err := c.d.OutSpec(in)
		if e, ok := errors.AsType[*tensor.ParamError](err); !ok || e.Op != "dense_sift" || e.Param != c.param {
			t.Errorf("%s: %v", c.param, err)
		}
	}
	for _, in := range []tensor.Spec{
		{Space: tensor.Gray, C: 1, H: 12, W: 32}, {Space: tensor.RGB, C: 3, H: 32, W: 32}, {Space: tensor.Gray, C: 1, W: 1}, {C: 1, H: 1, W: 1},
		{C: 1, H: 13, W: maxSIFTWidth + 1},
	} {
		if _, err := (DenseSIFT{}).OutSpec(in); !isSpecError(err) {
			t.Errorf("%v: %v", in, err)
		}
	}
}

func BenchmarkDenseSIFT(b *testing.B) {
	src := stagetest.Fill(tensor.Spec{Space: tensor.Gray, C: 1, H: 512, W: 512}, 1)
	for name, d := range map[string]DenseSIFT{
		"gaussian/step=4": {}, "flat/step=4": {Window: "flat"},
		"phow": {Step: 2, Sizes: []int{4, 6, 8, 10}, Window: "flat", WindowSize: 1.5, Magnification: 6},
	} {
		out, err := d.OutSpec(src.Spec)
		if err != nil {
			b.Fatal(err)
		}
		dst := tensor.New(out)
		b.Run(name+"/in=512x512", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := d.Apply(dst, src); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
