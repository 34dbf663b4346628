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

// sameCodes wants codes to be equal to the last bit, NaN where the reference has NaN.
func sameCodes(t *testing.T, what string, got []float32, want []float64) {
	t.Helper()
	wrong := 0
	for i, v := range got {
		w := float32(want[i])
		if v == w || v != v && w != w {
			continue
		}
		if wrong++; wrong <= 3 {
			t.Errorf("%s: value %d is %v, want %v", what, i, v, w)
		}
	}
	if len(got) != len(want) || wrong > 0 {
		t.Errorf("%s: %d of %d values wrong, want %d values", what, wrong, len(got), len(want))
	}
}

func planeOf(a testdata.Array) *tensor.Tensor {
	dtype := tensor.Uint8
	if a.Type == "f4" {
		dtype = tensor.Float32
	}
	a.Shape = append([]int{1}, a.Shape...)
	return picture(dtype, tensor.Gray, a)
}

func TestLBPCodesGoldens(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/lbp.npz")
	cases := 0
	for name, want := range arrays {
		parts := strings.Split(name, "/")
		if len(parts) != 4 {
			continue
		}
		cases++
		var c LBPCodes
		fmt.Sscan(parts[1]+" "+parts[2]+" "+parts[3], &c.Points, &c.Radius, &c.Method)
		sameCodes(t, name, apply(t, c, planeOf(arrays[parts[0]])).F32, want.Data)
	}
	if cases < 100 {
		t.Errorf("%d cases", cases)
	}
}

func TestLBPConformance(t *testing.T) {
	src := planeOf(testdata.ReadNPY(t, testdata.Shared(t, "conformance/05_filters/src/coins_gray.npy")))
	read := func(name string) []float64 {
		return testdata.ReadNPY(t, testdata.Shared(t, "conformance/05_filters/out/coins."+name+".npy")).Data
	}
	for name, c := range map[string]LBPCodes{
		"lbp_sk_8_1_uniform":     {},
		"lbp_sk_8_1_default":     {Method: "default"},
		"lbp_sk_8_1_ror":         {Method: "ror"},
		"lbp_sk_8_1_nri_uniform": {Method: "nri_uniform"},
		"lbp_sk_8_1_var":         {Method: "var"},
		"lbp_sk_16_2_uniform":    {Points: 16, Radius: 2},
	} {
		sameCodes(t, name, apply(t, c, src).F32, read(name))
	}
	testdata.Near(t, "histogram", apply(t, LBP{}, src).F32, read("lbp_hist_8_1_uniform"), 1e-7)
}

// TestLBPIntegers: the two ways of integers find the codes of float64.
func TestLBPIntegers(t *testing.T) {
	for seed := range uint64(6) {
		src := stagetest.Fill(tensor.Spec{Space: tensor.Gray, C: 1, H: 61, W: 47}, seed)
		if seed%2 == 1 {
			for i := range src.U8 {
				src.U8[i] = 250 + src.U8[i]&3
			}
		}
		got, want := make([]int32, src.W), make([]int32, src.W)
		for _, circle := range []lbpCircle{newLBPCircle(8, 1), newLBPCircle(8, 1.0000001), newLBPCircle(16, 2), newLBPCircle(13, 4.2)} {
			for y := range src.H {
				circle.patterns(got, src, y)
				lbpExactRow(&circle, want, src.U8, src.H, y, 0, src.W)
				for x := range want {
					if got[x] != want[x] {
						t.Fatalf("seed %d, %d points, pixel %d,%d: %b, want %b", seed, circle.n, y, x, got[x], want[x])
					}
				}
			}
		}
	}
}

// TestLBPCounts compares histograms of cells with codes counted one by one.
func TestLBPCounts(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{Space: tensor.Gray, C: 1, H: 31, W: 45}, 3)
	for _, l := range []LBP{
		{}, {Points: 24, Radius: 3}, {Points: 18, Method: "nri_uniform"}, {Points: 10, Method: "default"}, {Method: "nri_uniform"}, {Points: 1}, {Points: 2},
	} {
		l.Cells, l.Norm = 4, "none"
		codes := apply(t, l.codes(), src)
		got := apply(t, l, src)
		bins := got.C / 16
		want := make([]float64, got.C)
		for i, code := range codes.F32 {
			y, x := i/src.W, i%src.W
			cell := func(v, n int) int { // the last cell that begins at v or before
				k := 3
				for k*n/4 > v {
					k--
				}
				return k
			}
			want[(cell(y, src.H)*4+cell(x, src.W))*bins+int(code)]++
		}
		testdata.Near(t, fmt.Sprintf("%+v", l), got.F32, want, 0)
	}
}

// TestLBPTurned: turning a picture by 90° turns patterns by a quarter, which "ror" and "uniform" don't see but on the border.
func TestLBPTurned(t *testing.T) {
	const n = 20
	src := stagetest.Fill(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: n, W: n}, 9)
	turned := src.Clone()
	for y := range n {
		for x := range n {
			turned.F32[(n-1-x)*n+y] = src.F32[y*n+x]
		}
	}
	for _, method := range []string{"ror", "uniform"} {
		a, b := apply(t, LBPCodes{Method: method}, src), apply(t, LBPCodes{Method: method}, turned)
		for y := range n {
			for x := range n {
				if a.F32[y*n+x] != b.F32[(n-1-x)*n+y] {
					t.Fatalf("%s at %d,%d: %v, turned %v", method, y, x, a.F32[y*n+x], b.F32[(n-1-x)*n+y])
				}
			}
		}
	}
}

// TestLBPBinsOfRotations: there are as many as Burnside's lemma says.
func TestLBPBinsOfRotations(t *testing.T) {
	for n, want := range map[int]int{1: 2, 2: 3, 3: 4, 8: 36, 12: 352, 16: 4116} {
		out, err := LBP{Points: n, Method: "ror"}.OutSpec(tensor.Spec{Space: tensor.Gray, C: 1})
		if err != nil || out.C != want {
			t.Errorf("%d points: %v, %v, want %d bins", n, out, err, want)
		}
	}
	bins := lbpBinsOf("ror", 8)
	for pattern, bin := range bins.of {
		if bins.of[rotateLBP(uint32(pattern), 8)] != bin {
			t.Errorf("%b has another bin than its rotation", pattern)
		}
	}
}

func TestLBPRefusals(t *testing.T) {
	gray := tensor.Spec{Space: tensor.Gray, C: 1, H: 9, W: 9}
	for _, tc := range []struct {
		stage tensor.Stage
		in    tensor.Spec
		want  string
	}{
		{LBP{Points: -1}, gray, "lbp: points: wanted 1 to 24"},
		{LBP{Points: 25}, gray, "lbp: points: wanted 1 to 24"},
		{LBP{Points: 17, Method: "ror"}, gray, "lbp: points: wanted at most 16 with method ror"},
		{LBP{Radius: -1}, gray, "lbp: radius: wanted"},
		{LBP{Radius: math.NaN()}, gray, "lbp: radius: wanted"},
		{LBP{Method: "var"}, gray, "lbp: method: wanted codes that can be counted"},
		{LBP{Method: "VAR"}, gray, "lbp: method: wanted"},
		{LBP{Norm: "max"}, gray, "lbp: norm: wanted"},
		{LBP{Cells: -1}, gray, "lbp: cells: wanted"},
		{LBP{Cells: math.MaxInt}, gray, "lbp: cells: wanted"},
		{LBP{Cells: 4096}, tensor.Spec{Space: tensor.Gray, C: 1}, "lbp: cells: wanted"},
		{LBP{Cells: 10}, gray, "lbp: wanted at least 10×10 pixels"},
		{LBP{}, tensor.Spec{Space: tensor.RGB, C: 3, H: 9, W: 9}, "lbp: wanted a picture of one channel"},
		{LBPCodes{Radius: math.Inf(1)}, gray, "lbp_codes: radius: wanted"},
		{LBPCodes{Method: "x"}, gray, "lbp_codes: method: wanted"},
		{LBPCodes{}, tensor.Spec{Space: tensor.RGB, C: 2, H: 9, W: 9}, "3 channels"},
	} {
		if _, err := tc.stage.OutSpec(tc.in); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%+v of %v: %v, want %q", tc.stage, tc.in, err, tc.want)
		}
	}
}

func TestLBPIsAStage(t *testing.T) {
	specs := []tensor.Spec{
		{Space: tensor.Gray, C: 1, H: 3, W: 3},
		{DType: tensor.Float32, C: 1, H: 17, W: 5},
		{Space: tensor.Gray, C: 1, H: 40, W: 33},
	}
	stagetest.Run(t, LBP{}, specs...)
	stagetest.Run(t, LBP{Points: 16, Radius: 2.5, Method: "ror", Cells: 3, Norm: "l2"}, specs...)
	stagetest.Run(t, LBPCodes{}, specs...)
	stagetest.Run(t, LBPCodes{Method: "default", Points: 12, Radius: 3}, specs...)
	for _, size := range [][2]int{{1, 1}, {1, 7}, {7, 1}, {2, 2}} {
		apply(t, LBP{}, tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: size[0], W: size[1]}))
	}
}

func BenchmarkLBP(b *testing.B) {
	for _, l := range []LBP{{}, {Points: 16, Radius: 2}} {
		for name, mask := range map[string]uint8{"noise": 255, "flat": 0} {
			b.Run(fmt.Sprintf("%d/%s", l.codes().points(), name), func(b *testing.B) {
				src := stagetest.Fill(tensor.Spec{Space: tensor.Gray, C: 1, H: 128, W: 128}, 1)
				for i := range src.U8 {
					src.U8[i] &= mask
				}
				dst := apply(b, l, src)
				b.ReportAllocs()
				for b.Loop() {
					if err := l.Apply(dst, src); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
