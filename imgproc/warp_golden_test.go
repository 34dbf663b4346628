package imgproc_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// A warpCase is a stage by its JSON, and the names of the arrays it is given and should make.
type warpCase struct {
	Out, Stage, Src string
	Config          json.RawMessage
}

// TestWarpGolden holds the warps to torchvision, SciPy and torch in float64, uint8 to torchvision's and OpenCV's.
func TestWarpGolden(t *testing.T) {
	arrays, index := testdata.ReadNPZ(t, "testdata/warp.npz"), warpIndex(t)
	largest := map[string]float64{}
	for _, c := range index.Cases {
		dtype, tolerance := tensor.Float32, 1e-5
		switch {
		case c.Src == "bytes_smooth":
			dtype, tolerance = tensor.Uint8, 2 // OpenCV rounds places to 1/32 of a pixel
		case c.Src == "byte":
			dtype, tolerance = tensor.Uint8, 0
		}
		src := fromCHW(dtype, arrays[c.Src])
		got := apply(t, warpNamed(t, c, src.Spec, arrays), src)
		testdata.Near(t, c.Out+" "+c.Stage+string(c.Config), values(got), arrays[c.Out].Data, tolerance)
		key := c.Stage + " of " + c.Src
		largest[key] = max(largest[key], testdata.Compare(values(got), arrays[c.Out].Data, tolerance).Max)
	}
	t.Logf("largest differences: %v", largest)
	if len(index.Cases) != 140 {
		t.Errorf("%d goldens, want 140", len(index.Cases))
	}
}

func warpIndex(t *testing.T) (index struct {
	Cases []warpCase
	Sizes [][5]float64
}) {
	t.Helper()
	text, err := os.ReadFile("testdata/warp.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &index); err != nil {
		t.Fatal(err)
	}
	return index
}

// warpNamed makes the stage of a case.
func warpNamed(t *testing.T, c warpCase, in tensor.Spec, arrays map[string]testdata.Array) tensor.Stage {
	t.Helper()
	switch c.Stage {
	case "affine":
		return decoded[imgproc.Affine](t, c.Config)
	case "affine_map":
		m := decoded[imgproc.AffineMap](t, c.Config)
		return imgproc.Affine{Matrix: m.Matrix(in), Filter: decoded[imgproc.Affine](t, c.Config).Filter}
	case "rotate":
		return decoded[imgproc.Rotate](t, c.Config)
	case "shear":
		return decoded[imgproc.Shear](t, c.Config)
	case "perspective":
		return decoded[imgproc.Perspective](t, c.Config)
	case "thin_plate_spline":
		return decoded[imgproc.ThinPlateSpline](t, c.Config)
	case "elastic":
		return decoded[imgproc.Elastic](t, c.Config)
	case "remap":
		maps := decoded[struct {
			X, Y   string
			Border imgproc.Border
		}](t, c.Config)
		x, y := fromCHW(tensor.Float32, arrays[maps.X]), fromCHW(tensor.Float32, arrays[maps.Y])
		return imgproc.Remap{X: *x, Y: *y, Border: maps.Border}
	}
	t.Fatalf("no stage %q", c.Stage)
	return nil
}

func decoded[T any](t *testing.T, text []byte) (v T) {
	t.Helper()
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// TestRotateSizes holds the sizes of expanded rotations to torchvision's.
func TestRotateSizes(t *testing.T) {
	for _, s := range warpIndex(t).Sizes {
		r := imgproc.Rotate{Angle: s[2], Expand: true}
		out, err := r.OutSpec(tensor.Spec{Space: tensor.Gray, C: 1, H: int(s[0]), W: int(s[1])})
		if err != nil || out.H != int(s[3]) || out.W != int(s[4]) {
			t.Errorf("%v×%v turned by %v: %d×%d, %v; want %v×%v", s[0], s[1], s[2], out.H, out.W, err, s[3], s[4])
		}
	}
}

// TestRotateConformance holds uint8 to Pillow's Image.rotate, where all of a pixel's neighbours are in the source. Pillow
// cuts fractions off, so that it is up to one less.
func TestRotateConformance(t *testing.T) {
	dir := testdata.Shared(t, "conformance/05_resample")
	src := fromHWC(tensor.Uint8, testdata.ReadNPY(t, dir+"/src/platypus.npy"))
	for _, angle := range []string{"15", "33.3", "-45"} {
		var r imgproc.Rotate
		scan(t, angle, "%g", &r.Angle)
		want := toCHW(testdata.ReadNPY(t, dir+"/out/platypus.rotate_bilinear_"+angle+".npy"))
		got := apply(t, r, src)
		whole := apply(t, r, ones(src.Spec))
		checked := 0
		for i, v := range got.U8 {
			if whole.U8[i] != 255 {
				continue // some of the neighbours are beyond the border
			}
			checked++
			if d := float64(v) - want.Data[i]; d < 0 || d > 1 {
				t.Fatalf("%s degrees: %d at %d, want %v or one more", angle, v, i, want.Data[i])
			}
		}
		if checked < len(got.U8)/2 {
			t.Errorf("%s degrees: only %d of %d values are compared", angle, checked, len(got.U8))
		}
	}
}

// ones is a white picture.
func ones(spec tensor.Spec) *tensor.Tensor {
	t := tensor.New(spec)
	for i := range t.U8 {
		t.U8[i] = 255
	}
	for i := range t.F32 {
		t.F32[i] = 1
	}
	return t
}

// TestWarpRoundsFloat: uint8 is what float32 gives, rounded.
func TestWarpRoundsFloat(t *testing.T) {
	src := noise(tensor.Uint8, 3, 40, 50)
	float := tensor.New(tensor.Spec{DType: tensor.Float32, Space: tensor.RGB, C: 3, H: 40, W: 50})
	copy(float.F32, values(src))
	for _, filter := range warpFilters {
		for _, border := range []imgproc.Border{imgproc.Constant, imgproc.Reflect} {
			r := imgproc.Rotate{Angle: 21.7, Filter: filter, Border: border, Expand: true}
			got, want := apply(t, r, src), apply(t, r, float)
			for i, v := range want.F32 {
				if w := uint8(math.RoundToEven(float64(min(max(v, 0), 255)))); got.U8[i] != w {
					t.Fatalf("%v, %v: %d at %d, want %v rounded", filter, border, got.U8[i], i, v)
				}
			}
		}
	}
}
