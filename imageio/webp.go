package imageio

import (
	"encoding/binary"
	"image"

	"golang.org/x/image/webp"

	"github.com/saccade-go/saccade/tensor"
)

// webpFile is a WebP file, lossy or lossless, decoded by golang.org/x/image/webp. That decoder gives the luma and
// chroma of lossy files; setWebP makes colours of them. Animations are refused.
type webpFile struct {
	header
	data     []byte
	extended bool // there is a VP8X chunk, whose size counts
	opaque   bool // a lossless file that says its alpha is not used
	alpha    bool // there is an ALPH chunk
	profile  []byte
}

func openWebP(data []byte) (source, error) {
	f := &webpFile{data: data, header: header{Info: Info{Format: WebP, Orientation: 1, Depth: 8, Space: tensor.RGB}}}
	pixels := false
	for rest := data[12:]; len(rest) >= 8; {
		kind, size := string(rest[:4]), uint64(binary.LittleEndian.Uint32(rest[4:]))
		body := rest[8:]
		body = body[:min(size, uint64(len(body)))]
		var err error
		switch {
		case kind == "VP8X" && !pixels:
			err = f.readExtended(body)
		case kind == "ALPH" && !pixels:
			f.alpha, f.Space = true, tensor.RGBA
		case kind == "VP8 " && !pixels:
			pixels, err = true, f.readLossy(body)
		case kind == "VP8L" && !pixels:
			pixels, err = true, f.readLossless(body)
		case kind == "ICCP" && f.profile == nil:
			f.profile = body
		case kind == "EXIF":
			f.Orientation = exifOrientation(body)
		}
		if err != nil {
			return nil, err
		}
		rest = rest[min(8+size+size&1, uint64(len(rest))):]
	}
	if !pixels {
		return nil, errTruncated
	}
	return f, nil
}

// readExtended reads a VP8X chunk; see RFC 9649, section 2.7.1.
func (f *webpFile) readExtended(b []byte) error {
	if len(b) < 10 {
		return errTruncated
	}
	if f.extended {
		return headerError("one VP8X chunk", "two") // the decoder takes memory for the first
	}
	if b[0]&2 != 0 {
		return unsupported("animated WebP")
	}
	le24 := func(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
	f.extended, f.Width, f.Height = true, le24(b[4:])+1, le24(b[7:])+1
	return nil
}

// readLossy reads the frame header of a VP8 chunk; see RFC 6386, section 9.1.
func (f *webpFile) readLossy(b []byte) error {
	if len(b) < 10 {
		return errTruncated
	}
	if b[0]&1 != 0 || string(b[3:6]) != "\x9d\x01\x2a" {
		return headerError("a VP8 key frame", "% x", b[:6])
	}
	if err := f.size(le16(b[6:])&0x3fff, le16(b[8:])&0x3fff); err != nil {
		return err
	}
	f.memory = 2 * f.pixels()
	if f.alpha {
		f.memory += 8 * f.pixels() // alpha is coded as a lossless picture
	}
	return nil
}

// readLossless reads the header of a VP8L chunk; see RFC 9649, section 3.4.
func (f *webpFile) readLossless(b []byte) error {
	if len(b) < 5 {
		return errTruncated
	}
	bits := binary.LittleEndian.Uint32(b[1:])
	if b[0] != 0x2f || bits>>29 != 0 {
		return headerError("a VP8L header of version 0", "% x", b[:5])
	}
	if f.opaque = bits>>28&1 == 0; !f.opaque {
		f.Space = tensor.RGBA
	}
	err := f.size(int(bits&0x3fff)+1, int(bits>>14&0x3fff)+1)
	f.memory = 8 * f.pixels()
	return err
}

// size takes the size of the coded picture, which has to be that of a VP8X chunk before it.
func (f *webpFile) size(width, height int) error {
	if f.extended && (width != f.Width || height != f.Height) {
		return headerError("one size", "%d×%d and %d×%d", f.Width, f.Height, width, height)
	}
	f.Width, f.Height = width, height
	return nil
}

func (f *webpFile) icc() []byte { return f.profile }

func (f *webpFile) colours() (colours, error) { return ofProfile(f.profile) }

func (f *webpFile) check() (work int64, err error) { return f.pixels(), nil }

func (f *webpFile) decode(dst *tensor.Tensor, opt Options) error {
	img, err := webp.Decode(opt.Limits.reader(f.data))
	if err != nil {
		return err
	}
	switch img := img.(type) {
	case *image.YCbCr:
		return setWebP(dst, img, nil, 0)
	case *image.NYCbCrA:
		return setWebP(dst, &img.YCbCr, img.A, img.AStride)
	case *image.NRGBA:
		if f.opaque {
			makeOpaque(img)
		}
	}
	return f.set(dst, img, opt)
}
