package imageio

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// TestStop: each decoder asks whether it is to go on, and the error of who stops it comes out as it is.
func TestStop(t *testing.T) {
	enough := errors.New("enough")
	formats := map[Format]bool{}
	for _, path := range glob(t, "testdata/files", "*") {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var dst tensor.Tensor
		if DecodeInto(&dst, data, Options{}) != nil {
			continue
		}
		formats[Sniff(data)] = true
		err = DecodeInto(&dst, data, Options{Limits: Limits{Stop: func() error { return enough }}})
		e, ok := errors.AsType[*Error](err)
		if !ok || e.Stage != "limit" || !errors.Is(err, enough) {
			t.Errorf("%s: stopped, it says %v", filepath.Base(path), err)
		}
		if err := DecodeInto(&dst, data, Options{Limits: Limits{Stop: func() error { return nil }}}); err != nil {
			t.Errorf("%s: not stopped, it says %v", filepath.Base(path), err)
		}
	}
	for _, c := range codecs {
		if !formats[c.format] {
			t.Errorf("no file in %s", c.format)
		}
	}
}

func TestMemoryLimit(t *testing.T) {
	var bytes int64
	for _, path := range glob(t, "testdata/files", "*") {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var dst tensor.Tensor
		if DecodeInto(&dst, data, Options{Limits: Limits{Reserve: func(n int64) error { bytes = n; return nil }}}) != nil {
			continue
		}
		if err := DecodeInto(&dst, data, Options{Limits: Limits{Memory: bytes}}); err != nil {
			t.Errorf("%s with the %d bytes that it takes: %v", path, bytes, err)
		}
		err = DecodeInto(&dst, data, Options{Limits: Limits{Memory: bytes - 1}})
		if e, ok := errors.AsType[*LimitError](err); !ok || *e != (LimitError{"bytes of memory", bytes - 1, bytes}) {
			t.Errorf("%s with a byte less: %v", path, err)
		}
	}
	if bytes == 0 {
		t.Error("no file takes memory")
	}
}
