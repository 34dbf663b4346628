package imageio

import (
	"encoding/binary"
	"image"

	"golang.org/x/image/bmp"

	"github.com/saccade-go/saccade/tensor"
)

// bmpFile is a Windows bitmap, decoded by golang.org/x/image/bmp: 1, 2, 4, 8, 24 and 32 bits without compression.
type bmpFile struct {
	header
	data []byte
	bits int
}

// Compression of a bitmap; see BITMAPINFOHEADER in the Windows documentation.
const (
	bmpRGB       = 0
	bmpBitFields = 3
)

func openBMP(data []byte) (source, error) {
	f := &bmpFile{data: data, header: header{Info: Info{Format: BMP, Orientation: 1, Depth: 8, Space: tensor.RGB}}}
	size := f.u32(bmpHeaderAt)
	if size != 40 && size != bmpV4Size && size != bmpV5Size {
		return nil, unsupported("a bitmap header of %d bytes (OS/2 or rare)", size)
	}
	if len(data) < bmpHeaderAt+int(size) {
		return nil, errTruncated
	}
	// The height is negative if the first row is the top one; −2^31 has no positive counterpart.
	width, height := int64(int32(f.u32(18))), int64(int32(f.u32(22)))
	if width < 0 || height == -1<<31 {
		return nil, headerError("a size that fits 31 bits", "%d×%d", width, height)
	}
	f.Width, f.Height = int(width), int(max(height, -height))
	f.bits = int(binary.LittleEndian.Uint16(data[28:]))
	compression := f.u32(30)
	if err := f.checkCoding(compression); err != nil {
		return nil, err
	}
	if f.bits == 32 && compression == bmpBitFields {
		f.Space = tensor.RGBA // the only masks that the decoder takes have alpha
	}
	f.memory = f.pixels()
	if f.bits > 8 {
		f.memory *= 4
	}
	return f, nil
}

func (f *bmpFile) checkCoding(compression uint32) error {
	switch f.bits {
	case 1, 2, 4, 8, 24, 32:
	default:
		return unsupported("a bitmap with %d bits per pixel", f.bits)
	}
	if compression != bmpRGB && compression != bmpBitFields {
		return unsupported("a bitmap with compression %d", compression)
	}
	return nil
}

// check compares the length, as the pixels are not compressed.
func (f *bmpFile) check() (work int64, err error) {
	row := (int64(f.Width)*int64(f.bits) + 31) / 32 * 4
	if row*int64(f.Height) > int64(len(f.data)) {
		return 0, errTruncated
	}
	return f.pixels(), nil
}

func (f *bmpFile) decode(dst *tensor.Tensor, opt Options) error {
	img, err := bmp.Decode(opt.Limits.reader(f.data))
	if err == bmp.ErrUnsupported {
		return unsupported("a bitmap with these masks or this palette")
	}
	if err != nil {
		return err
	}
	if img, ok := img.(*image.NRGBA); ok && f.Space == tensor.RGB {
		makeOpaque(img) // without masks the fourth byte means nothing
	}
	return f.set(dst, img, opt)
}

func makeOpaque(img *image.NRGBA) {
	for i := 3; i < len(img.Pix); i += 4 {
		img.Pix[i] = 255
	}
}
