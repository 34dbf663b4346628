package imageio

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/saccade-go/saccade/imageio/jpeg"
	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// FuzzDecode: whatever the bytes, Decode returns an *Error or a picture that is as ReadInfo and Spec said.
func FuzzDecode(f *testing.F) {
	files, err := filepath.Glob("testdata/files/*")
	if err != nil || len(files) == 0 {
		f.Fatal(files, err)
	}
	profiled, err := filepath.Glob("testdata/icc/files/*")
	if err != nil || len(profiled) == 0 {
		f.Fatal(profiled, err)
	}
	for _, path := range profiled {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, uint8(128))
		f.Add(data, uint8(129))
	}
	for i, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data, uint8(i))
	}
	for i, data := range testdata.Seeds(f, ".jpg", ".jpeg", ".png", ".gif", ".webp", ".tif", ".bmp") {
		f.Add(data, uint8(i))
	}
	f.Fuzz(func(t *testing.T, data []byte, flags uint8) {
		opt := Options{
			DType: tensor.DType(flags & 1), Alpha: Alpha(flags >> 1 % 3), Space: tensor.Space(flags >> 3 % 3),
			IgnoreOrientation: flags&64 != 0, ICC: ICC(flags >> 7), Limits: Limits{Pixels: 1 << 20},
		}
		info, infoErr := ReadInfo(data)
		got, err := Decode(data, opt)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Stage == "" || e.Error() == "" {
				t.Errorf("%#v is no *Error with a stage", err)
			}
			return
		}
		if infoErr != nil {
			t.Fatalf("decoded, but ReadInfo says %v", infoErr)
		}
		if want := info.Spec(opt); got.Spec != want || got.Expect("fuzz", want) != nil {
			t.Errorf("got %v, want %v", got.Spec, want)
		}
		if info.Format != Sniff(data[:min(len(data), SniffLen)]) {
			t.Errorf("%d bytes don't suffice to know %q", SniffLen, info.Format)
		}
	})
}

// FuzzExif: no block leads to a panic, to a hang or to an orientation that isn't one.
func FuzzExif(f *testing.F) {
	f.Add([]byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"))
	f.Add([]byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x04\x00\x00\x00\x01\x00\x00\x00\x03\x00\x00\x00\x08"))
	f.Add([]byte("II*\x00\xff\xff\xff\xff"))
	for _, data := range testdata.Seeds(f, ".jpg") {
		if info, err := jpeg.ReadInfo(data); err == nil && info.Exif != nil {
			f.Add(info.Exif)
		}
	}
	f.Fuzz(func(t *testing.T, block []byte) {
		if o := exifOrientation(block); o < 1 || o > 8 {
			t.Errorf("orientation %d", o)
		}
	})
}
