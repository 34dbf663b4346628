package imageio

import (
	"bytes"
	"encoding/binary"
	"image/png"

	"github.com/saccade-go/saccade/tensor"
)

// pngFile is a PNG file, decoded by image/png. Of an animation (APNG) it is the default image. Chunks that
// are not about pixels, gAMA and iCCP among them, are passed over and not decompressed.
type pngFile struct {
	header
	data      []byte
	colour    byte
	interlace bool
	idat      int64 // bytes of compressed pixels
}

// Colour types; see PNG, third edition, table 8.
const (
	pngGray      = 0
	pngRGB       = 2
	pngPalette   = 3
	pngGrayAlpha = 4
	pngRGBA      = 6
)

func openPNG(data []byte) (source, error) {
	f := &pngFile{data: data, header: header{Info: Info{Format: PNG, Orientation: 1}}}
	w := pngWalker{data: data, at: 8}
	kind, body := w.next()
	if kind == "CgBI" {
		return nil, unsupported("PNG in Apple's CgBI variant (made by Xcode for iPhones)")
	}
	if kind != "IHDR" || len(body) != 13 {
		return nil, headerError("an IHDR chunk of 13 bytes", "%q of %d", kind, len(body))
	}
	if err := f.readIHDR(body); err != nil {
		return nil, err
	}
	transparent := false
	for exif := false; kind != "" && kind != "IEND"; kind, body = w.next() {
		switch {
		case kind == "IDAT":
			f.idat += int64(len(body))
		case kind == "tRNS" && f.idat == 0:
			transparent = true
		case kind == "eXIf" && !exif:
			f.Orientation, exif = exifOrientation(body), true
		}
	}
	return f, f.describe(transparent)
}

func (f *pngFile) readIHDR(b []byte) error {
	width, height := binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])
	if width > 1<<31-1 || height > 1<<31-1 {
		return headerError("sizes below 2^31", "%d×%d", width, height)
	}
	f.Width, f.Height = int(width), int(height)
	f.Depth, f.colour, f.interlace = int(b[8]), b[9], b[12] != 0
	if f.colour == pngPalette {
		f.Depth = 8
	}
	return nil
}

// describe derives space and memory.
func (f *pngFile) describe(transparent bool) error {
	channels := map[byte]int{pngGray: 1, pngRGB: 3, pngPalette: 3, pngGrayAlpha: 2, pngRGBA: 4}[f.colour]
	if channels == 0 {
		return headerError("colour type 0, 2, 3, 4 or 6", "%d", f.colour)
	}
	if transparent && channels&1 == 1 {
		channels++
	}
	f.Space = [...]tensor.Space{1: tensor.Gray, 2: tensor.GrayAlpha, 3: tensor.RGB, 4: tensor.RGBA}[channels]
	perPixel := int64(4) // what image/png makes: everything but gray and palettes has four channels
	if f.colour == pngPalette || f.Space == tensor.Gray {
		perPixel = 1
	}
	if f.Depth == 16 {
		perPixel *= 2
	}
	f.memory = perPixel * f.pixels()
	if f.interlace {
		f.memory += f.memory / 2 // the largest pass
	}
	return nil
}

// check refuses files that are too short for their size: deflate makes at most 1032 bytes of one.
func (f *pngFile) check() (work int64, err error) {
	bits := f.data[8+8+8] // of a sample; a palette's index is one
	channels := map[byte]int64{pngGray: 1, pngRGB: 3, pngPalette: 1, pngGrayAlpha: 2, pngRGBA: 4}[f.colour]
	if raw := f.pixels() * channels * int64(bits) / 8; raw > 1032*f.idat {
		return 0, errTruncated
	}
	return f.pixels(), nil
}

func (f *pngFile) decode(dst *tensor.Tensor, opt Options) error {
	img, err := png.Decode(bytes.NewReader(f.data))
	if err != nil {
		return err
	}
	return f.set(dst, img, opt)
}

// pngWalker goes from chunk to chunk.
type pngWalker struct {
	data []byte
	at   int
}

// next returns a chunk's type and content, and "" at the end of the data. A chunk that is cut ends the data.
func (w *pngWalker) next() (kind string, body []byte) {
	if w.at+8 > len(w.data) {
		return "", nil
	}
	n := int64(binary.BigEndian.Uint32(w.data[w.at:]))
	start := w.at + 8
	kind = string(w.data[w.at+4 : start])
	if int64(start)+n > int64(len(w.data)) {
		w.at = len(w.data)
		return kind, w.data[start:]
	}
	w.at = start + int(n) + 4
	return kind, w.data[start : start+int(n)]
}
