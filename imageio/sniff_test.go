package imageio

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

func TestSniff(t *testing.T) {
	files, err := filepath.Glob("testdata/files/*")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, path := range files {
		want := Format(strings.TrimPrefix(filepath.Ext(path), "."))
		if want == "jpg" {
			want = JPEG
		}
		data := readTest(t, path)
		if got := Sniff(data[:SniffLen]); got != want {
			t.Errorf("%s: got %q", path, got)
		}
		for n := range SniffLen {
			if got := Sniff(data[:n]); got != "" && got != want {
				t.Errorf("first %d bytes of %s: got %q", n, path, got)
			}
		}
	}
}

func TestFormatError(t *testing.T) {
	for data, want := range map[string]string{
		"":                                  "an empty file",
		"\xff":                              "unknown data",
		"BMW makes cars, and this is text.": "text",
		"Grüße":                             "text",
		"Gr\xc3":                            "text",
		"\ufeff<!DOCTYPE HTML>":             "HTML",
		" <html>":                           "HTML",
		"<?xml version='1.0'?><svg/>":       "SVG",
		"<?xml version='1.0'?><a/>":         "XML",
		`{"a": 1}`:                          "JSON",
		"P6\n1 1\n255\nabc":                 "Netpbm",
		"PK\x03\x04":                        "a ZIP archive",
		"%PDF-1.4":                          "PDF",
		"\x00\x00\x00\x18ftypheic":          "HEIC",
		"\x00\x00\x00\x18ftypavif":          "AVIF",
		"\x00\x00\x00\x18ftypisom":          "an MP4-like file",
		"\x09PNG\r\n\x1a\n":                 "PNG with a damaged signature",
		"\x89PNG\n\x1a\n\x00":               "PNG with a damaged signature",
		"II+\x00\x08\x00":                   "BigTIFF",
		"RIFF\x00\x00\x00\x00WAVEfmt ":      "RIFF data that is not WebP",
		"version https://git-lfs.github.com/spec/v1": "a Git LFS pointer: the file itself was not fetched",
		"\x00\x01\x02\x03":                           "unknown data",
	} {
		_, err := ReadInfo([]byte(data))
		var format *FormatError
		var e *Error
		if !errors.Is(err, ErrUnknownFormat) || !errors.As(err, &format) || !errors.As(err, &e) || e.Stage != "sniff" {
			t.Errorf("%q: got %v", data, err)
		} else if format.Found != want {
			t.Errorf("%q: found %q, want %q", data, format.Found, want)
		}
	}
}
