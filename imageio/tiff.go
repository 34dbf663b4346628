package imageio

import (
	"image"

	"golang.org/x/image/tiff"

	"github.com/saccade-go/saccade/internal/icc"
	"github.com/saccade-go/saccade/tensor"
)

// tiffFile is the first picture of a TIFF file, decoded by golang.org/x/image/tiff. That decoder doesn't look at some
// tags that change the pixels; check refuses what it would get wrong.
type tiffFile struct {
	header
	data        []byte
	dir         directory
	samples     int // per pixel
	compression int
	blocks      tiffBlocks
}

// Values of tags; see TIFF 6.0.
const (
	tiffWhiteIsZero = 0
	tiffBlackIsZero = 1
	tiffRGB         = 2
	tiffPalette     = 3

	tiffUncompressed = 1
	tiffG3           = 3
	tiffG4           = 4
	tiffLZW          = 5
	tiffDeflate      = 8
	tiffDeflateOld   = 32946
	tiffPackBits     = 32773
)

func openTIFF(data []byte) (source, error) {
	dir, ok := readDirectory(data)
	if !ok {
		return nil, errTruncated
	}
	f := &tiffFile{data: data, dir: dir, header: header{Info: Info{Format: TIFF, Orientation: dir.orientation()}}}
	f.Width, f.Height = dir.number(tagWidth, 0), dir.number(tagHeight, 0)
	f.samples = dir.number(tagSamplesPerPixel, 1)
	f.compression = dir.number(tagCompression, tiffUncompressed)
	if f.compression == 0 {
		f.compression = tiffUncompressed // the decoder takes 0 as none too
	}
	if err := f.readDepth(); err != nil {
		return nil, err
	}
	if err := f.readSpace(); err != nil {
		return nil, err
	}
	perPixel := int64(f.Depth+7) / 8
	if f.Space == tensor.RGB || f.Space == tensor.RGBA {
		perPixel *= 4
	}
	f.blocks = f.layout()
	f.memory = perPixel*f.pixels() + 2*f.blocks.bytes
	return f, nil
}

func (f *tiffFile) icc() []byte { return f.dir.bytes(tagICC) }

func (f *tiffFile) colours() (colours, error) {
	data := f.icc()
	if data == nil && f.dir.has(tagICC) {
		return colours{}, &icc.Error{Want: "a profile in the file", Found: "a tag that leads nowhere"}
	}
	return ofProfile(data)
}

// readDepth checks that each sample has the same number of bits, and one that is known.
func (f *tiffFile) readDepth() error {
	f.Depth = f.dir.number(tagBitsPerSample, 1)
	n, same := 0, true
	f.dir.each(tagBitsPerSample, func(bits int) bool {
		n, same = n+1, same && bits == f.Depth
		return n <= 5
	})
	switch {
	case f.Depth != 1 && f.Depth != 8 && f.Depth != 16:
		return unsupported("TIFF with %d bits per sample", f.Depth)
	case !same:
		return unsupported("TIFF with samples of different depth")
	case f.samples != max(n, 1):
		return headerError("bits for each sample", "%d samples and bits for %d", f.samples, max(n, 1))
	}
	return nil
}

// readSpace derives the space from what the samples are said to be.
func (f *tiffFile) readSpace() error {
	photometric := f.dir.number(tagPhotometric, -1)
	switch {
	case photometric == tiffRGB && f.samples == 3:
		f.Space = tensor.RGB
	case photometric == tiffRGB && f.samples == 4:
		f.Space = tensor.RGBA
	case photometric == tiffPalette && f.samples == 1 && f.Depth <= 8:
		f.Space, f.Depth = tensor.RGB, 8
	case (photometric == tiffBlackIsZero || photometric == tiffWhiteIsZero) && f.samples == 1:
		f.Space = tensor.Gray
	default:
		return unsupported("TIFF of colour kind %d with %d samples of %d bits", photometric, f.samples, f.Depth)
	}
	return nil
}

// tiffBlocks is how the picture is cut into strips or tiles, all of one size.
type tiffBlocks struct {
	w, h  int
	n     int64
	bytes int64 // of one, decompressed
}

// layout returns the zero tiffBlocks if sizes make no sense; check says so.
func (f *tiffFile) layout() tiffBlocks {
	b := tiffBlocks{w: f.dir.number(tagTileWidth, 0), h: f.dir.number(tagTileHeight, 0)}
	if b.w == 0 {
		b.w, b.h = f.Width, f.dir.number(tagRowsPerStrip, f.Height)
		if b.h <= 0 || b.h > f.Height {
			b.h = f.Height
		}
	} else if b.w > maxTileSide || b.h > maxTileSide {
		return tiffBlocks{}
	}
	if b.w <= 0 || b.h <= 0 {
		return tiffBlocks{}
	}
	b.n = blocks(f.Width, b.w) * blocks(f.Height, b.h)
	b.bytes = (int64(b.w)*int64(f.bits()*f.samples) + 7) / 8 * int64(b.h)
	return b
}

const (
	maxTileSide = 1 << 20
	maxBlocks   = 1 << 20 // a file of more is taken for a bomb
)

// check refuses what the decoder gets wrong in silence, and tells the work from the number of blocks.
func (f *tiffFile) check() (work int64, err error) {
	if err := f.checkTags(); err != nil {
		return 0, err
	}
	b := f.blocks
	if b.n == 0 {
		return 0, headerError("strips or tiles of a sound size", "%d×%d", f.dir.number(tagTileWidth, 0), f.dir.number(tagTileHeight, 0))
	}
	if b.n > maxBlocks {
		return 0, &LimitError{What: "strips or tiles", Limit: maxBlocks, Found: b.n}
	}
	if f.compression == tiffUncompressed {
		if raw := (f.pixels()*int64(f.samples*f.bits()) + 7) / 8; raw > int64(len(f.data)) {
			return 0, errTruncated
		}
	}
	return b.n * int64(b.w) * int64(b.h), f.checkExcess()
}

// bits is the depth as stored, which for a palette is that of the index.
func (f *tiffFile) bits() int { return f.dir.number(tagBitsPerSample, 1) }

func (f *tiffFile) fax() bool { return f.compression == tiffG3 || f.compression == tiffG4 }

func (f *tiffFile) checkTags() error {
	fax := f.fax()
	coded := f.compression == tiffLZW || f.compression == tiffDeflate || f.compression == tiffDeflateOld
	predictor := f.dir.number(tagPredictor, 1)
	switch {
	case f.samples > 1 && f.dir.number(tagPlanar, 1) != 1:
		return unsupported("TIFF with separate planes")
	case !fax && f.dir.number(tagFillOrder, 1) != 1:
		return unsupported("TIFF with reversed bits")
	case fax && f.bits()*f.samples != 1:
		return headerError("fax compression on 1 bit", "%d", f.bits()*f.samples)
	case f.compression == tiffG3 && f.dir.number(tagT4Options, 0)&3 != 0:
		return unsupported("two-dimensional or uncompressed fax coding")
	case predictor != 1 && (predictor != 2 || !coded):
		return unsupported("TIFF with predictor %d and compression %d", predictor, f.compression)
	}
	return nil
}

func (f *tiffFile) decode(dst *tensor.Tensor, opt Options) error {
	img, err := tiff.Decode(opt.Limits.reader(f.data))
	if err != nil {
		return err
	}
	if img, ok := img.(*image.Gray); ok && f.fax() && f.dir.number(tagPhotometric, -1) == tiffBlackIsZero {
		// A white run means bits of 0 (TIFF 6.0, section 11), which are black here, as in libtiff. The
		// decoder makes them white.
		for i := range img.Pix {
			img.Pix[i] = ^img.Pix[i]
		}
	}
	return f.set(dst, img, opt)
}
