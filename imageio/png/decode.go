package png

import (
	"fmt"
	"sync"

	"github.com/saccade-go/saccade/tensor"
)

// DecodeOptions says what [Decode] makes of a file.
type DecodeOptions struct {
	// Wide makes float32, v/65535, of files with 16 bits. Otherwise they give their high byte, as all others uint8.
	Wide bool
	// Stop, if not nil, is asked again and again while rows are decoded. An error from it ends the decode and is its error.
	Stop func() error
}

// A decoder has the memory of a decode.
type decoder struct {
	structure
	pixels pixelStream
	rows   []byte        // two rows in turn, with overhang
	line   tensor.Tensor // a row of an interlaced pass
	lookups
	stop stopper
}

const (
	decoderSize = 64 << 10 // bytes of a decoder without its slices, and what the allocator rounds these up by
	keep        = 64 << 20 // bytes of slices that a decoder keeps at most
)

var decoders = sync.Pool{New: func() any { return new(decoder) }}

// Decode decodes a file into dst, whose memory is used again if it is large enough. dst gets the spec of [Info]: its
// Space, Height and Width; uint8, or float32 as the options say. After an error the content of dst is not defined.
//
// Before memory is taken, all chunks and their checksums are checked, and that there is enough compressed data for the
// size; what size is too large is for the caller to say, from [ReadInfo]. The error is a *[FormatError] or an
// *[UnsupportedError]. Decode is safe for concurrent use.
func Decode(dst *tensor.Tensor, data []byte, opt DecodeOptions) error {
	d := decoders.Get().(*decoder)
	defer d.release()
	if err := d.read(data); err != nil {
		return err
	}
	if err := d.info.Check(); err != nil {
		return err
	}
	d.stop = stopper{ask: opt.Stop}
	if err := d.decode(dst, opt); d.stop.err != nil {
		return d.stop.err
	} else if err != nil {
		return &FormatError{Chunk: "IDAT", Offset: d.offset(data, d.pixels.position()), Found: err.Error(), cut: err == errCut,
			Want: fmt.Sprintf("the compressed pixels of %d×%d", d.info.Width, d.info.Height)}
	}
	return nil
}

// A stopper asks DecodeOptions.Stop, and keeps its error.
type stopper struct {
	ask  func() error // nil: nobody may stop the picture
	left int          // bytes up to the next question
	err  error
}

// askEvery is how many bytes of rows there are between two questions.
const askEvery = 64 << 10

func (s *stopper) count(bytes int) error {
	if s.left -= bytes; s.ask == nil || s.left > 0 {
		return nil
	}
	s.left = askEvery
	s.err = s.ask()
	return s.err
}

// release gives d back, without the caller's memory and without very much of its own.
func (d *decoder) release() {
	d.stream, d.pixels.in, d.info, d.stop = nil, nil, Info{}, stopper{}
	if cap(d.joined)+cap(d.pixels.buf)+cap(d.rows)+d.line.Cap() <= keep {
		decoders.Put(d)
	}
}

func (d *decoder) decode(dst *tensor.Tensor, opt DecodeOptions) error {
	info := &d.info
	passes := whole[:]
	if info.Interlaced {
		passes = adam7[:]
	}
	if err := d.pixels.open(d.stream, rawSize(info, passes), 1+info.rowBytes(info.Width)); err != nil {
		return err
	}
	spec := tensor.Spec{Space: info.Space(), H: info.Height, W: info.Width}
	spec.C = spec.Space.Channels()
	if opt.Wide && info.Depth == 16 {
		spec.DType = tensor.Float32
	}
	dst.Reset(spec)
	switch {
	case info.Colour == Palette:
		d.colours(&d.palette, info.Depth, spec.C)
	case info.Depth < 8:
		d.gray(info.Depth)
	}
	for _, p := range passes {
		if err := d.pass(dst, p); err != nil {
			return err
		}
	}
	return d.pixels.close()
}

// A pass has every dx-th pixel of every dy-th row, from x, y on.
type pass struct{ x, y, dx, dy int }

var (
	whole = [...]pass{{0, 0, 1, 1}}
	// adam7 is the interlace method; PNG, section 8.2.
	adam7 = [...]pass{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}
)

// size returns how many rows and columns the pass has; if one is 0, the other counts for nothing.
func (p pass) size(info *Info) (h, w int) {
	return (info.Height - p.y + p.dy - 1) / p.dy, (info.Width - p.x + p.dx - 1) / p.dx
}

// rawSize returns the bytes of all rows, each with its filter. Info.Check has seen to it that they are not too many.
func rawSize(info *Info, passes []pass) int64 {
	size := int64(0)
	for _, p := range passes {
		if h, w := p.size(info); w > 0 {
			size += int64(h) * int64(1+info.rowBytes(w))
		}
	}
	return size
}

// pass decodes the rows of a pass.
func (d *decoder) pass(dst *tensor.Tensor, p pass) error {
	h, w := p.size(&d.info)
	if h == 0 || w == 0 {
		return nil
	}
	n, bpp := d.info.rowBytes(w), (d.info.bitsPerPixel()+7)/8
	d.rows = grow(d.rows, 2*(n+overhang))
	row, prev := d.rows[:n:n+overhang], d.rows[n+overhang:][:n:n+overhang]
	clear(prev)
	if p.dx > 1 {
		d.line.Reset(tensor.Spec{DType: dst.DType, Space: dst.Space, C: dst.C, H: 1, W: w})
	}
	for y := range h {
		if err := d.stop.count(1 + n); err != nil {
			return err
		}
		stored, err := d.pixels.row(1 + n)
		if err != nil {
			return err
		}
		if stored[0] >= filters {
			return errFilter
		}
		unfilter(stored[0], row, stored[1:], prev, bpp)
		if p.dx == 1 {
			d.split(dst, p.y+y*p.dy, row)
		} else {
			d.split(&d.line, 0, row)
			scatter(dst, &d.line, p.y+y*p.dy, p)
		}
		row, prev = prev, row
	}
	return nil
}

// split writes row y of t from a row as the file has it.
func (d *decoder) split(t *tensor.Tensor, y int, row []byte) {
	samples, depth := d.info.Colour.samples(), d.info.Depth
	if t.DType == tensor.Float32 {
		dst := planes32(t, y)
		splitWide(dst[:samples], row)
		mask(dst[samples%4], row, d.key, 1)
		return
	}
	dst := planes8(t, y)
	switch {
	case depth == 8 && d.info.Colour == Palette:
		look(dst[:t.C], row, &d.lookups[0])
		return
	case d.info.Colour == Palette:
		for c := range t.C {
			unpack(dst[c], row, depth, &d.lookups[c])
		}
		return
	case depth < 8:
		unpack(dst[0], row, depth, &d.lookups[0])
		row = dst[0]
	case depth == 8:
		split8(dst[:samples], row)
	default:
		splitHigh(dst[:samples], row)
	}
	mask(dst[samples%4], row, d.key, 255)
}

// scatter writes line to the pixels of row y of dst that are in the pass.
func scatter(dst, line *tensor.Tensor, y int, p pass) {
	if dst.DType == tensor.Float32 {
		from, to := planes32(line, 0), planes32(dst, y)
		for c := range dst.C {
			spread(to[c][p.x:], from[c], p.dx)
		}
		return
	}
	from, to := planes8(line, 0), planes8(dst, y)
	for c := range dst.C {
		spread(to[c][p.x:], from[c], p.dx)
	}
}

// spread writes src to every step-th value of dst.
func spread[T uint8 | float32](dst, src []T, step int) {
	for i, v := range src {
		dst[i*step] = v
	}
}
