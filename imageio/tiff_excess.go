package imageio

import (
	"bytes"
	"compress/zlib"
	"io"

	"golang.org/x/image/tiff/lzw"
)

// largeBlock is the number of pixels from which a strip or tile is looked at by checkExcess.
const largeBlock = 4 << 20

// checkExcess refuses large strips and tiles that hold more data than pixels. The decoder would keep up to
// 8 bytes for each pixel, so that a file of some kilobytes could take gigabytes. Decompressing twice is the
// price; files with one large strip are rare.
func (f *tiffFile) checkExcess() error {
	if int64(f.blocks.w)*int64(f.blocks.h) < largeBlock {
		return nil
	}
	offsets, counts := tagStripOffsets, tagStripByteCounts
	if f.dir.number(tagTileWidth, 0) != 0 {
		offsets, counts = tagTileOffsets, tagTileByteCounts
	}
	var starts []int
	f.dir.each(offsets, func(v int) bool { starts = append(starts, v); return int64(len(starts)) < f.blocks.n })
	var err error
	i := 0
	f.dir.each(counts, func(count int) bool {
		if i >= len(starts) {
			return false
		}
		start := min(starts[i], len(f.data))
		err = f.checkBlock(f.data[start:min(start+count, len(f.data))])
		i++
		return err == nil
	})
	return err
}

// checkBlock counts what a compressed strip or tile becomes. Damage is left to the decoder.
func (f *tiffFile) checkBlock(packed []byte) error {
	var r io.ReadCloser
	switch f.compression {
	case tiffDeflate, tiffDeflateOld:
		z, err := zlib.NewReader(bytes.NewReader(packed))
		if err != nil {
			return nil
		}
		r = z
	case tiffLZW:
		r = lzw.NewReader(bytes.NewReader(packed), lzw.MSB, 8)
	case tiffPackBits:
		if 64*int64(len(packed)) <= f.blocks.bytes { // 2 bytes become 128 at most
			return nil
		}
		return f.excess(packBitsLen(packed))
	default:
		return nil
	}
	defer r.Close()
	n, _ := io.CopyN(io.Discard, r, f.blocks.bytes+1)
	return f.excess(n)
}

func (f *tiffFile) excess(n int64) error {
	if n > f.blocks.bytes {
		return &LimitError{What: "bytes in a strip or tile", Limit: f.blocks.bytes, Found: n}
	}
	return nil
}

// packBitsLen is the length of PackBits data (TIFF 6.0, section 9) when it is unpacked.
func packBitsLen(packed []byte) (n int64) {
	for i := 0; i < len(packed); {
		switch code := int(int8(packed[i])); {
		case code >= 0:
			n += int64(code) + 1
			i += 2 + code
		case code == -128:
			i++
		default:
			n += int64(1 - code)
			i += 2
		}
	}
	return n
}
