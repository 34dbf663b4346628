package png

import (
	"bufio"
	"encoding/binary"
	"hash/crc32"
	"io"
	"sync"

	"github.com/klauspost/compress/zlib"

	"github.com/saccade-go/saccade/tensor"
)

// EncodeOptions says how [Encode] writes. The zero value takes for each row the filter that promises the smallest file.
type EncodeOptions struct {
	// Fast filters all rows by Up and compresses at the lowest level: larger files in much less time.
	Fast bool
}

// An encoder has the memory of an Encode.
type encoder struct {
	chunks chunkWriter
	buffer *bufio.Writer // makes chunks of the compressed bytes
	zlib   *zlib.Writer
	rows   []byte // two rows in turn, then one for each filter
}

// encoders is for default options and for Fast.
var encoders = [2]sync.Pool{
	{New: func() any { return newEncoder(zlib.DefaultCompression) }},
	{New: func() any { return newEncoder(zlib.BestSpeed) }},
}

func newEncoder(level int) *encoder {
	e := new(encoder)
	e.buffer = bufio.NewWriterSize(&e.chunks, 32<<10)
	e.zlib, _ = zlib.NewWriterLevel(e.buffer, level) // both levels exist
	return e
}

// Encode writes t, which is Gray, RGB, GrayAlpha or RGBA, as a PNG file: uint8 with 8 bits, float32 with 16 bits,
// 65535·v rounded to nearest and clipped, NaN as 0. The same t and options give the same bytes. Anything else than such a
// picture with at least one pixel is a *[tensor.SpecError]; other errors are w's. Encode is safe for concurrent use.
func Encode(w io.Writer, t *tensor.Tensor, opt EncodeOptions) error {
	info, err := infoOf(t)
	if err != nil {
		return err
	}
	pool := &encoders[0]
	choose := best
	if opt.Fast {
		pool, choose = &encoders[1], always(filterUp)
	}
	e := pool.Get().(*encoder)
	err = e.encode(w, t, &info, choose)
	e.chunks.w = nil
	if cap(e.rows) <= keep {
		pool.Put(e)
	}
	return err
}

// infoOf returns the header of the file for t.
func infoOf(t *tensor.Tensor) (Info, error) {
	info := Info{Width: t.W, Height: t.H, Depth: 8}
	if t.DType == tensor.Float32 {
		info.Depth = 16
	}
	switch t.Space {
	case tensor.Gray:
		info.Colour = Gray
	case tensor.RGB:
		info.Colour = RGB
	case tensor.GrayAlpha:
		info.Colour = GrayAlpha
	case tensor.RGBA:
		info.Colour = RGBA
	default:
		return info, &tensor.SpecError{Op: "png", Want: "gray, rgb, gray_alpha or rgba", Got: t.Spec}
	}
	if min(t.H, t.W) < 1 || max(t.H, t.W) > 1<<31-1 || t.C != info.Colour.samples() {
		return info, &tensor.SpecError{Op: "png", Want: "1 to 2^31−1 rows and columns, and the channels of the space", Got: t.Spec}
	}
	return info, t.Expect("png", t.Spec)
}

func (e *encoder) encode(w io.Writer, t *tensor.Tensor, info *Info, choose chooser) error {
	e.chunks = chunkWriter{w: w}
	e.buffer.Reset(&e.chunks)
	e.zlib.Reset(e.buffer)
	if _, err := io.WriteString(w, signature); err != nil {
		return err
	}
	if err := e.chunks.write("IHDR", header(info)); err != nil {
		return err
	}
	if err := e.pixels(t, info, choose); err != nil {
		return err
	}
	return e.chunks.write("IEND", nil)
}

// header makes the content of IHDR.
func header(info *Info) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(info.Width))
	b = binary.BigEndian.AppendUint32(b, uint32(info.Height))
	return append(b, byte(info.Depth), byte(info.Colour), 0, 0, 0)
}

// pixels writes the IDAT chunks.
func (e *encoder) pixels(t *tensor.Tensor, info *Info, choose chooser) error {
	n, bpp := info.rowBytes(t.W), info.bitsPerPixel()/8
	e.rows = grow(e.rows, 2*n+filters*(1+n))
	row, prev, room := e.rows[:n], e.rows[n:2*n], e.rows[2*n:]
	clear(prev)
	for y := range t.H {
		join(row, t, y)
		if _, err := e.zlib.Write(choose(room, row, prev, bpp)); err != nil {
			return err
		}
		row, prev = prev, row
	}
	if err := e.zlib.Close(); err != nil {
		return err
	}
	return e.buffer.Flush()
}

// join writes row y of t as the file has it.
func join(row []byte, t *tensor.Tensor, y int) {
	if t.DType == tensor.Float32 {
		planes := planes32(t, y)
		for c, plane := range planes[:t.C] {
			for x, v := range plane {
				binary.BigEndian.PutUint16(row[2*(x*t.C+c):], wide(v))
			}
		}
		return
	}
	planes := planes8(t, y)
	for c, plane := range planes[:t.C] {
		for x, v := range plane {
			row[x*t.C+c] = v
		}
	}
}

// wide is 65535·v, rounded to nearest and clipped; of NaN it is 0.
func wide(v float32) uint16 {
	switch {
	case !(v > 0):
		return 0
	case v >= 1:
		return 65535
	}
	return uint16(float64(v)*65535 + 0.5)
}

// A chunkWriter makes an IDAT chunk of all that is written at once.
type chunkWriter struct {
	w    io.Writer
	head [8]byte
	sum  [4]byte
}

func (c *chunkWriter) Write(p []byte) (int, error) {
	if err := c.write("IDAT", p); err != nil {
		return 0, err
	}
	return len(p), nil
}

func (c *chunkWriter) write(kind string, body []byte) error {
	binary.BigEndian.PutUint32(c.head[:], uint32(len(body)))
	copy(c.head[4:], kind)
	sum := crc32.Update(crc32.ChecksumIEEE(c.head[4:]), crc32.IEEETable, body)
	binary.BigEndian.PutUint32(c.sum[:], sum)
	for _, part := range [...][]byte{c.head[:], body, c.sum[:]} {
		if _, err := c.w.Write(part); err != nil {
			return err
		}
	}
	return nil
}
