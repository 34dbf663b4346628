package imageio

import (
	"slices"
	"strings"
	"testing"

	"github.com/saccade-go/saccade/tensor"
)

// tinyTIFF is a gray picture of 2×2 without compression, with more entries.
func tinyTIFF(more ...[2]uint32) []byte {
	entries := [][2]uint32{{tagWidth, 2}, {tagHeight, 2}, {tagBitsPerSample, 8}, {tagCompression, tiffUncompressed},
		{tagPhotometric, tiffBlackIsZero}, {tagStripOffsets, 8}, {tagRowsPerStrip, 2}, {tagStripByteCounts, 4}}
	for _, e := range more {
		entries = slices.DeleteFunc(entries, func(old [2]uint32) bool { return old[0] == e[0] })
		entries = append(entries, e)
	}
	slices.SortFunc(entries, func(a, b [2]uint32) int { return int(a[0]) - int(b[0]) })
	return append([]byte("II*\x00\x0c\x00\x00\x00\x01\x02\x03\x04"), tiffDirectory(entries)...)
}

// TestTIFFRefuses: what the decoder of x/image would pass over, and give wrong pixels.
func TestTIFFRefuses(t *testing.T) {
	for want, entries := range map[string][][2]uint32{
		"reversed bits":                           {{tagFillOrder, 2}},
		"predictor 2 and compression 1":           {{tagPredictor, 2}},
		"predictor 3 and compression 8":           {{tagPredictor, 3}, {tagCompression, tiffDeflate}},
		"two-dimensional":                         {{tagCompression, tiffG3}, {tagT4Options, 1}, {tagBitsPerSample, 1}},
		"fax compression on 1 bit, found 8":       {{tagCompression, tiffG4}},
		"colour kind 3 with 1 samples of 16 bits": {{tagPhotometric, tiffPalette}, {tagBitsPerSample, 16}},
		"colour kind 5":                           {{tagPhotometric, 5}},
		"2 samples and bits for 1":                {{tagSamplesPerPixel, 2}},
		"4 bits per sample":                       {{tagBitsPerSample, 4}},
		"sound size, found 2097152×16":            {{tagTileWidth, 1 << 21}, {tagTileHeight, 16}},
	} {
		_, err := Decode(tinyTIFF(entries...), Options{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func TestTIFFTiny(t *testing.T) {
	for want, entries := range map[string][][2]uint32{
		"\x01\x02\x03\x04": {{tagPlanar, 2}, {tagFillOrder, 1}, {tagPredictor, 1}}, // one plane is the same both ways
		"\xfe\xfd\xfc\xfb": {{tagPhotometric, tiffWhiteIsZero}},
		"\x02\x04\x01\x03": {{tagOrientation, 8}},
		"\x01\x02":         {{tagHeight, 1}, {tagCompression, 0}},
	} {
		got, err := Decode(tinyTIFF(entries...), Options{})
		if err != nil || got.Space != tensor.Gray || string(got.U8) != want {
			t.Errorf("%v: got %v, %v, want % x", entries, got, err, want)
		}
	}
}
