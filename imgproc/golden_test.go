package imgproc_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/imgproc"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// TestResizeGolden holds uint8 to Pillow's bytes and float32 to its mode F.
func TestResizeGolden(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/resize.npz")
	checked := 0
	for name, want := range arrays {
		parts := strings.Split(name, "_") // rgb_bicubic_7x5
		if len(parts) != 3 || parts[0] == "torch" {
			continue
		}
		dtype, tolerance := tensor.Uint8, 0.0
		if parts[0] == "float" || parts[0] == "long" {
			dtype, tolerance = tensor.Float32, 2e-7
		}
		src := fromHWC(dtype, arrays["src_"+parts[0]])
		got := apply(t, resizeNamed(t, parts), src)
		testdata.Near(t, name, values(got), toCHW(want).Data, tolerance)
		checked++
	}
	if checked != 174 {
		t.Errorf("%d goldens, want 174", checked)
	}
}

// TestResizeTorch holds float32 to torchvision with antialias=True, whose weights are float32 and so less exact.
func TestResizeTorch(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/resize.npz")
	src := fromCHW(tensor.Float32, arrays["torch_src"])
	for name, want := range arrays {
		parts := strings.Split(name, "_")
		if len(parts) == 3 && parts[0] == "torch" {
			got := apply(t, resizeNamed(t, parts), src)
			testdata.Near(t, name, values(got), want.Data, 5e-6)
		}
	}
}

// TestReduceGolden holds uint8 to Pillow's bytes and float32 to its mode F.
func TestReduceGolden(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/reduce.npz")
	checked := 0
	for name, want := range arrays {
		source, factor, _ := strings.Cut(name, "_")
		if source == "src" {
			continue
		}
		dtype, tolerance := tensor.Uint8, 0.0
		if source == "float" {
			dtype, tolerance = tensor.Float32, 2e-7
		}
		var r imgproc.Reduce
		scan(t, factor, "%d", &r.Factor)
		got := apply(t, r, fromHWC(dtype, arrays["src_"+source]))
		testdata.Near(t, name, values(got), toCHW(want).Data, tolerance)
		checked++
	}
	if checked != 98 {
		t.Errorf("%d goldens, want 98", checked)
	}
}

// resizeNamed makes the stage of a golden's name, taken apart: "rgb", "bicubic", "7x5".
func resizeNamed(t *testing.T, parts []string) imgproc.Resize {
	t.Helper()
	r := imgproc.Resize{Filter: filterNamed(t, parts[1])}
	scan(t, parts[2], "%dx%d", &r.Height, &r.Width)
	return r
}

// TestGeometryGolden holds what moves pixels to NumPy and torchvision, in both types.
func TestGeometryGolden(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/geometry.npz")
	checked := 0
	for name, want := range arrays {
		source, rest, _ := strings.Cut(name, "_")
		stage := stageNamed(t, rest)
		if stage == nil || source == "to" {
			continue
		}
		for _, dtype := range []tensor.DType{tensor.Uint8, tensor.Float32} {
			got := apply(t, stage, fromCHW(dtype, arrays[source]))
			if shape := []int{got.C, got.H, got.W}; !slices.Equal(shape, want.Shape) {
				t.Errorf("%s: shape %v, want %v", name, shape, want.Shape)
			}
			testdata.Near(t, fmt.Sprint(name, " ", dtype), values(got), want.Data, 0)
		}
		checked++
	}
	if checked != 148 {
		t.Errorf("%d goldens, want 148", checked)
	}
}

// stageNamed makes the stage of a golden's name without its source: "pad_edge_1_2_3_4".
func stageNamed(t *testing.T, name string) tensor.Stage {
	t.Helper()
	kind, rest, _ := strings.Cut(name, "_")
	switch kind {
	case "transpose":
		return imgproc.Transpose{}
	case "transverse":
		return imgproc.Transverse{}
	case "flip":
		return map[string]tensor.Stage{"horizontal": imgproc.FlipHorizontal{}, "vertical": imgproc.FlipVertical{}}[rest]
	case "rot90":
		r := imgproc.Rotate90{}
		scan(t, rest, "%d", &r.Turns)
		return r
	case "center":
		c := imgproc.CenterCrop{}
		scan(t, rest, "%d_%d", &c.Height, &c.Width)
		return c
	case "negative":
		p := imgproc.Pad{Value: []float32{9}}
		scan(t, rest, "%d_%d_%d_%d", &p.Top, &p.Right, &p.Bottom, &p.Left)
		return p
	case "pad":
		p := imgproc.Pad{}
		mode, amounts, _ := strings.Cut(rest, "_")
		if err := p.Mode.UnmarshalText([]byte(mode)); err != nil {
			t.Fatal(err)
		}
		if p.Mode == imgproc.Constant {
			p.Value = []float32{7, 250}
		}
		scan(t, amounts, "%d_%d_%d_%d", &p.Top, &p.Right, &p.Bottom, &p.Left)
		return p
	}
	return nil
}

func scan(t *testing.T, text, format string, into ...any) {
	t.Helper()
	if _, err := fmt.Sscanf(text, format, into...); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
}

// TestToFloatNormalize goes through all 256 values and holds them to torchvision's bits.
func TestToFloatNormalize(t *testing.T) {
	arrays := testdata.ReadNPZ(t, "testdata/geometry.npz")
	src := tensor.New(tensor.Spec{Space: tensor.RGB, C: 3, H: 16, W: 16})
	for i := range src.U8 {
		src.U8[i] = uint8(i)
	}
	unit := apply(t, imgproc.ToFloat{}, src)
	testdata.Near(t, "to_float", unit.F32, arrays["to_float"].Data, 0)
	testdata.Near(t, "normalize", apply(t, imagenet[3], unit).F32, arrays["normalize"].Data, 0)
}

// TestSizes holds the sizes to those that torchvision and Pillow choose.
func TestSizes(t *testing.T) {
	text, err := os.ReadFile("testdata/sizes.json")
	if err != nil {
		t.Fatal(err)
	}
	var sizes struct{ Shorter, Fit [][]int }
	if err := json.Unmarshal(text, &sizes); err != nil {
		t.Fatal(err)
	}
	for _, s := range sizes.Shorter {
		checkSize(t, imgproc.Resize{Shorter: s[2]}, s[0], s[1], s[3], s[4])
	}
	for _, s := range sizes.Fit {
		checkSize(t, imgproc.Resize{Height: s[2], Width: s[3], Fit: true}, s[0], s[1], s[4], s[5])
	}
}

func checkSize(t *testing.T, r imgproc.Resize, h, w, wantH, wantW int) {
	t.Helper()
	out, err := r.OutSpec(tensor.Spec{Space: tensor.Gray, C: 1, H: h, W: w})
	if err != nil || out.H != wantH || out.W != wantW {
		t.Errorf("%+v of %d×%d: %d×%d, %v; want %d×%d", r, h, w, out.H, out.W, err, wantH, wantW)
	}
}
