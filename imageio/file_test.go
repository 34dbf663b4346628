package imageio

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

func TestReadFile(t *testing.T) {
	for _, name := range []string{"444.jpg", "3_channels.png", "lossy_alpha.webp"} {
		path := filepath.Join("testdata/files", name)
		want, err := Decode(readTest(t, path), Options{})
		if err != nil {
			t.Fatal(err)
		}
		got := tensor.New(tensor.Spec{DType: tensor.Float32, C: 1, H: 3, W: 3})
		if err := ReadFile(got, path, Options{}); err != nil {
			t.Fatal(err)
		}
		if got.Spec != want.Spec || string(got.U8) != string(want.U8) {
			t.Errorf("%s: got %v, want %v", path, got.Spec, want.Spec)
		}
	}
}

func TestReadFileErrors(t *testing.T) {
	folder := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, c := range []struct {
		path, stage, says string
		limits            Limits
	}{
		{filepath.Join(folder, "none.png"), "open", "no such file", Limits{}},
		{folder, "open", "wanted a file, found a folder", Limits{}},
		{os.DevNull, "open", "found a device", Limits{}},
		{write("empty.jpg", ""), "sniff", "found an empty file", Limits{}},
		{write("page.jpg", "<html>404</html>"), "sniff", "found HTML", Limits{}},
		{write("cut.png", "\x89PNG\r\n\x1a\n"), "header", "IHDR", Limits{}},
		{write("long.png", "\x89PNG\r\n\x1a\n"), "limit", "wanted at most 7 bytes, found 8", Limits{FileBytes: 7}},
	} {
		err := ReadFile(new(tensor.Tensor), c.path, Options{Limits: c.limits})
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%s: got %v", c.path, err)
			continue
		}
		if e.Path != c.path || e.Stage != c.stage || !strings.Contains(err.Error(), c.says) {
			t.Errorf("got %v at %q, want %q at %q", err, e.Stage, c.says, c.stage)
		}
		if strings.Count(err.Error(), c.path) != 1 {
			t.Errorf("%v does not name the path once", err)
		}
	}
	if err := ReadFile(new(tensor.Tensor), filepath.Join(folder, "none"), Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v is not fs.ErrNotExist", err)
	}
}
