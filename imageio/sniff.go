package imageio

import (
	"bytes"
	"encoding/binary"
	"slices"
	"unicode/utf8"
)

// A Format is the name of a file format in lower case, "" if it is not known.
type Format string

// The formats that this package reads.
const (
	JPEG Format = "jpeg"
	PNG  Format = "png"
	GIF  Format = "gif"
	WebP Format = "webp"
	TIFF Format = "tiff"
	BMP  Format = "bmp"
)

// SniffLen is how many of a file's first bytes [Sniff] needs. With fewer it may not know the format.
const SniffLen = 18

// Sniff returns the format that data begins like, "" if it is none that this package reads. The name of a
// file plays no part.
func Sniff(data []byte) Format {
	for i := range codecs {
		if codecs[i].match(data) {
			return codecs[i].format
		}
	}
	return ""
}

func begins(prefix string) func([]byte) bool {
	return func(data []byte) bool { return bytes.HasPrefix(data, []byte(prefix)) }
}

func matchGIF(data []byte) bool {
	return bytes.HasPrefix(data, []byte("GIF87a")) || bytes.HasPrefix(data, []byte("GIF89a"))
}

func matchTIFF(data []byte) bool {
	return bytes.HasPrefix(data, []byte("II*\x00")) || bytes.HasPrefix(data, []byte("MM\x00*"))
}

func matchWebP(data []byte) bool {
	return len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP"
}

// matchBMP looks at the size of the second header too, since many a text begins with BM.
func matchBMP(data []byte) bool {
	return len(data) >= SniffLen && string(data[:2]) == "BM" &&
		slices.Contains([]uint32{12, 16, 40, 52, 56, 64, 108, 124}, binary.LittleEndian.Uint32(data[14:]))
}

// lookalikes has what other content begins with, for messages only.
var lookalikes = []struct{ prefix, name string }{
	{"PK\x03\x04", "a ZIP archive"},
	{"PK\x05\x06", "an empty ZIP archive"},
	{"\x1f\x8b", "gzip data"},
	{"%PDF", "PDF"},
	{"8BPS", "a Photoshop document"},
	{"II+\x00", "BigTIFF"},
	{"MM\x00+", "BigTIFF"},
	{"\x00\x00\x00\x0cJXL ", "JPEG XL"},
	{"\xff\x0a", "JPEG XL"},
	{"\x00\x00\x00\x0cjP  ", "JPEG 2000"},
	{"\xff\x4f\xff\x51", "JPEG 2000"},
	{"\x93NUMPY", "a NumPy array"},
	{"qoif", "QOI"},
	{"\x76\x2f\x31\x01", "OpenEXR"},
	{"DDS ", "DDS"},
	{"\x00\x00\x01\x00", "a Windows icon"},
	{"\x00\x05\x16\x07", "an AppleDouble file (macOS metadata)"},
	{"\x00\x00\x00\x01Bud1", "a .DS_Store file"},
	{"\xd0\xcf\x11\xe0", "an OLE file (Office, Thumbs.db)"},
	{"RIFF", "RIFF data that is not WebP"},
	{"\x7fELF", "a program"},
	{"version https://git-lfs", "a Git LFS pointer: the file itself was not fetched"},
}

var brands = map[string]string{
	"heic": "HEIC", "heix": "HEIC", "hevc": "HEIC", "hevx": "HEIC", "mif1": "HEIF", "msf1": "HEIF",
	"avif": "AVIF", "avis": "AVIF",
}

// looksLike says in a person's words what data, which Sniff doesn't know, seems to be.
func looksLike(data []byte) string {
	if len(data) == 0 {
		return "an empty file"
	}
	for _, l := range lookalikes {
		if bytes.HasPrefix(data, []byte(l.prefix)) {
			return l.name
		}
	}
	if len(data) >= 12 && string(data[4:8]) == "ftyp" {
		if name, ok := brands[string(data[8:12])]; ok {
			return name
		}
		return "an MP4-like file"
	}
	if len(data) >= 8 && (string(data[1:4]) == "PNG" || string(data[4:8]) == "\r\n\x1a\n") {
		return "PNG with a damaged signature"
	}
	if s := looksLikeText(data[:min(len(data), 1024)]); s != "" {
		return s
	}
	return "unknown data"
}

// looksLikeText returns "" if head, the beginning of a file, is not text.
func looksLikeText(head []byte) string {
	// The last character may be cut.
	for i := 0; i < utf8.UTFMax && !utf8.Valid(head); i++ {
		head = head[:max(len(head)-1, 0)]
	}
	if len(head) == 0 || bytes.ContainsFunc(head, func(r rune) bool { return r < ' ' && !bytes.ContainsRune([]byte("\t\n\r\f\ufeff"), r) }) {
		return ""
	}
	lower := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\ufeff"))))
	switch {
	case bytes.HasPrefix(lower, []byte("<!doctype html")), bytes.HasPrefix(lower, []byte("<html")):
		return "HTML"
	case bytes.HasPrefix(lower, []byte("<")) && bytes.Contains(lower, []byte("<svg")):
		return "SVG"
	case bytes.HasPrefix(lower, []byte("<?xml")):
		return "XML"
	case bytes.HasPrefix(lower, []byte("{")), bytes.HasPrefix(lower, []byte("[")):
		return "JSON"
	case len(lower) > 2 && lower[0] == 'p' && '1' <= lower[1] && lower[1] <= '7' && bytes.ContainsRune([]byte(" \n\r\t"), rune(lower[2])):
		return "Netpbm"
	}
	return "text"
}
