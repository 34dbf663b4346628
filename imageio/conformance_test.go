package imageio

import (
	"bytes"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

func readTest(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func readJSON(t testing.TB, path string, v any) {
	t.Helper()
	if err := json.Unmarshal(readTest(t, path), v); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
}

// glob returns the files of a pattern under the shared data folder, at least one.
func glob(t testing.TB, folder, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(testdata.Shared(t, folder), pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s/%s: %d files, %v", folder, pattern, len(files), err)
	}
	return files
}

// planar turns H×W×C values into C×H×W.
func planar(a testdata.Array) []float64 {
	h, w, c := a.Shape[0], a.Shape[1], 1
	if len(a.Shape) == 3 {
		c = a.Shape[2]
	}
	out := make([]float64, len(a.Data))
	for i, v := range a.Data {
		out[i%c*h*w+i/c] = v
	}
	return out
}

// widen returns t's values as float32 with 255 (65535 for wide) for 1.
func widen(t *tensor.Tensor, one float64) []float32 {
	out := make([]float32, t.Len())
	for i := range out {
		if t.DType == tensor.Uint8 {
			out[i] = float32(t.U8[i])
		} else {
			out[i] = float32(float64(t.F32[i]) * one)
		}
	}
	return out
}

// bare returns the file's name without folder and extension.
func bare(path string) string {
	return strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
}

func TestPNGSuite(t *testing.T) {
	ref := testdata.Shared(t, "conformance/01_pngsuite/ref")
	wide := 0
	for _, path := range glob(t, "conformance/01_pngsuite/valid", "*.png") {
		data := readTest(t, path)
		got, err := Decode(data, Options{Space: tensor.RGB, Alpha: Keep})
		if err != nil {
			t.Errorf("%s: %v", bare(path), err)
			continue
		}
		want := testdata.ReadNPY(t, filepath.Join(ref, bare(path)+".rgba8.npy"))
		testdata.Near(t, bare(path), widen(got, 255), planar(want), 0)

		path16 := filepath.Join(ref, bare(path)+".rgba16.npy")
		if _, err := os.Stat(path16); err != nil {
			continue
		}
		wide++
		got, err = Decode(data, Options{Space: tensor.RGB, Alpha: Keep, DType: tensor.Float32})
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range planar(testdata.ReadNPY(t, path16)) {
			if got.F32[i] != float32(v)/65535 {
				t.Fatalf("%s: value %d: got %v, want %v/65535", bare(path), i, got.F32[i], v)
			}
		}
	}
	if wide == 0 {
		t.Error("no file with 16 bits was compared")
	}
}

// TestPNGSuiteInfo checks header, default space and Info.Spec against the decoded picture.
func TestPNGSuiteInfo(t *testing.T) {
	for _, path := range glob(t, "conformance/01_pngsuite/valid", "*.png") {
		data := readTest(t, path)
		info, err := ReadInfo(data)
		if err != nil {
			t.Fatal(err)
		}
		for _, opt := range []Options{{}, {Alpha: Keep}, {Space: tensor.Gray}, {DType: tensor.Float32, Alpha: Drop}} {
			got, err := Decode(data, opt)
			if err != nil {
				t.Fatal(err)
			}
			if want := info.Spec(opt); got.Spec != want {
				t.Errorf("%s %+v: got %v, Info says %v", bare(path), opt, got.Spec, want)
			}
		}
	}
}

func TestPNGInvalid(t *testing.T) {
	files := append(glob(t, "conformance/01_pngsuite/corrupt", "*.png"), glob(t, "conformance/01_pngsuite/iphone_cgbi", "*.png")...)
	for _, path := range files {
		var e *Error
		if err := ReadFile(new(tensor.Tensor), path, Options{}); !errors.As(err, &e) || e.Path != path {
			t.Errorf("%s: got %v, want an *Error with the path", bare(path), err)
		} else if strings.Contains(path, "cgbi") && !strings.Contains(err.Error(), "CgBI") {
			t.Errorf("%s: %v does not say CgBI", bare(path), err)
		}
	}
}

// TestPNGExtra compares the files that Go's decoder reads with that decoder, and knows the others by name:
// they lack IEND or IDAT, or have a wrong checksum.
func TestPNGExtra(t *testing.T) {
	broken := map[string]bool{}
	for _, name := range []string{"broken", "broken_data_stream", "truncated_image", "x_consecutive_idat", "x_ihdr_missing",
		"x_image-issue#1075", "x_issue#214", "x_issue#230.0", "x_issue#230.1", "x_unexpected_eof", "x_interlaced_chck", "issue#430", "cicp_pq"} {
		broken[name] = true
	}
	for _, path := range append(glob(t, "conformance/01_pngsuite/extra_valid", "*.png"), glob(t, "conformance/01_pngsuite/apng", "*.png")...) {
		data := readTest(t, path)
		got, err := Decode(data, Options{Space: tensor.RGB, Alpha: Keep, IgnoreOrientation: true})
		img, want := png.Decode(bytes.NewReader(data))
		if (err == nil) != (want == nil) {
			t.Errorf("%s: %v, image/png: %v", bare(path), err, want)
			continue
		}
		if err != nil {
			if !broken[bare(path)] && !strings.HasPrefix(bare(path), "syntax_num_frames_zero") {
				t.Errorf("%s: %v", bare(path), err)
			}
			continue
		}
		compareImage(t, bare(path), got, img)
	}
}

// compareImage compares RGBA with an image of 8 bits; of 16 bits it takes the high byte.
func compareImage(t *testing.T, name string, got *tensor.Tensor, img image.Image) {
	t.Helper()
	if got.W != img.Bounds().Dx() || got.H != img.Bounds().Dy() {
		t.Errorf("%s: got %v, want %v", name, got.Spec, img.Bounds())
		return
	}
	wrong, n := 0, got.W*got.H
	for i := range n {
		x, y := img.Bounds().Min.X+i%got.W, img.Bounds().Min.Y+i/got.W
		c := straight(img.At(x, y))
		if g := (color.NRGBA{got.U8[i], got.U8[n+i], got.U8[2*n+i], got.U8[3*n+i]}); g != c {
			if wrong == 0 {
				t.Errorf("%s: at %d,%d got %v, want %v", name, x, y, g, c)
			}
			wrong++
		}
	}
	if wrong > 0 {
		t.Errorf("%s: %d of %d pixels differ", name, wrong, n)
	}
}

// straight keeps the colour of transparent pixels, which color.NRGBAModel does only for its own types.
func straight(c color.Color) color.NRGBA {
	switch c := c.(type) {
	case color.NRGBA:
		return c
	case color.NRGBA64:
		return color.NRGBA{uint8(c.R >> 8), uint8(c.G >> 8), uint8(c.B >> 8), uint8(c.A >> 8)}
	}
	return color.NRGBAModel.Convert(c).(color.NRGBA)
}

// TestOtherFormats: what is decoded is equal to Pillow's picture; what the decoders don't know is an error.
func TestOtherFormats(t *testing.T) {
	decoded := map[string]int{"gif": 75, "bmp": 48} // at least
	for kind, least := range decoded {
		n := 0
		for _, path := range glob(t, "conformance/08_other_formats/"+kind, "*."+kind) {
			got, err := Decode(readTest(t, path), Options{Space: tensor.RGB, Alpha: Keep})
			if err != nil {
				continue
			}
			f, err := os.Open(filepath.Join(filepath.Dir(filepath.Dir(path)), kind+"_ref", filepath.Base(path)+".png"))
			if err != nil {
				continue // Pillow has none
			}
			img, err := png.Decode(f)
			f.Close()
			if err != nil {
				t.Fatal(err)
			}
			compareImage(t, filepath.Base(path), got, img)
			n++
		}
		if n < least {
			t.Errorf("%s: %d files decoded, want at least %d", kind, n, least)
		}
	}
}
