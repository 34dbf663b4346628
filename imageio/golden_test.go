package imageio

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// TestGolden reads each file of testdata and compares it with what Pillow reads: equal.
func TestGolden(t *testing.T) {
	goldens := testdata.ReadNPZ(t, "testdata/goldens.npz")
	files, err := os.ReadDir("testdata/files")
	if err != nil || len(files) != len(goldens) {
		t.Fatalf("%d files, %d goldens, %v", len(files), len(goldens), err)
	}
	for _, file := range files {
		name := file.Name()
		opt := optionsFor(goldens[name], name)
		var got tensor.Tensor
		if err := ReadFile(&got, filepath.Join("testdata/files", name), opt); err != nil {
			t.Error(err)
			continue
		}
		tolerance, one := 0.0, 255.0
		if strings.HasPrefix(name, "upright_") && strings.HasSuffix(name, ".jpg") {
			tolerance = 6 // the golden is the picture before it was coded
		}
		if strings.HasPrefix(name, "wide_") {
			tolerance, one = 0.01, 65535 // float32 of v/65535 and back
		}
		testdata.Near(t, name, widen(&got, one), planar(goldens[name]), tolerance)
	}
}

// optionsFor asks for as many channels as the golden has.
func optionsFor(golden testdata.Array, name string) Options {
	opt := Options{Space: [...]tensor.Space{1: tensor.Gray, 2: tensor.Gray, 3: tensor.RGB, 4: tensor.RGB}[golden.Shape[2]]}
	if golden.Shape[2]&1 == 0 {
		opt.Alpha = Keep
	}
	if strings.HasPrefix(name, "wide_") {
		opt.DType = tensor.Float32
	}
	return opt
}

// TestHighByte: in uint8, files with 16 bits give the high byte of each value, in their own space.
func TestHighByte(t *testing.T) {
	goldens := testdata.ReadNPZ(t, "testdata/goldens.npz")
	for _, name := range []string{"wide_1.png", "wide_2.png", "wide_3.png", "wide_4.png", "wide_1.tiff"} {
		want := planar(goldens[name])
		for i := range want {
			want[i] = float64(int(want[i]) >> 8)
		}
		got, err := Decode(readTest(t, filepath.Join("testdata/files", name)), optionsFor(goldens[name], "8 bits"))
		if err != nil {
			t.Error(err)
			continue
		}
		testdata.Near(t, name, widen(got, 255), want, 0)
	}
}

// TestUpright: all formats that have an orientation give the same upright picture, in both dtypes, and with
// IgnoreOrientation the stored one.
func TestUpright(t *testing.T) {
	want, err := Decode(readTest(t, "testdata/files/upright_1.png"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, ext := range []string{"png", "webp", "tiff"} {
		for o := 1; o <= 8; o++ {
			name := fmt.Sprintf("upright_%d.%s", o, ext)
			data := readTest(t, filepath.Join("testdata/files", name))
			for _, dtype := range []tensor.DType{tensor.Uint8, tensor.Float32} {
				got, err := Decode(data, Options{DType: dtype})
				if err != nil {
					t.Fatal(err)
				}
				if err := Adapt(got, got.Clone(), Options{}); err != nil {
					t.Fatal(err)
				}
				if got.Spec != want.Spec || string(got.U8) != string(want.U8) {
					t.Errorf("%s as %v is not upright", name, dtype)
				}
			}
			info, err := ReadInfo(data)
			if err != nil || info.Orientation != o {
				t.Errorf("%s: orientation %d, %v", name, info.Orientation, err)
			}
			stored, err := Decode(data, Options{IgnoreOrientation: true})
			if err != nil || stored.H != info.Height || stored.W != info.Width {
				t.Errorf("%s stored: %v, %v", name, stored, err)
			}
			if up := new(tensor.Tensor); err == nil {
				if orient(up, stored, o); string(up.U8) != string(want.U8) {
					t.Errorf("%s: the stored picture is not the upright one turned", name)
				}
			}
		}
	}
}

// TestColours compares Adapt with Pillow's convert("L") and paste.
func TestColours(t *testing.T) {
	goldens := testdata.ReadNPZ(t, "testdata/colours.npz")
	values := planar(goldens["rgba"])
	shape := goldens["rgba"].Shape
	src := tensor.New(tensor.Spec{Space: tensor.RGBA, C: 4, H: shape[0], W: shape[1]})
	for i, v := range values {
		src.U8[i] = uint8(v)
	}
	for name, opt := range map[string]Options{
		"luma":             {Space: tensor.Gray, Alpha: Drop},
		"over_white":       {},
		"over_orange":      {Background: "#ff8003"},
		"luma_over_white":  {Space: tensor.Gray},
		"luma_over_orange": {Space: tensor.Gray, Background: "#FF8003"},
	} {
		want := planar(goldens[name])
		var got tensor.Tensor
		if err := Adapt(&got, src, opt); err != nil {
			t.Fatal(err)
		}
		testdata.Near(t, name, widen(&got, 255), want, 0)
		opt.DType = tensor.Float32
		if err := Adapt(&got, src, opt); err != nil {
			t.Fatal(err)
		}
		testdata.Near(t, name+" in float32", widen(&got, 255), want, 1) // one rounding less
	}
}
