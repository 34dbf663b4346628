package features

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/pipeline/stagetest"
	"github.com/saccade-go/saccade/tensor"
)

func TestHOGGoldens(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/hog.npz")
	for _, g := range goldens(t, "hog") {
		var h HOG
		if err := json.Unmarshal(g.Params, &h); err != nil {
			t.Fatal(err)
		}
		src := picture(tensor.Uint8, ofChannels(arrays[g.Picture].Shape[0]), arrays[g.Picture])
		if g.Unit {
			src = unitOfPicture(src)
		}
		got := apply(t, h, src)
		what := g.Picture + " " + string(g.Params)
		t.Logf("%s: largest difference %.2g", what, testdata.Compare(got.F32, arrays[g.Want].Data, 0).Max)
		testdata.Near(t, what, got.F32, arrays[g.Want].Data, 1e-6)
		if g.Stars == "" {
			continue
		}
		stars, err := h.Visualize(src)
		if err != nil {
			t.Fatal(err)
		}
		testdata.Near(t, what+", stars", stars.F32, arrays[g.Stars].Data, 1e-4)
	}
}

func TestHOGConformance(t *testing.T) {
	a := testdata.ReadNPY(t, testdata.Shared(t, "conformance/05_filters/src/coins_gray.npy"))
	a.Shape = append([]int{1}, a.Shape...)
	src := picture(tensor.Uint8, tensor.Gray, a)

	want := testdata.ReadNPY(t, testdata.Shared(t, "conformance/05_filters/out/coins.hog_sk_default.npy"))
	got := apply(t, HOG{}, src)
	t.Logf("default: largest difference %.2g", testdata.Compare(got.F32, want.Data, 0).Max)
	testdata.Near(t, "default", got.F32, want.Data, 1e-6)

	// With 8 orientations the diagonals lie on edges of bins. The reference divided by 255 in float64, so that
	// rounding put them on either side; scikit-image itself is up to 0.0206 away from it on the uint8 picture.
	want = testdata.ReadNPY(t, testdata.Shared(t, "conformance/05_filters/out/coins.hog_sk_2x2_L2.npy"))
	got = apply(t, HOG{Orientations: 8, Cell: 16, Block: 2, Norm: "l2"}, src)
	testdata.Near(t, "2×2 L2", got.F32, want.Data, 0.021)
}

// binOf returns the bin of a direction.
func binOf(d directions, dy, dx float32) int {
	var bins, magnitudes [1]float32
	d.find(bins[:], magnitudes[:], gradients{[]float32{dy}, []float32{dx}})
	return int(bins[0])
}

// TestDirections compares the bins of all gradients that 8-bit pictures have with those of their angles, as
// scikit-image computes them.
func TestDirections(t *testing.T) {
	const side = 511
	for _, n := range []int{1, 2, 3, 4, 5, 6, 8, 9, 12, 18, 36, maxOrientations} {
		for _, signed := range []bool{false, true} {
			if signed && n%2 > 0 {
				continue
			}
			var all gradients
			for y := -255; y <= 255; y++ {
				for x := -255; x <= 255; x++ {
					all.down, all.right = append(all.down, float32(y)), append(all.right, float32(x))
				}
			}
			bins, magnitudes := make([]float32, side*side), make([]float32, side*side)
			directionsOf(n, signed).find(bins, magnitudes, all)
			wrong := 0
			for i, bin := range bins {
				y, x := float64(i/side-255), float64(i%side-255)
				if y == 0 && x == 0 {
					continue
				}
				turns := math.Atan2(y, x)/math.Pi + 2
				if signed {
					turns /= 2
				}
				// To within rounding, on an edge is on it.
				if want := int(turns*float64(n)+1e-9) % n; int(bin) != want || magnitudes[i] != float32(math.Hypot(y, x)) {
					wrong++
				}
			}
			if wrong > 0 {
				t.Errorf("%d bins, signed %v: %d gradients in another bin than their angle's, or of another length", n, signed, wrong)
			}
		}
	}
}

func TestDirectionsOfAnyFloat(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, maxOrientations).Draw(r, "n")
		dy, dx := rapid.Float32Range(-1e18, 1e18).Draw(r, "dy"), rapid.Float32Range(-1e18, 1e18).Draw(r, "dx")
		if dy == 0 && dx == 0 {
			return
		}
		got := binOf(directionsOf(n, false), dy, dx)
		angle := math.Mod(math.Atan2(float64(dy), float64(dx))/math.Pi+1, 1) * float64(n)
		off := max(float64(got)-angle, angle-float64(got+1), 0)
		off = min(off, float64(n-1)-off) // 0° and 180° are neighbours
		if off > 1e-7*float64(n) {
			r.Fatalf("(%v, %v) of %d bins is in %d, but at %v", dy, dx, n, got, angle)
		}
	})
}

func TestHOGOfConstantIsZero(t *testing.T) {
	for _, norm := range []string{"l2hys", "l2", "l1", "l1sqrt"} {
		src := tensor.New(tensor.Spec{Space: tensor.RGB, C: 3, H: 30, W: 41})
		for i := range src.U8 {
			src.U8[i] = 137
		}
		for i, v := range apply(t, HOG{Norm: norm}, src).F32 {
			if v != 0 {
				t.Fatalf("%s: value %d is %v", norm, i, v)
			}
		}
	}
}

// TestHOGInverted: a negative has the same gradients but for their sign.
func TestHOGInverted(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{Space: tensor.RGB, C: 3, H: 40, W: 33}, 3)
	negative := src.Clone()
	for i, v := range src.U8 {
		negative.U8[i] = 255 - v
	}
	testdata.Near(t, "negative", apply(t, HOG{}, negative).F32, widen(apply(t, HOG{}, src).F32), 0)
}

// TestHOGFlipped: flipping left and right mirrors cells and directions. Directions on an edge would go to
// the other bin, so these have none but 0, which is its own mirror image and in bin 0: left out.
func TestHOGFlipped(t *testing.T) {
	const n, cells = 9, 5
	src := stagetest.Fill(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 8 * cells, W: 8 * cells}, 4)
	flipped := src.Clone()
	for y := range src.H {
		for x := range src.W {
			flipped.F32[y*src.W+x] = src.F32[y*src.W+src.W-1-x]
		}
	}
	one := HOG{Block: 1, Norm: "l2"}
	got, want := apply(t, one, flipped).F32, apply(t, one, src).F32
	for r := 1; r < cells-1; r++ { // rows of cells without pixels of the border, whose dy is 0
		for c := range cells {
			for o := range n {
				a, b := got[(r*cells+c)*n+o], want[(r*cells+cells-1-c)*n+n-1-o]
				if math.Abs(float64(a-b)) > 1e-6 {
					t.Fatalf("cell %d,%d, bin %d: %v, mirrored %v", r, c, o, a, b)
				}
			}
		}
	}
}

// TestHOGScale: the scale of values only matters against epsilon.
func TestHOGScale(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{Space: tensor.RGB, C: 3, H: 64, W: 48}, 5)
	got, want := apply(t, HOG{}, unitOfPicture(src)), apply(t, HOG{}, src)
	testdata.Near(t, "picture of 0..1", got.F32, widen(want.F32), 1e-5)
}

func TestHOGNaNStaysInItsBlocks(t *testing.T) {
	src := stagetest.Fill(tensor.Spec{DType: tensor.Float32, Space: tensor.Gray, C: 1, H: 40, W: 40}, 6)
	clean := apply(t, HOG{Block: 1}, src)
	src.F32[20*40+20] = float32(math.NaN())
	got := apply(t, HOG{Block: 1}, src)
	for i, v := range got.F32 {
		if cell := i / 9; cell == 2*5+2 {
			if v == v {
				t.Errorf("value %d of the cell with NaN is %v", i, v)
			}
		} else if v != clean.F32[i] {
			t.Errorf("value %d of cell %d is %v, without NaN elsewhere %v", i, cell, v, clean.F32[i])
		}
	}
}

func TestHOGExtremes(t *testing.T) {
	values := []float32{0, -1, float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN()), math.MaxFloat32,
		-math.MaxFloat32, math.SmallestNonzeroFloat32, 1, 2}
	for _, h := range []HOG{{Cell: 1, Block: 1}, {Cell: 2, Block: 2, Orientations: 1}, {Cell: 3, Block: 1, Orientations: 360, TransformSqrt: true}} {
		for seed := range 50 {
			src := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.RGB, C: 3, H: 7, W: 9})
			for i := range src.F32 {
				src.F32[i] = values[(i*i+seed*(i+1))%len(values)]
			}
			apply(t, h, src)
			if _, err := h.Visualize(src); err != nil {
				t.Error(err)
			}
		}
	}
	for _, size := range [][2]int{{1, 1}, {1, 5}, {5, 1}, {2, 2}} {
		apply(t, HOG{Cell: 1, Block: 1}, tensor.New(tensor.Spec{Space: tensor.Gray, C: 1, H: size[0], W: size[1]}))
	}
}

func TestHOGRefusals(t *testing.T) {
	gray := func(h, w int) tensor.Spec { return tensor.Spec{Space: tensor.Gray, C: 1, H: h, W: w} }
	for _, tc := range []struct {
		hog  HOG
		in   tensor.Spec
		want string
	}{
		{HOG{}, gray(0, 0), "hog: wanted a known size (put a resize or a crop before it)"},
		{HOG{}, gray(23, 100), "hog: wanted at least 24×24 pixels, found uint8 gray 1×23×100"},
		{HOG{Block: 1 << 10, Cell: 1 << 16}, gray(100, 100), "at least 67108864×67108864"},
		{HOG{Cell: 1, Block: 1 << 10, Orientations: 360}, gray(1<<30, 1<<20), "2 GiB"},
		{HOG{Orientations: -1}, gray(99, 99), "hog: orientations: wanted 1 to 360"},
		{HOG{Cell: 1 << 30}, gray(99, 99), "hog: cell: wanted"},
		{HOG{Block: -3}, gray(99, 99), "hog: block: wanted"},
		{HOG{Norm: "l3"}, gray(99, 99), "hog: norm: wanted"},
		{HOG{}, tensor.Spec{Space: tensor.RGBA, C: 4, H: 99, W: 99}, "without alpha"},
		{HOG{}, tensor.Spec{Space: tensor.RGB, C: 2, H: 99, W: 99}, "3 channels"},
	} {
		if _, err := tc.hog.OutSpec(tc.in); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%+v of %v: %v, want %q", tc.hog, tc.in, err, tc.want)
		}
		if _, err := tc.hog.Visualize(&tensor.Tensor{Spec: tc.in}); err == nil {
			t.Errorf("Visualize with %+v of %v: no error", tc.hog, tc.in)
		}
	}
	if _, err := (HOG{}).Visualize(&tensor.Tensor{Spec: gray(99, 99)}); err == nil {
		t.Error("Visualize of a picture without values: no error")
	}
}

func TestHOGIsAStage(t *testing.T) {
	specs := []tensor.Spec{
		{Space: tensor.Gray, C: 1, H: 33, W: 41},
		{DType: tensor.Float32, Space: tensor.RGB, C: 3, H: 24, W: 24},
		{DType: tensor.Float32, C: 5, H: 30, W: 50},
	}
	stagetest.Run(t, HOG{}, specs...)
	stagetest.Run(t, HOG{Orientations: 5, Cell: 6, Block: 2, Norm: "l1sqrt", TransformSqrt: true}, specs...)
	stagetest.Run(t, HOG{Layout: opencvLayout, Orientations: 7, Cell: 6, TransformSqrt: true, Signed: true}, specs...)
}
