package imageio

import (
	"bytes"
	"encoding/binary"
)

// The tags of a TIFF directory that are read here; see TIFF 6.0, section 8.
const (
	tagWidth           = 256
	tagHeight          = 257
	tagBitsPerSample   = 258
	tagCompression     = 259
	tagPhotometric     = 262
	tagFillOrder       = 266
	tagStripOffsets    = 273
	tagOrientation     = 274
	tagSamplesPerPixel = 277
	tagRowsPerStrip    = 278
	tagStripByteCounts = 279
	tagPlanar          = 284
	tagT4Options       = 292
	tagPredictor       = 317
	tagTileWidth       = 322
	tagTileHeight      = 323
	tagTileOffsets     = 324
	tagTileByteCounts  = 325
	tagExtraSamples    = 338
	tagICC             = 34675
)

// exifOrientation returns the orientation, 1 to 8, that an Exif block says, and 1 if it says none, says
// something else or is broken in any way. The block is a small TIFF file (Exif 2.32, section 4.5.2), with or
// without "Exif\0\0" before it.
//
// Only the first directory is read and no reference is followed, so that a block can't lead in circles.
func exifOrientation(block []byte) int {
	dir, ok := readDirectory(bytes.TrimPrefix(block, []byte("Exif\x00\x00")))
	if !ok {
		return 1
	}
	return dir.orientation()
}

// A directory is an image file directory (IFD): entries of 12 bytes each, tag, type, count, value or offset.
type directory struct {
	file    []byte
	order   binary.ByteOrder
	entries []byte
}

const entrySize = 12

// readDirectory finds the first directory of a TIFF file. Entries that a cut file lacks are left out.
func readDirectory(file []byte) (directory, bool) {
	if len(file) < 8 || !matchTIFF(file) {
		return directory{}, false
	}
	d := directory{file: file, order: binary.BigEndian}
	if file[0] == 'I' {
		d.order = binary.LittleEndian
	}
	start := uint64(d.order.Uint32(file[4:]))
	if start+2 > uint64(len(file)) {
		return directory{}, false
	}
	n := int(d.order.Uint16(file[start:]))
	d.entries = file[start+2:]
	d.entries = d.entries[:min(n, len(d.entries)/entrySize)*entrySize]
	return d, true
}

// entry returns the type, the count and the bytes of the first count values of a tag; count is 0 if there is no
// such tag, or its type is no unsigned integer, or its values are not in the file.
func (d directory) entry(tag int) (size, count int, values []byte) {
	return d.typed(tag, func(kind uint16) int { return map[uint16]int{1: 1, 3: 2, 4: 4}[kind] })
}

// bytes returns the bytes of a tag of type BYTE or UNDEFINED, and nil if there is none or it is not in the file.
func (d directory) bytes(tag int) []byte {
	_, _, values := d.typed(tag, func(kind uint16) int { return map[uint16]int{1: 1, 7: 1}[kind] })
	return values
}

// has reports whether there is a tag, of any type.
func (d directory) has(tag int) bool {
	for e := d.entries; len(e) > 0; e = e[entrySize:] {
		if int(d.order.Uint16(e)) == tag {
			return true
		}
	}
	return false
}

// typed is entry for a tag whose type has the size that sizeOf says; 0 is none.
func (d directory) typed(tag int, sizeOf func(kind uint16) int) (size, count int, values []byte) {
	for e := d.entries; len(e) > 0; e = e[entrySize:] {
		if int(d.order.Uint16(e)) != tag {
			continue
		}
		size = sizeOf(d.order.Uint16(e[2:]))
		n := uint64(size) * uint64(d.order.Uint32(e[4:]))
		values = e[8:]
		if n > 4 {
			at := uint64(d.order.Uint32(e[8:]))
			if at+n > uint64(len(d.file)) {
				return 0, 0, nil
			}
			values = d.file[at:]
		}
		if n == 0 {
			return 0, 0, nil
		}
		return size, int(n) / size, values[:n]
	}
	return 0, 0, nil
}

// number returns the first value of a tag, or otherwise if there is none.
func (d directory) number(tag, otherwise int) int {
	size, count, values := d.entry(tag)
	if count == 0 {
		return otherwise
	}
	return d.value(size, values)
}

func (d directory) value(size int, b []byte) int {
	switch size {
	case 1:
		return int(b[0])
	case 2:
		return int(d.order.Uint16(b))
	}
	return int(d.order.Uint32(b))
}

// each calls f with the values of a tag, in order, until it returns false.
func (d directory) each(tag int, f func(int) bool) {
	size, count, values := d.entry(tag)
	for i := range count {
		if !f(d.value(size, values[i*size:])) {
			return
		}
	}
}

func (d directory) orientation() int {
	o := d.number(tagOrientation, 1)
	if o < 1 || o > 8 {
		return 1
	}
	return o
}
