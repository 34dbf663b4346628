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

func TestGaborEnergyGoldens(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/gabor.npz")
	b, err := os.ReadFile("testdata/gabor.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []golden
	if err := json.Unmarshal(b, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		var g GaborEnergy
		if err := json.Unmarshal(c.Params, &g); err != nil {
			t.Fatal(err)
		}
		source := arrays[c.Picture]
		src := picture(tensor.Float32, tensor.None, source)
		if source.Type == "u1" {
			src = picture(tensor.Uint8, tensor.None, source)
		}
		got, want := apply(t, g, src), arrays[c.Want].Data
		t.Logf("%s %s: largest difference %.2g", c.Picture, c.Params, testdata.Compare(got.F32, want, 0).Max)
		testdata.Near(t, c.Want, got.F32, want, 3e-7)
	}
	defaults := apply(t, GaborEnergy{}, picture(tensor.Uint8, tensor.Gray, arrays["gray"]))
	testdata.Near(t, "defaults", defaults.F32, arrays["want0"].Data, 3e-7)
}

// TestGaborEnergyOfWave: the filter of a wave's frequency and direction answers with half its amplitude, less what the kernel, which
// at 45° ends after 2.1σ each way, cuts off; the one at right angles to it with nothing.
func TestGaborEnergyOfWave(t *testing.T) {
	const n, f = 120, 0.1
	src := tensor.New(tensor.Spec{DType: tensor.Float32, C: 1, H: n, W: n})
	for i := range src.F32 {
		x, y := float64(i%n), float64(i/n)
		src.F32[i] = float32(math.Cos(2 * math.Pi * f * (x + y) / math.Sqrt2))
	}
	g := GaborEnergy{Frequencies: []float64{f}, Orientations: 4, Grid: 3}
	got := apply(t, g, src).F32[4*2*4:] // of the cell in the middle, which the border doesn't reach
	if mean, std := got[2*1], got[2*1+1]; math.Abs(float64(mean)-0.47) > 0.01 || std > 0.001 {
		t.Errorf("45°: mean %v, deviation %v; want about 0.47 and next to 0", mean, std)
	}
	if mean := got[2*3]; mean > 0.02 {
		t.Errorf("135°: mean %v, want next to 0", mean)
	}
}

// TestGaborEnergyMirrored: flipping left and right swaps directions k and n − k, and columns of cells.
func TestGaborEnergyMirrored(t *testing.T) {
	const n = 6
	src := stagetest.Fill(tensor.Spec{DType: tensor.Float32, C: 1, H: 20, W: 32}, 1)
	flipped := src.Clone()
	for i := range src.F32 {
		flipped.F32[i] = src.F32[i/32*32+31-i%32]
	}
	g := GaborEnergy{Frequencies: []float64{0.3}, Orientations: n, Grid: 2}
	got, want := apply(t, g, flipped).F32, apply(t, g, src).F32
	for i, v := range got {
		cell, k := i/(2*n), i/2%n
		if w := want[((cell^1)*n+(n-k)%n)*2+i%2]; math.Abs(float64(v-w)) > 1e-6 {
			t.Errorf("cell %d, direction %d: %v, mirrored %v", cell, k, v, w)
		}
	}
}

func TestGaborEnergyRefusals(t *testing.T) {
	small := tensor.Spec{Space: tensor.Gray, C: 1, H: 9, W: 9}
	for _, tc := range []struct {
		gabor GaborEnergy
		in    tensor.Spec
		want  string
	}{
		{GaborEnergy{}, tensor.Spec{Space: tensor.RGB, C: 3}, "gabor_energy: wanted a known size"},
		{GaborEnergy{Grid: 10}, small, "gabor_energy: wanted at least 10×10 pixels"},
		{GaborEnergy{Grid: -1}, small, "gabor_energy: grid: wanted 1 to 256"},
		{GaborEnergy{Orientations: 65}, small, "gabor_energy: orientations: wanted 1 to 64"},
		{GaborEnergy{Bandwidth: math.NaN()}, small, "gabor_energy: bandwidth: wanted"},
		{GaborEnergy{Bandwidth: -1}, small, "gabor_energy: bandwidth: wanted"},
		{GaborEnergy{Bandwidth: 1e-300}, small, "gabor_energy: frequencies[0]: wanted one whose filter reaches 2047 pixels"},
		{GaborEnergy{Frequencies: []float64{0.1, 0}}, small, "gabor_energy: frequencies[1]: wanted a number of waves per pixel"},
		{GaborEnergy{Frequencies: []float64{math.NaN()}}, small, "gabor_energy: frequencies[0]: wanted"},
		{GaborEnergy{Frequencies: []float64{0.6}}, small, "gabor_energy: frequencies[0]: wanted"},
		{GaborEnergy{Frequencies: []float64{1e-4}}, small, "gabor_energy: frequencies[0]: wanted one whose filter reaches"},
		{GaborEnergy{Frequencies: make([]float64, 65)}, small, "gabor_energy: frequencies: wanted at most 64"},
		{GaborEnergy{Frequencies: gaborFrequencies, Orientations: 64, Grid: 256}, tensor.Spec{C: 100, H: 256, W: 256}, "2 GiB"},
	} {
		if _, err := tc.gabor.OutSpec(tc.in); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%+v of %v: %v, want %q", tc.gabor, tc.in, err, tc.want)
		}
	}
}

func TestGaborEnergyIsAStage(t *testing.T) {
	specs := []tensor.Spec{
		{Space: tensor.RGB, C: 3, H: 13, W: 11},
		{DType: tensor.Float32, Space: tensor.GrayAlpha, C: 2, H: 8, W: 24},
	}
	stagetest.Run(t, GaborEnergy{}, specs...)
	stagetest.Run(t, GaborEnergy{Frequencies: []float64{0.3, 0.1}, Orientations: 3, Bandwidth: 1.5, Grid: 2}, specs...)
}
