package features

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

func TestDCTGoldens(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/dct.npz")
	for want, a := range arrays {
		name, rest, ok := strings.Cut(want, "_")
		if !ok {
			continue
		}
		var d DCT
		if _, err := fmt.Sscanf(rest, "%d_%d", &d.Coefficients, &d.Grid); err != nil {
			t.Fatal(err)
		}
		source := arrays[name]
		src := picture(tensor.Float32, tensor.None, source)
		if source.Type == "u1" {
			src = picture(tensor.Uint8, tensor.None, source)
		}
		got := apply(t, d, src)
		largest := 0.
		for _, v := range a.Data {
			largest = max(largest, math.Abs(v))
		}
		t.Logf("%s: largest difference %.2g of %.3g", want, testdata.Compare(got.F32, a.Data, 0).Max, largest)
		testdata.Near(t, want, got.F32, a.Data, 5e-7*largest)
	}
}

// TestDCTKeepsEnergy: the whole transform is a rotation (Parseval's theorem).
func TestDCTKeepsEnergy(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{DType: tensor.Float32, C: 3, H: 13, W: 21}, 1)
	got := apply(t, DCT{Coefficients: 13 * 21}, src)
	for c := range 3 {
		var before, after float64
		for i, v := range src.Plane32(c) {
			before += float64(v) * float64(v)
			after += float64(got.F32[c*13*21+i]) * float64(got.F32[c*13*21+i])
		}
		if math.Abs(before-after) > 1e-5*before {
			t.Errorf("channel %d: %v, want %v", c, after, before)
		}
	}
}

// TestDCTOfTransposed swaps rows and columns of frequencies.
func TestDCTOfTransposed(t *testing.T) {
	const h, w = 24, 31
	src := stagetest.Fill(tensor.Spec{DType: tensor.Float32, C: 1, H: h, W: w}, 2)
	turned := tensor.New(tensor.Spec{DType: tensor.Float32, C: 1, H: w, W: h})
	for i, v := range src.F32 {
		turned.F32[i%w*h+i/w] = v
	}
	got, want := apply(t, DCT{Coefficients: 300}, turned).F32, apply(t, DCT{Coefficients: 300}, src).F32 // 24 whole diagonals
	index := map[[2]int]int{}
	for row, column := range zigzag(h, w, 300) {
		index[[2]int{row, column}] = len(index)
	}
	for place, i := range index {
		j := index[[2]int{place[1], place[0]}]
		if math.Abs(float64(got[j]-want[i])) > 1e-5 {
			t.Errorf("frequency %v: %v, transposed %v", place, want[i], got[j])
		}
	}
}

// TestZigzag visits every place of every rectangle once, one diagonal after the other.
func TestZigzag(t *testing.T) {
	for h := 1; h < 9; h++ {
		for w := 1; w < 9; w++ {
			seen, diagonal := map[[2]int]bool{}, 0
			for row, column := range zigzag(h, w, h*w) {
				if row < 0 || row >= h || column < 0 || column >= w || seen[[2]int{row, column}] || row+column < diagonal {
					t.Fatalf("%d×%d: %d,%d is out of place", h, w, row, column)
				}
				seen[[2]int{row, column}], diagonal = true, row+column
			}
			if len(seen) != h*w {
				t.Errorf("%d×%d: %d places", h, w, len(seen))
			}
		}
	}
}

func TestDCTKeepsNaNInItsCell(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{DType: tensor.Float32, C: 2, H: 12, W: 13}, 3)
	d := DCT{Coefficients: 7, Grid: 3}
	clean := apply(t, d, src)
	for _, bad := range []float64{math.NaN(), math.Inf(1)} {
		src.F32[5*13+5] = float32(bad)
		for i, v := range apply(t, d, src).F32 {
			if cell := i / 7; (cell == 4) != (v-v != 0) || cell != 4 && v != clean.F32[i] {
				t.Errorf("%v: value %d of cell %d is %v", bad, i%7, cell, v)
			}
		}
	}
}

func TestDCTRefusals(t *testing.T) {
	for _, tc := range []struct {
		dct  DCT
		in   tensor.Spec
		want string
	}{
		{DCT{}, tensor.Spec{Space: tensor.RGB, C: 3}, "dct: wanted a known size"},
		{DCT{}, tensor.Spec{C: 1, H: 7, W: 9}, "dct: wanted cells of at least 64 pixels on a grid of 1×1"},
		{DCT{Grid: 2}, tensor.Spec{C: 1, H: 17, W: 15}, "dct: wanted cells of at least 64 pixels on a grid of 2×2"},
		{DCT{Grid: 9, Coefficients: 1}, tensor.Spec{C: 1, H: 17, W: 8}, "dct: wanted cells of at least 1 pixels"},
		{DCT{Coefficients: -1}, tensor.Spec{C: 1, H: 9, W: 9}, "dct: coefficients: wanted 1 to 65536"},
		{DCT{Coefficients: 1 << 20}, tensor.Spec{C: 1, H: 9, W: 9}, "dct: coefficients: wanted 1 to 65536"},
		{DCT{Grid: -1}, tensor.Spec{C: 1, H: 9, W: 9}, "dct: grid: wanted 1 to 256"},
		{DCT{Grid: 257}, tensor.Spec{C: 1, H: 9, W: 9}, "dct: grid: wanted 1 to 256"},
		{DCT{Coefficients: 1 << 16}, tensor.Spec{C: 1, H: 1, W: 1 << 30}, "dct: wanted sides of which the waves take 2 GiB at most"},
		{DCT{}, tensor.Spec{Space: tensor.RGB, C: 2, H: 9, W: 9}, "3 channels"},
	} {
		if _, err := tc.dct.OutSpec(tc.in); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%+v of %v: %v, want %q", tc.dct, tc.in, err, tc.want)
		}
	}
}

func TestDCTIsAStage(t *testing.T) {
	specs := []tensor.Spec{
		{Space: tensor.RGB, C: 3, H: 33, W: 41},
		{DType: tensor.Float32, Space: tensor.GrayAlpha, C: 2, H: 24, W: 24},
		{DType: tensor.Float32, C: 5, H: 30, W: 50},
	}
	stagetest.Run(t, DCT{}, specs...)
	stagetest.Run(t, DCT{Coefficients: 3, Grid: 2}, specs...)
	stagetest.Run(t, DCT{Coefficients: 1}, specs...)
}
