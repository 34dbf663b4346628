package imageio

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/saccade-go/saccade/internal/testdata"
	"github.com/saccade-go/saccade/tensor"
)

// exifTurned is an Exif block that says orientation 6.
const exifTurned = "MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\x00\x00\x00\x00"

// inPNG puts chunks behind the header of a PNG file.
func inPNG(file []byte, chunks ...string) []byte {
	const header = 8 + 25
	out := slices.Clone(file[:header])
	for i := 0; i < len(chunks); i += 2 {
		out = binary.BigEndian.AppendUint32(out, uint32(len(chunks[i+1])))
		start := len(out)
		out = append(append(out, chunks[i]...), chunks[i+1]...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:]))
	}
	return append(out, file[header:]...)
}

// inJPEG puts segments behind the first marker of a JPEG file.
func inJPEG(file []byte, segments ...string) []byte {
	out := slices.Clone(file[:2])
	for i := 0; i < len(segments); i += 2 {
		out = append(append(out, 0xff), segments[i]...)
		out = binary.BigEndian.AppendUint16(out, uint16(2+len(segments[i+1])))
		out = append(out, segments[i+1]...)
	}
	return append(out, file[2:]...)
}

// TestReadInfo: size, orientation and profile of a file whose pixels are missing.
func TestReadInfo(t *testing.T) {
	profile := bytes.Repeat([]byte("a profile "), 50)
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	if _, err := w.Write(profile); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	half := len(profile) / 2
	plainPNG := ownPNG(t, tensor.New(tensor.Spec{Space: tensor.RGB, C: 3, H: 20, W: 30}))
	plainJPEG := readTest(t, "testdata/files/444.jpg")
	png := inPNG(plainPNG, "iCCP", "name\x00\x00"+z.String(), "eXIf", exifTurned)
	jpg := inJPEG(plainJPEG, "\xe1", "Exif\x00\x00"+exifTurned,
		"\xe2", "ICC_PROFILE\x00\x02\x02"+string(profile[half:]), "\xe2", "ICC_PROFILE\x00\x01\x02"+string(profile[:half]))
	for what, c := range map[string]struct{ plain, data []byte }{
		"PNG": {plainPNG, png}, "JPEG": {plainJPEG, jpg}, "PNG without pixels": {plainPNG, png[:len(png)-30]},
	} {
		want, err := ReadInfo(c.plain)
		if err != nil || want.ICC != nil || want.Orientation != 1 {
			t.Fatalf("%s: %+v, %v", what, want, err)
		}
		got, err := ReadInfo(c.data)
		if err != nil || !bytes.Equal(got.ICC, profile) || got.Orientation != 6 || got.Width != want.Width || got.Height != want.Height {
			t.Errorf("%s: %+v, %v", what, got, err)
		}
	}
	if info, err := ReadInfo(inPNG(plainPNG, "iCCP", "name\x00\x00no stream")); err != nil || info.ICC != nil {
		t.Errorf("a broken profile: %q, %v", info.ICC, err)
	}
	if info, err := ReadInfo(inJPEG(plainJPEG, "\xe2", "ICC_PROFILE\x00\x01\x02abc")); err != nil || info.ICC != nil {
		t.Errorf("half a profile: %q, %v", info.ICC, err)
	}
}

// TestHostileProfiles: broken and huge profiles are none, and no reason to refuse a file.
func TestHostileProfiles(t *testing.T) {
	root := testdata.Shared(t, "conformance/03_hostile/crafted")
	for _, name := range []string{"jpeg_icc_wrong_count.jpg", "png_iccp_bomb.png"} {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if info, err := ReadInfo(data); err != nil || info.ICC != nil {
			t.Errorf("%s: a profile of %d bytes, %v", name, len(info.ICC), err)
		}
	}
}
