package imageio

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
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

// TestFetch: the two halves are the whole, with the same memory, and the file's size is reserved before it is read.
func TestFetch(t *testing.T) {
	path := filepath.Join("testdata/files", "444.jpg")
	want, content := new(tensor.Tensor), readTest(t, path)
	if err := ReadFile(want, path, Options{}); err != nil {
		t.Fatal(err)
	}
	var asked []int64
	opt := Options{Limits: Limits{Reserve: func(n int64) error { asked = append(asked, n); return nil }}}
	buf := make([]byte, 3, len(content)+10)
	data, err := Fetch(buf, path, opt)
	if err != nil || !bytes.Equal(data, content) || &data[0] != &buf[0] {
		t.Errorf("%v, %d bytes, want %d in the same memory", err, len(data), len(content))
	}
	if !slices.Equal(asked, []int64{int64(len(content))}) {
		t.Errorf("asked for %d bytes, want %d once", asked, len(content))
	}
	got := new(tensor.Tensor)
	if err := DecodeFetched(got, path, data, Options{}); err != nil || got.Spec != want.Spec || !bytes.Equal(got.U8, want.U8) {
		t.Errorf("%v: got %v, want %v", err, got.Spec, want.Spec)
	}
	var e *Error
	if err := DecodeFetched(got, path, data[:50], Options{}); !errors.As(err, &e) || e.Path != path {
		t.Errorf("%v doesn't name the file", err)
	}
	none := errors.New("no room")
	opt.Limits.Reserve = func(int64) error { return none }
	if data, err := Fetch(buf, path, opt); !errors.Is(err, none) || !errors.As(err, &e) || e.Path != path || cap(data) != cap(buf) {
		t.Errorf("%v is not Reserve's about the file, or the memory is lost", err)
	}
	var bad *tensor.ParamError
	if _, err := Fetch(nil, path, Options{Alpha: 7}); !errors.As(err, &bad) {
		t.Errorf("a bad option: %v", err)
	}
}

// TestFetchOfChangingFile: a file that grows while it is read ends where it did, one that shrinks is short.
func TestFetchOfChangingFile(t *testing.T) {
	content := readTest(t, filepath.Join("testdata/files", "444.jpg"))
	for what, size := range map[string]int{"grown": len(content) + 5000, "the same": len(content), "shrunk": len(content) / 2, "emptied": 0} {
		path := filepath.Join(t.TempDir(), "a.jpg")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		change := func(int64) error { return os.Truncate(path, int64(size)) }
		data, err := Fetch(nil, path, Options{Limits: Limits{Reserve: change}})
		if want := content[:min(size, len(content))]; err != nil || !bytes.Equal(data, want) {
			t.Errorf("%s: %v, %d bytes, want %d", what, err, len(data), len(want))
		}
	}
}
