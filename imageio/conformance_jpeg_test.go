package imageio

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
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

// TestJPEG compares with djpeg: each file that has a picture without inks is equal to it.
func TestJPEG(t *testing.T) {
	ref := testdata.Shared(t, "conformance/02_jpeg/gen_ref")
	equal := 0
	for _, path := range glob(t, "conformance/02_jpeg/gen", "*.jpg") {
		name := bare(path)
		got, err := Decode(readTest(t, path), Options{})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := filepath.Join(ref, name+".fancy.pnm")
		if _, err := os.Stat(want); err != nil {
			continue // CMYK, see TestJPEGCMYK
		}
		testdata.Near(t, name, widen(got, 255), readPNM(t, want), 0)
		equal++
	}
	if equal < 187 {
		t.Errorf("%d files have been compared", equal)
	}
}

// TestJPEGCMYK: colours of CMYK are those of the naive conversion, (255−C)(255−K)/255, of Pillow's ink values.
func TestJPEGCMYK(t *testing.T) {
	folder := testdata.Shared(t, "conformance/02_jpeg")
	for _, name := range []string{"cmyk_adobe_444", "cmyk_adobe_prog", "ycck_transform2_444", "ycck_im"} {
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
		testdata.Near(t, name, widen(got, 255), want, 0.5)
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
