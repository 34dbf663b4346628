package imageio

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"
)

// bitmapV5 is a bitmap of one pixel with a header of version 5 for its colours, and what follows the pixels.
func bitmapV5(rgb [3]uint8, space uint32, profile []byte) []byte {
	const pixels = bmpHeaderAt + bmpV5Size
	b := make([]byte, pixels+4, pixels+4+len(profile))
	le := binary.LittleEndian
	copy(b, "BM")
	le.PutUint32(b[2:], uint32(cap(b)))
	le.PutUint32(b[10:], pixels)
	le.PutUint32(b[14:], bmpV5Size)
	le.PutUint32(b[18:], 1)
	le.PutUint32(b[22:], 1)
	le.PutUint16(b[26:], 1)
	le.PutUint16(b[28:], 24)
	le.PutUint32(b[bmpSpaceAt:], space)
	le.PutUint32(b[bmpProfileAt:], bmpV5Size+4)
	le.PutUint32(b[bmpProfileAt+4:], uint32(len(profile)))
	b[pixels], b[pixels+1], b[pixels+2] = rgb[2], rgb[1], rgb[0]
	return append(b, profile...)
}

// TestBitmapColours: an embedded profile is converted as that of a PNG file is; what says nothing is left alone.
func TestBitmapColours(t *testing.T) {
	rgb := [3]uint8{40, 90, 180}
	p3 := readICCProfile(t, "p3")
	converted, _, err := chunkColour(t, rgb, "iCCP", packed(t, p3))
	if err != nil {
		t.Fatal(err)
	}
	old := readTest(t, "testdata/files/upright.bmp")
	stored, err := Decode(old, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		data []byte
		want []uint8
		name string
	}{
		"embedded":            {bitmapV5(rgb, bmpEmbedded, p3), converted[:], "Display P3"},
		"sRGB":                {bitmapV5(rgb, bmpSRGB, p3), rgb[:], "sRGB"},
		"Windows":             {bitmapV5(rgb, bmpWindows, p3), rgb[:], "sRGB"},
		"empty":               {bitmapV5(rgb, bmpCalibrated, nil), rgb[:], ""},
		"a header without it": {old, stored.U8, ""},
	} {
		info, err := ReadInfo(c.data)
		if err != nil || info.Profile != c.name || info.ProfileErr != nil || (info.ICC != nil) != (what == "embedded") {
			t.Errorf("%s: %q, %v, %v", what, info.Profile, info.ProfileErr, err)
		}
		got, err := Decode(c.data, Options{ICC: Convert})
		if err != nil || !slices.Equal(got.U8, c.want) {
			t.Errorf("%s: %v, %v, want %v", what, got, err, c.want)
		}
	}
}

func TestBitmapColoursRefused(t *testing.T) {
	rgb := [3]uint8{40, 90, 180}
	calibrated := bitmapV5(rgb, bmpCalibrated, nil)
	calibrated[bmpEndpointAt+35] = 1
	outside := bitmapV5(rgb, bmpEmbedded, nil)
	binary.LittleEndian.PutUint32(outside[bmpProfileAt+4:], 1<<32-1)
	for want, data := range map[string][]byte{
		"found the name of another file":         bitmapV5(rgb, bmpLinked, []byte("c:\\p.icm")),
		"found colorants in the header":          calibrated,
		"found space 0x00000007":                 bitmapV5(rgb, 7, nil),
		"found a header that leads nowhere":      outside,
		"a tag table, found 12 bytes":            bitmapV5(rgb, bmpEmbedded, []byte("no profile, ")),
		"a profile in the file, found a header ": bitmapV5(rgb, bmpEmbedded, nil),
	} {
		_, err := Decode(data, Options{ICC: Convert})
		if e := (*ProfileError)(nil); !errors.As(err, &e) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
		if got, err := Decode(data, Options{}); err != nil || !slices.Equal(got.U8, rgb[:]) {
			t.Errorf("%q, ignored: %v, %v", want, got, err)
		}
	}
}
