package png

import (
	"encoding/binary"
	"fmt"

	"github.com/saccade-go/saccade/tensor"
)

// Colour is the colour type of a file; PNG, table 8.
type Colour uint8

// The colour types.
const (
	Gray      Colour = 0
	RGB       Colour = 2
	Palette   Colour = 3
	GrayAlpha Colour = 4
	RGBA      Colour = 6
)

// samples returns how many samples a pixel has in the file, 0 if there is no such type.
func (c Colour) samples() int {
	switch c {
	case Gray, Palette:
		return 1
	case GrayAlpha:
		return 2
	case RGB:
		return 3
	case RGBA:
		return 4
	}
	return 0
}

// Info is what the chunks of a file say, its pixels aside.
type Info struct {
	Width, Height int
	Depth         int // bits of a sample, of an index for a palette: 1, 2, 4, 8 or 16
	Colour        Colour
	Interlaced    bool
	Transparent   bool   // there is a tRNS chunk
	Exif          []byte // the first eXIf chunk, a slice of the file; nil if there is none
	Compressed    int64  // bytes in IDAT chunks
}

// ReadInfo reads the header, and looks through the chunks for transparency and Exif. It checks no checksum and passes
// over what is missing at the end. The error is a *[FormatError] or an *[UnsupportedError].
func ReadInfo(data []byte) (Info, error) {
	w, err := walk(data)
	if err != nil {
		return Info{}, err
	}
	c, _ := w.next()
	info, err := readIHDR(c)
	if err != nil {
		return Info{}, err
	}
	for c, ok := w.next(); ok && string(c.kind) != "IEND"; c, ok = w.next() {
		switch string(c.kind) {
		case "IDAT":
			info.Compressed += int64(len(c.body))
		case "tRNS":
			info.Transparent = info.Transparent || info.Compressed == 0
		case "eXIf":
			if info.Exif == nil {
				info.Exif = c.body
			}
		}
	}
	return info, nil
}

// readIHDR reads the first chunk.
func readIHDR(c chunk) (Info, error) {
	if string(c.kind) == "CgBI" {
		return Info{}, &UnsupportedError{"PNG in Apple's CgBI variant (made by Xcode for iPhones)"}
	}
	if string(c.kind) != "IHDR" || len(c.body) != 13 {
		return Info{}, &FormatError{Chunk: string(c.kind), Offset: int64(c.at), Want: "an IHDR chunk of 13 bytes",
			Found: fmt.Sprintf("%q of %d", c.kind, len(c.body)), cut: c.sum == nil}
	}
	b := c.body
	width, height := binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])
	if width-1 >= 1<<31-1 || height-1 >= 1<<31-1 {
		return Info{}, c.errorf("sizes from 1 to 2^31−1", "%d×%d", width, height)
	}
	info := Info{Width: int(width), Height: int(height), Depth: int(b[8]), Colour: Colour(b[9]), Interlaced: b[12] != 0}
	switch {
	case !info.validDepth():
		return Info{}, c.errorf("a colour type of the standard, and a depth that goes with it", "type %d with %d bits", b[9], b[8])
	case b[10] != 0 || b[11] != 0 || b[12] > 1:
		return Info{}, c.errorf("compression 0, filter 0, interlace 0 or 1", "%d, %d, %d", b[10], b[11], b[12])
	}
	return info, nil
}

// validDepth reports whether the colour type exists and may have the depth.
func (i *Info) validDepth() bool {
	switch i.Depth {
	case 1, 2, 4:
		return i.Colour == Gray || i.Colour == Palette
	case 8:
		return i.Colour.samples() > 0
	case 16:
		return i.Colour.samples() > 0 && i.Colour != Palette
	}
	return false
}

// Space returns what [Decode] makes of the file: Gray, RGB, GrayAlpha or RGBA.
func (i Info) Space() tensor.Space {
	gray := i.Colour == Gray || i.Colour == GrayAlpha
	alpha := i.Colour == GrayAlpha || i.Colour == RGBA || i.Transparent
	switch {
	case gray && alpha:
		return tensor.GrayAlpha
	case gray:
		return tensor.Gray
	case alpha:
		return tensor.RGBA
	}
	return tensor.RGB
}

// bitsPerPixel is what a pixel takes in the file.
func (i *Info) bitsPerPixel() int { return i.Depth * i.Colour.samples() }

// rowBytes is what a row of w pixels takes in the file, without the byte that names its filter.
func (i *Info) rowBytes(w int) int { return int((int64(w)*int64(i.bitsPerPixel()) + 7) / 8) }

// Check reports, as a *[FormatError], if the file is too short for its size: deflate makes at most 1032 bytes of one.
func (i Info) Check() error {
	rows := 1032 * i.Compressed / int64(i.Height)
	if need := int64(i.Width) * int64(i.bitsPerPixel()) / 8; need > rows {
		return &FormatError{Chunk: "IDAT", Want: fmt.Sprintf("pixels for %d×%d", i.Width, i.Height),
			Found: fmt.Sprintf("%d bytes", i.Compressed), cut: true}
	}
	return nil
}

// Memory returns no less than the bytes that [Decode] takes beside the tensor.
func (i Info) Memory() int64 {
	row := int64(i.rowBytes(i.Width)) + 1
	return i.Compressed + 3*row + 16*int64(i.Width) + windowSize + chunkSize + decoderSize
}
