package imageio

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"io"

	"github.com/saccade-go/saccade/tensor"
)

// gifFile is a GIF file: its first frame on the logical screen, as Pillow gives it. What the frame doesn't
// cover is transparent, or has colour 0 if the frame has no transparent colour; a screen that is too small
// for the frame grows.
//
// The blocks are read here and the pixels by image/gif, which is given a file of the first frame alone: so
// extensions it doesn't know, and later frames, can do no harm, and transparent pixels keep their colour.
type gifFile struct {
	header
	frame       image.Rectangle // on the screen
	interlace   byte            // the interlace flag, as it stands in a descriptor
	palette     []byte          // red, green, blue of each colour
	transparent int             // the transparent colour, −1 for none
	pixelData   []byte          // the frame's data, from the code size on
}

func openGIF(data []byte) (source, error) {
	if len(data) < 13 {
		return nil, errTruncated
	}
	f := &gifFile{transparent: -1, header: header{Info: Info{Format: GIF, Orientation: 1, Depth: 8, Space: tensor.RGB}}}
	f.Width, f.Height = le16(data[6:]), le16(data[8:])
	rest, err := f.readPalette(data[10], data[13:])
	for err == nil && len(rest) > 0 {
		block := rest[0]
		switch rest = rest[1:]; block {
		case 0x21:
			rest, err = f.readExtension(rest)
		case 0x2c:
			return f, f.readDescriptor(rest)
		case 0x3b:
			return nil, headerError("a frame", "the end of the file")
		default:
			return nil, headerError("an extension or a frame", "block %#02x", block)
		}
	}
	if err == nil {
		err = errTruncated
	}
	return nil, err
}

func le16(b []byte) int { return int(binary.LittleEndian.Uint16(b)) }

// readPalette reads the colour table that flags announce, if they do.
func (f *gifFile) readPalette(flags byte, b []byte) (rest []byte, err error) {
	if flags&0x80 == 0 {
		return b, nil
	}
	n := 3 << (1 + flags&7)
	if len(b) < n {
		return nil, errTruncated
	}
	f.palette = b[:n]
	return b[n:], nil
}

// readExtension takes the transparent colour from a graphic control extension and passes over all others.
func (f *gifFile) readExtension(b []byte) (rest []byte, err error) {
	if len(b) >= 6 && b[0] == 0xf9 && b[1] == 4 {
		f.transparent = -1
		if b[2]&1 != 0 {
			f.transparent = int(b[5])
		}
	}
	for b = b[min(1, len(b)):]; len(b) > 0; {
		n := 1 + int(b[0])
		if len(b) < n {
			break
		}
		b = b[n:]
		if n == 1 {
			return b, nil
		}
	}
	return nil, errTruncated
}

// readDescriptor reads where the frame is, and its palette.
func (f *gifFile) readDescriptor(b []byte) error {
	if len(b) < 9 {
		return errTruncated
	}
	left, top := le16(b), le16(b[2:])
	f.frame = image.Rect(left, top, left+le16(b[4:]), top+le16(b[6:]))
	if f.frame.Empty() {
		return headerError("a frame with at least one pixel", "%d×%d", f.frame.Dx(), f.frame.Dy())
	}
	f.Width, f.Height = max(f.Width, f.frame.Max.X), max(f.Height, f.frame.Max.Y)
	f.interlace = b[8] & 0x40
	rest, err := f.readPalette(b[8], b[9:])
	if err != nil {
		return err
	}
	f.pixelData = rest
	if f.palette == nil {
		return headerError("a colour table", "none")
	}
	if f.transparent >= 0 {
		f.Space = tensor.RGBA
	}
	f.memory = f.pixels() + 2*f.framePixels()
	return nil
}

func (f *gifFile) framePixels() int64 { return int64(f.frame.Dx()) * int64(f.frame.Dy()) }

// check refuses data that is too short for the frame: a code of 3 bits at least gives at most 4096 pixels.
func (f *gifFile) check() (work int64, err error) {
	if f.framePixels() > 4096*8*int64(len(f.pixelData))/3 {
		return 0, errTruncated
	}
	return f.pixels(), nil
}

func (f *gifFile) decode(dst *tensor.Tensor, opt Options) error {
	img, err := gif.Decode(io.MultiReader(bytes.NewReader(f.prologue()), opt.Limits.reader(f.pixelData)))
	if err != nil {
		return err
	}
	frame, ok := img.(*image.Paletted)
	if !ok {
		return fmt.Errorf("wanted a palette image from the decoder, found %T", img)
	}
	if frame.Palette, err = f.colours(frame.Pix); err != nil {
		return err
	}
	return f.set(dst, f.compose(frame), opt)
}

// prologue is the beginning of a GIF file whose screen is the frame, with a palette of 256 colours. The pixel
// data comes next.
func (f *gifFile) prologue() []byte {
	b := append(make([]byte, 0, 13+10+768), "GIF89a"...)
	w, h := uint16(f.frame.Dx()), uint16(f.frame.Dy())
	b = binary.LittleEndian.AppendUint16(b, w)
	b = binary.LittleEndian.AppendUint16(b, h)
	b = append(b, 0, 0, 0, 0x2c, 0, 0, 0, 0)
	b = binary.LittleEndian.AppendUint16(b, w)
	b = binary.LittleEndian.AppendUint16(b, h)
	b = append(b, 0x80|f.interlace|7)
	return b[:cap(b)]
}

// colours returns the palette, with every index in pix in it.
func (f *gifFile) colours(pix []uint8) (color.Palette, error) {
	n := len(f.palette) / 3
	p := make(color.Palette, max(n, f.transparent+1))
	for i := range p {
		c := color.NRGBA{A: 255}
		if i < n {
			c.R, c.G, c.B = f.palette[3*i], f.palette[3*i+1], f.palette[3*i+2]
		}
		if i == f.transparent {
			c.A = 0
		}
		p[i] = c
	}
	for _, v := range pix {
		if int(v) >= len(p) {
			return nil, headerError(fmt.Sprintf("colours below %d", len(p)), "%d", v)
		}
	}
	return p, nil
}

// compose lays the frame on the screen.
func (f *gifFile) compose(frame *image.Paletted) *image.Paletted {
	screen := image.Rect(0, 0, f.Width, f.Height)
	if f.frame == screen {
		return frame
	}
	img := image.NewPaletted(screen, frame.Palette)
	if f.transparent > 0 {
		fill(img.Pix, uint8(f.transparent))
	}
	for y := range f.frame.Dy() {
		copy(img.Pix[img.PixOffset(f.frame.Min.X, f.frame.Min.Y+y):], frame.Pix[y*frame.Stride:][:f.frame.Dx()])
	}
	return img
}
