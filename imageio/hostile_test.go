package imageio

import (
	"errors"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// TestHostile reads every file of the hostile collection: the outcome is the one that its list asks for, the
// error names the file, and no file takes long or much memory.
func TestHostile(t *testing.T) {
	root := testdata.Shared(t, "conformance/03_hostile")
	var expected map[string]struct{ Must, Why string }
	readJSON(t, filepath.Join(root, "expected.json"), &expected)
	slowest, largest := time.Duration(0), uint64(0)
	var dst tensor.Tensor
	for name, want := range expected {
		path := filepath.Join(root, filepath.FromSlash(name))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		err := ReadFile(&dst, path, Options{})
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		slowest, largest = max(slowest, took), max(largest, after.TotalAlloc-before.TotalAlloc)
		if took > time.Second {
			t.Errorf("%s took %v", name, took)
		}
		if allocated := after.TotalAlloc - before.TotalAlloc; err != nil && allocated > 64<<20 {
			t.Errorf("%s: %d MB for an error", name, allocated>>20)
		}
		checkHostile(t, name, want.Must, err)
	}
	t.Logf("%d files, the slowest %v, the largest %d MB", len(expected), slowest, largest>>20)
}

func checkHostile(t *testing.T, name, must string, err error) {
	t.Helper()
	var e *Error
	if err != nil && (!errors.As(err, &e) || !strings.HasSuffix(e.Path, filepath.Base(name))) {
		t.Errorf("%s: %v is no *Error with the path", name, err)
	}
	other := slices.Contains([]string{".ppm", ".tga", ".ico", ".pgm"}, filepath.Ext(name))
	switch {
	case must == "decode" && other:
		if !errors.Is(err, ErrUnknownFormat) {
			t.Errorf("%s: got %v, want ErrUnknownFormat", name, err)
		}
	case must == "decode" && err != nil:
		t.Errorf("%s: %v", name, err)
	case (must == "error" || must == "error_or_limit") && err == nil:
		t.Errorf("%s was decoded", name)
	}
}

func TestHostileSays(t *testing.T) {
	root := testdata.Shared(t, "conformance/03_hostile")
	for name, want := range map[string]string{
		"wrong_ext/heic_as.jpg": "HEIC", "wrong_ext/avif_as.jpg": "AVIF", "wrong_ext/html_as.jpg": "HTML",
		"wrong_ext/zip_as.jpg": "ZIP", "wrong_ext/svg_as.png": "SVG", "wrong_ext/json_as.jpg": "JSON",
		"wrong_ext/text_as.png": "text", "empty/empty.png": "an empty file",
		"crafted/jpeg_progressive_scan_bomb_valid_4000.jpg": "passes over the image",
		"crafted/png_30000x30000_gray1_real.png":            "pixels",
		"crafted/jpeg_0x64.jpg":                             "at least one pixel",
	} {
		err := ReadFile(new(tensor.Tensor), filepath.Join(root, filepath.FromSlash(name)), Options{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want it to say %q", name, err, want)
		}
	}
}
