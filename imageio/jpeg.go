package imageio

import (
	"bytes"
	"image"
	"image/jpeg"
	"io"

	"github.com/saccade-go/saccade/tensor"
)

// jpegFile is a JPEG file, decoded by image/jpeg: baseline and progressive, Huffman coded, 8 bits. That
// decoder replicates chroma where libjpeg interpolates it; jpegScans says what else it can't do.
type jpegFile struct {
	header
	data   []byte
	frame  jpegFrame
	tables jpegTables // as they are before the first scan
	scans  int        // index of the first start of scan marker
	endAdd bool       // the end of image marker is missing, and that is all that is
}

// jpegFrame is what the start of frame says; see ITU-T T.81, section B.2.2.
type jpegFrame struct {
	progressive bool
	components  []jpegComponent
}

type jpegComponent struct {
	id      byte
	h, v    int // sampling factors
	quant   byte
	scanned bool
}

// jpegTables is what markers before a scan define.
type jpegTables struct {
	quant   [4][]byte // quantisation tables, nil where there is none
	restart int       // the restart interval in MCUs, 0 for none
}

func openJPEG(data []byte) (source, error) {
	f := &jpegFile{data: data, header: header{Info: Info{Format: JPEG, Orientation: 1, Depth: 8}}}
	w := jpegWalker{data: data, at: 2}
	exif := false
	for {
		at := w.at
		marker, body, err := w.next()
		switch {
		case err != nil:
			return nil, err
		case marker == markerSOS:
			f.scans = at
			return f, f.needFrame()
		case marker == markerEOI:
			return nil, headerError("a scan", "the end of the image")
		case isSOF(marker):
			err = f.readFrame(marker, body)
		case marker == markerAPP1 && !exif && bytes.HasPrefix(body, []byte("Exif\x00\x00")):
			f.Orientation, exif = exifOrientation(body), true
		default:
			f.tables.read(marker, body)
		}
		if err != nil {
			return nil, err
		}
	}
}

func (f *jpegFile) needFrame() error {
	if len(f.frame.components) == 0 {
		return headerError("a frame before the first scan", "none")
	}
	return nil
}

// readFrame reads a start of frame and says plainly what image/jpeg has no decoder for.
func (f *jpegFile) readFrame(marker byte, body []byte) error {
	if len(f.frame.components) > 0 {
		return headerError("one frame", "a second one")
	}
	if len(body) < 6 || len(body) != 6+3*int(body[5]) {
		return headerError("a frame header", "one of %d bytes", len(body))
	}
	if feature := unsupportedFrame(marker, body); feature != nil {
		return feature
	}
	f.Height, f.Width = int(body[1])<<8|int(body[2]), int(body[3])<<8|int(body[4])
	if f.Height == 0 && f.Width > 0 {
		return unsupported("a height that is given after the picture (DNL)")
	}
	f.frame.progressive = marker == markerSOF2
	for c := body[6:]; len(c) > 0; c = c[3:] {
		f.frame.components = append(f.frame.components, jpegComponent{id: c[0], h: int(c[1] >> 4), v: int(c[1] & 15), quant: c[2]})
	}
	return f.describe()
}

func unsupportedFrame(marker byte, body []byte) error {
	switch {
	case marker >= 0xc9:
		return unsupported("arithmetic coding")
	case marker > markerSOF2:
		return unsupported("lossless or hierarchical JPEG")
	case body[0] != 8:
		return unsupported("a precision of %d bits", body[0])
	case body[5] != 1 && body[5] != 3 && body[5] != 4:
		return unsupported("JPEG with %d components", body[5])
	}
	return nil
}

// describe checks the components and derives the rest of the header.
func (f *jpegFile) describe() error {
	comps := f.frame.components
	for i := range comps {
		c := &comps[i]
		if c.h < 1 || c.h > 4 || c.v < 1 || c.v > 4 {
			return headerError("sampling factors from 1 to 4", "%d×%d", c.h, c.v)
		}
		if len(comps) == 1 {
			c.h, c.v = 1, 1 // T.81, A.2.2: one component is never interleaved
		}
	}
	f.Space = tensor.RGB
	if len(comps) == 1 {
		f.Space = tensor.Gray
	}
	blocks := f.mcus() * f.frame.blocksPerMCU()
	f.memory = 64 * blocks
	if f.frame.progressive {
		f.memory += 4 * 64 * blocks // coefficients are kept as int32
	}
	if len(comps) > 1 {
		f.memory += 4 * f.pixels() // RGB and CMYK get an image of their own
	}
	return nil
}

func (f *jpegFrame) blocksPerMCU() int64 {
	n := 0
	for _, c := range f.components {
		n += c.h * c.v
	}
	return int64(n)
}

// mcus returns the number of minimum coded units as image/jpeg counts them, from the first component.
func (f *jpegFile) mcus() int64 {
	c := f.frame.components[0]
	return blocks(f.Width, 8*c.h) * blocks(f.Height, 8*c.v)
}

// blocks returns how many blocks of the given size cover n.
func blocks(n, size int) int64 { return (int64(n) + int64(size) - 1) / int64(size) }

func (f *jpegFile) decode(dst *tensor.Tensor, opt Options) error {
	img, err := f.image()
	if err != nil {
		return err
	}
	return f.set(dst, img, opt)
}

func (f *jpegFile) image() (image.Image, error) {
	if f.endAdd {
		return jpeg.Decode(io.MultiReader(bytes.NewReader(f.data), bytes.NewReader([]byte{0xff, markerEOI})))
	}
	return jpeg.Decode(bytes.NewReader(f.data))
}
