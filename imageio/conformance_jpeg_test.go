package imageio

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// readPNM reads a binary PGM or PPM file, 8 bits, planar.
func readPNM(t testing.TB, path string) []float64 {
	t.Helper()
	r := bufio.NewReader(bytes.NewReader(readTest(t, path)))
	var kind string
	var w, h, most int
	if _, err := fmt.Fscanf(r, "%s\n%d %d\n%d\n", &kind, &w, &h, &most); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	rest, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	a := testdata.Array{Shape: []int{h, w, map[string]int{"P5": 1, "P6": 3}[kind]}}
	for _, v := range rest {
		a.Data = append(a.Data, float64(v))
	}
	return planar(a)
}

// TestJPEG compares with djpeg: each file is equal to its picture without interpolated chroma within 3, mean
// 0.35 (0.5 below 100 pixels), or is one of those that image/jpeg has no decoder for.
func TestJPEG(t *testing.T) {
	ref := testdata.Shared(t, "conformance/02_jpeg/gen_ref")
	var refused []string
	for _, path := range glob(t, "conformance/02_jpeg/gen", "*.jpg") {
		name := bare(path)
		got, err := Decode(readTest(t, path), Options{})
		if err != nil {
			refused = append(refused, name)
			continue
		}
		want := filepath.Join(ref, name+".nosmooth.pnm")
		if _, err := os.Stat(want); err != nil {
			want = filepath.Join(ref, name+".fancy.pnm")
		}
		if _, err := os.Stat(want); err != nil {
			continue // CMYK, see TestJPEGCMYK
		}
		limit := 0.35
		if got.W*got.H < 100 {
			limit = 0.5
		}
		values := readPNM(t, want)
		if len(values) != got.Len() {
			t.Errorf("%s: %v, want %d values", name, got.Spec, len(values))
			continue
		}
		if d := testdata.Compare(widen(got, 255), values, 3); d.Max > 3 || d.Mean > limit {
			t.Errorf("%s: largest difference %v, mean %.3f", name, d.Max, d.Mean)
		}
	}
	for _, name := range refused {
		known := slices.Contains([]string{"luma_1x1_chroma_2x2_odd", "weird_sampling_2x1_1x2", "sampling_3x1", "ycck_im",
			"restart_1_prog", "restart_2_prog", "restart_1B_prog", "restart_3B_prog", "restart_7B_prog"}, name)
		if !known && !strings.HasPrefix(name, "arith_") && !strings.Contains(name, "_441_") {
			t.Errorf("%s is refused", name)
		}
	}
	t.Logf("%d refused: %v", len(refused), refused)
}

// TestJPEGCMYK: colours of CMYK are those of the naive conversion, (255−C)(255−K)/255, of Pillow's ink values.
func TestJPEGCMYK(t *testing.T) {
	folder := testdata.Shared(t, "conformance/02_jpeg")
	for _, name := range []string{"cmyk_adobe_444", "cmyk_adobe_prog", "ycck_transform2_444"} {
		got, err := Decode(readTest(t, filepath.Join(folder, "gen", name+".jpg")), Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		inks, err := filepath.Glob(filepath.Join(folder, "gen*", name+".cmyk_pillow.npy"))
		if err != nil || len(inks) != 1 {
			t.Fatalf("%s: %v, %v", name, inks, err)
		}
		ink := planar(testdata.ReadNPY(t, inks[0]))
		n := got.H * got.W
		want := make([]float64, 3*n)
		for i := range want {
			want[i] = (255 - ink[i]) * (255 - ink[3*n+i%n]) / 255
		}
		testdata.Near(t, name, widen(got, 255), want, 4)
	}
}

// TestExif: every picture of the manifest comes out upright, whatever format it has.
func TestExif(t *testing.T) {
	folder := testdata.Shared(t, "conformance/02_jpeg/exif")
	for _, path := range glob(t, "conformance/02_jpeg/exif", "*") {
		if !strings.HasPrefix(bare(path), "tile_") {
			continue
		}
		got, err := Decode(readTest(t, path), Options{})
		if err != nil {
			t.Errorf("%s: %v", bare(path), err)
			continue
		}
		checkTile(t, filepath.Base(path), got)
	}
	if n := len(glob(t, "conformance/02_jpeg/exif", "tile_*")); n < 34 {
		t.Errorf("%d tiles in %s", n, folder)
	}
}

// checkTile checks the corners of a tile: red, green, blue, yellow.
func checkTile(t *testing.T, name string, got *tensor.Tensor) {
	t.Helper()
	if got.W != 24 || got.H != 16 {
		t.Errorf("%s: %v, want 24 wide and 16 high", name, got.Spec)
		return
	}
	corners := map[[2]int][3]int{{3, 3}: {255, 0, 0}, {20, 3}: {0, 255, 0}, {3, 12}: {0, 0, 255}, {20, 12}: {255, 255, 0}}
	for at, rgb := range corners {
		for c, want := range rgb {
			if v := int(got.Plane8(c)[at[1]*got.W+at[0]]); v < want-60 || v > want+60 {
				t.Errorf("%s: channel %d at %v is %d, want %d", name, c, at, v, want)
			}
		}
	}
}

func TestJPEGUnsupportedSays(t *testing.T) {
	folder := testdata.Shared(t, "conformance/02_jpeg/gen")
	for name, want := range map[string]string{
		"arith_444":      "arithmetic coding",
		"arith_prog_420": "arithmetic coding",
		"restart_1_prog": "restart intervals",
		"sampling_3x1":   "subsampling",
	} {
		_, err := Decode(readTest(t, filepath.Join(folder, name+".jpg")), Options{})
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want an *Error that says %q", name, err, want)
		}
	}
}
