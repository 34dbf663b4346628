package features

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

func TestGISTGoldens(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/gist.npz")
	b, err := os.ReadFile("testdata/gist.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []golden
	if err := json.Unmarshal(b, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		var g GIST
		if err := json.Unmarshal(c.Params, &g); err != nil {
			t.Fatal(err)
		}
		source := arrays[c.Picture]
		src := picture(tensor.Float32, tensor.None, source)
		if source.Type == "u1" {
			src = picture(tensor.Uint8, tensor.Gray, source)
		}
		got, want := apply(t, g, src), arrays[c.Want].Data
		t.Logf("%s %s: largest difference %.2g", c.Picture, c.Params, testdata.Compare(got.F32, want, 0).Max)
		testdata.Near(t, c.Want, got.F32, want, 2e-7) // most of them are from 0.01 to 0.3
	}
}

// TestGISTOfBrightness: brightness, contrast and the type make no difference, a flat picture is 0.
func TestGISTOfBrightness(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{Space: tensor.Gray, C: 1, H: 32, W: 48}, 1)
	want := apply(t, GIST{}, src)
	for i := range src.U8 {
		src.U8[i] /= 2
	}
	half := apply(t, GIST{}, src)
	other := unitOfPicture(src)
	for i := range other.F32 {
		other.F32[i] = 3*other.F32[i] - 7
	}
	testdata.Near(t, "of another range", apply(t, GIST{}, other).F32, widen(half.F32), 1e-5)
	if d := testdata.Compare(half.F32, widen(want.F32), 0); d.Max > 0.01 {
		t.Errorf("half as bright: largest difference %v", d.Max)
	}
	for i := range other.F32 {
		other.F32[i] = 0.3
	}
	testdata.Near(t, "flat", apply(t, GIST{}, other).F32, make([]float64, want.Len()), 0)
}

// TestGISTOfWave: the filter of a wave's frequency and direction answers the most, in all cells alike.
func TestGISTOfWave(t *testing.T) {
	const n = 64
	for scale := range 4 {
		for k := range 8 {
			// fx·cos − fy·sin: the angle of a filter's frequencies is −π·k/8.
			f, turn := 0.3/math.Pow(1.85, float64(scale)), math.Pi*float64(k)/8
			src := tensor.New(tensor.Spec{DType: tensor.Float32, C: 1, H: n, W: n})
			for i := range src.F32 {
				x, y := float64(i%n), float64(i/n)
				src.F32[i] = float32(math.Sin(2 * math.Pi * f * (x*math.Cos(turn) - y*math.Sin(turn))))
			}
			got := apply(t, GIST{}, src).F32
			most, at := float32(0), 0
			for i := range 32 {
				if v := got[i*16+5]; v > most {
					most, at = v, i
				}
			}
			if at != 8*scale+k {
				t.Errorf("scale %d, direction %d: filter %d answers the most", scale, k, at)
			}
		}
	}
}

func TestGISTRefusals(t *testing.T) {
	gray := func(h, w int) tensor.Spec { return tensor.Spec{Space: tensor.Gray, C: 1, H: h, W: w} }
	for _, tc := range []struct {
		gist GIST
		in   tensor.Spec
		want string
	}{
		{GIST{}, gray(0, 0), "gist: wanted a known size"},
		{GIST{}, tensor.Spec{Space: tensor.RGB, C: 3, H: 64, W: 64}, "gist: wanted one channel"},
		{GIST{}, gray(64, 63), "gist: wanted even sides of at most 512 pixels"},
		{GIST{}, gray(514, 64), "gist: wanted even sides of at most 512 pixels"},
		{GIST{}, gray(64, 2), "gist: wanted at least 4×4 pixels"},
		{GIST{Blocks: -1}, gray(64, 64), "gist: blocks: wanted 1 to 64"},
		{GIST{Blocks: 65}, gray(64, 64), "gist: blocks: wanted 1 to 64"},
		{GIST{Orientations: []int{8, 0}}, gray(64, 64), "gist: orientations: wanted numbers above 0 that make at most 128"},
		{GIST{Orientations: []int{math.MaxInt, math.MaxInt, 2}}, gray(64, 64), "gist: orientations: wanted numbers above 0"},
		{GIST{Orientations: []int{64, 65}}, gray(64, 64), "gist: orientations: wanted numbers above 0"},
		{GIST{Orientations: make([]int, 9)}, gray(64, 64), "gist: orientations: wanted at most 8 scales"},
		{GIST{Prefilter: math.NaN()}, gray(64, 64), "gist: prefilter: wanted"},
		{GIST{Prefilter: -1}, gray(64, 64), "gist: prefilter: wanted"},
		{GIST{Prefilter: 257}, gray(64, 64), "gist: prefilter: wanted"},
	} {
		if _, err := tc.gist.OutSpec(tc.in); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%+v of %v: %v, want %q", tc.gist, tc.in, err, tc.want)
		}
	}
}

// TestGISTForgets: banks are kept for sizes that come again, but not all of them for ever.
func TestGISTForgets(t *testing.T) {
	var c gistCache
	first := c.get(GIST{}.key(tensor.Spec{H: 2, W: 4}))
	if c.get(GIST{Orientations: gistOrientations, Prefilter: 4}.key(tensor.Spec{H: 2, W: 4})) != first {
		t.Error("a bank with the same parameters isn't found")
	}
	c.bytes = keptGISTBytes
	second := c.get(GIST{}.key(tensor.Spec{H: 4, W: 2}))
	if len(c.kept) != 1 || c.bytes != second.bytes() {
		t.Errorf("%d banks of %d bytes are kept", len(c.kept), c.bytes)
	}
}

// TestGISTOfNarrowFilters: a filter that lies between all frequencies lets nothing pass.
func TestGISTOfNarrowFilters(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{Space: tensor.Gray, C: 1, H: 8, W: 8}, 2)
	for i, v := range apply(t, GIST{Orientations: []int{1, 1, 1, 1, 1, 1, 1, 121}, Blocks: 1}, src).F32 {
		if v != v || v < 0 {
			t.Errorf("value %d is %v", i, v)
		}
	}
}

func TestGISTIsAStage(t *testing.T) {
	specs := []tensor.Spec{
		{Space: tensor.Gray, C: 1, H: 32, W: 24},
		{DType: tensor.Float32, C: 1, H: 8, W: 40},
	}
	stagetest.Run(t, GIST{}, specs...)
	stagetest.Run(t, GIST{Orientations: []int{3, 2}, Blocks: 2, Prefilter: 9}, specs...)
}

func TestGISTSpreadsNaN(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		src := stagetest.Fill(tensor.Spec{DType: tensor.Float32, C: 1, H: 8, W: 8}, 3)
		src.F32[9] = float32(bad)
		for i, v := range apply(t, GIST{}, src).F32 {
			if v == v {
				t.Fatalf("%v: value %d is %v", bad, i, v)
			}
		}
	}
}
