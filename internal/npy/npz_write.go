package npy

import (
	"bufio"
	"encoding/binary"
	"hash/crc32"
	"io"
	"math"

	"github.com/klauspost/compress/flate"
)

// A Writer writes an .npz archive. The length of an array needn't be known before its values have been written: the place of
// its header is filled in afterwards, so the file must be one in which one can go back. Time stamps are those of the zip
// format's first day, as NumPy's are, so that the same arrays give the same bytes. Sizes are written in ZIP64's form, as
// NumPy does, so nothing is too large.
//
// A Writer has one Array in work at a time and is for one goroutine.
type Writer struct {
	w        io.WriterAt
	buf      *bufio.Writer // to w
	at       int64         // where the next byte goes
	compress bool
	entries  []entry
}

// An entry is what the directory at the end says of an array.
type entry struct {
	name         string
	method       uint16
	crc          uint32
	packed, size uint64
	offset       uint64
}

const (
	stored   = 0
	deflated = 8
)

// NewWriter returns a writer that begins at the first byte of w. With compress, arrays are deflated.
func NewWriter(w io.WriterAt, compress bool) *Writer {
	return &Writer{w: w, buf: bufio.NewWriterSize(io.NewOffsetWriter(w, 0), 1<<16), compress: compress}
}

// An Array takes the values of an array in C order, little-endian.
type Array struct {
	z      *Writer
	e      entry
	descr  string
	record []int // the lengths but for the first
	header int   // bytes of the header
	crc    uint32
	size   int64 // bytes of the values
	pack   *flate.Writer
}

// Array begins an array whose shape is record with a first length before it, which Close is told. descr is as in
// [AppendHeader]; deflate says that it is deflated even if the others aren't.
func (z *Writer) Array(name, descr string, record []int, deflate bool) (*Array, error) {
	a := &Array{z: z, descr: descr, record: record}
	a.header = GrowingHeader(descr, a.shape(0))
	a.e = entry{name: name + ".npy", offset: uint64(z.at)}
	if deflate || z.compress {
		a.e.method = deflated
	}
	if err := z.write(a.start(0)); err != nil {
		return nil, err
	}
	if a.e.method == deflated {
		a.pack, _ = flate.NewWriter(writerFunc(z.write), flate.DefaultCompression) // the level exists
	}
	return a, nil
}

func (a *Array) shape(n int) []int { return append([]int{n}, a.record...) }

// start is all that stands before the values: the entry's local header and the array's own. In a deflated entry the latter
// is a stored block, which can be written again when the length is known.
func (a *Array) start(n int) []byte {
	b := a.e.local()
	if a.e.method == deflated {
		b = append(b, 0) // a stored block, not the last
		b = binary.LittleEndian.AppendUint16(b, uint16(a.header))
		b = binary.LittleEndian.AppendUint16(b, ^uint16(a.header))
	}
	return AppendHeader(b, a.descr, a.shape(n), a.header)
}

// Write takes values.
func (a *Array) Write(p []byte) (int, error) {
	a.crc = crc32.Update(a.crc, crc32.IEEETable, p)
	a.size += int64(len(p))
	if a.pack != nil {
		return a.pack.Write(p)
	}
	return len(p), a.z.write(p)
}

// Close ends an array of n records.
func (a *Array) Close(n int) error {
	if a.pack != nil {
		if err := a.pack.Close(); err != nil {
			return err
		}
	}
	header := AppendHeader(nil, a.descr, a.shape(n), a.header)
	a.e.size = uint64(len(header)) + uint64(a.size)
	a.e.crc = combine(crc32.ChecksumIEEE(header), a.crc, a.size)
	a.e.packed = uint64(a.z.at) - a.e.offset - uint64(len(a.e.local()))
	if err := a.z.buf.Flush(); err != nil {
		return err
	}
	if _, err := a.z.w.WriteAt(a.start(n), int64(a.e.offset)); err != nil {
		return err
	}
	a.z.entries = append(a.z.entries, a.e)
	return nil
}

// Close writes the archive's directory.
func (z *Writer) Close() error {
	begin := uint64(z.at)
	var b []byte
	for i := range z.entries {
		b = z.entries[i].appendCentral(b)
	}
	size, n := uint64(len(b)), uint64(len(z.entries))
	large := begin >= math.MaxUint32 || size >= math.MaxUint32 || n >= math.MaxUint16
	if large {
		b = appendEnd64(b, begin, size, n)
	}
	b = binary.LittleEndian.AppendUint32(b, 0x06054b50)
	b = binary.LittleEndian.AppendUint32(b, 0) // this disk, and that of the directory
	b = binary.LittleEndian.AppendUint16(b, uint16(min(n, math.MaxUint16)))
	b = binary.LittleEndian.AppendUint16(b, uint16(min(n, math.MaxUint16)))
	b = binary.LittleEndian.AppendUint32(b, uint32(min(size, math.MaxUint32)))
	b = binary.LittleEndian.AppendUint32(b, uint32(min(begin, math.MaxUint32)))
	b = binary.LittleEndian.AppendUint16(b, 0) // no comment
	if err := z.write(b); err != nil {
		return err
	}
	return z.buf.Flush()
}

func (z *Writer) write(p []byte) error {
	n, err := z.buf.Write(p)
	z.at += int64(n)
	return err
}

type writerFunc func(p []byte) error

func (f writerFunc) Write(p []byte) (int, error) { return len(p), f(p) }

// zip's first day, 1 January 1980, and the version that knows ZIP64.
const (
	firstDay = 1<<5 | 1
	version  = 45
)

// local is the header before an entry (APPNOTE.TXT 4.3.7), with both sizes in the ZIP64 field.
func (e *entry) local() []byte {
	b := binary.LittleEndian.AppendUint32(nil, 0x04034b50)
	b = e.appendCommon(b)
	b = binary.LittleEndian.AppendUint32(b, math.MaxUint32)
	b = binary.LittleEndian.AppendUint32(b, math.MaxUint32)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(e.name)))
	b = binary.LittleEndian.AppendUint16(b, 20)
	b = append(b, e.name...)
	b = binary.LittleEndian.AppendUint16(b, 1)
	b = binary.LittleEndian.AppendUint16(b, 16)
	b = binary.LittleEndian.AppendUint64(b, e.size)
	return binary.LittleEndian.AppendUint64(b, e.packed)
}

func (e *entry) appendCommon(b []byte) []byte {
	for _, v := range [...]uint16{version, 0, e.method, 0, firstDay} {
		b = binary.LittleEndian.AppendUint16(b, v)
	}
	return binary.LittleEndian.AppendUint32(b, e.crc)
}

// appendCentral writes the entry of the directory (4.3.12). What fits in 32 bits stands there.
func (e *entry) appendCentral(b []byte) []byte {
	var extra []byte
	short := func(v uint64) uint32 {
		if v < math.MaxUint32 {
			return uint32(v)
		}
		extra = binary.LittleEndian.AppendUint64(extra, v)
		return math.MaxUint32
	}
	size, packed, offset := short(e.size), short(e.packed), short(e.offset)
	if extra != nil {
		head := binary.LittleEndian.AppendUint16(nil, 1)
		head = binary.LittleEndian.AppendUint16(head, uint16(len(extra)))
		extra = append(head, extra...)
	}
	b = binary.LittleEndian.AppendUint32(b, 0x02014b50)
	b = binary.LittleEndian.AppendUint16(b, 3<<8|version) // made by Unix
	b = e.appendCommon(b)
	b = binary.LittleEndian.AppendUint32(b, packed)
	b = binary.LittleEndian.AppendUint32(b, size)
	for _, v := range [...]int{len(e.name), len(extra), 0, 0, 0} {
		b = binary.LittleEndian.AppendUint16(b, uint16(v))
	}
	b = binary.LittleEndian.AppendUint32(b, 0o600<<16)
	b = binary.LittleEndian.AppendUint32(b, offset)
	return append(append(b, e.name...), extra...)
}

// appendEnd64 writes ZIP64's end of the directory and its locator (4.3.14, 4.3.15).
func appendEnd64(b []byte, begin, size, n uint64) []byte {
	b = binary.LittleEndian.AppendUint32(b, 0x06064b50)
	b = binary.LittleEndian.AppendUint64(b, 44)
	b = binary.LittleEndian.AppendUint16(b, 3<<8|version)
	b = binary.LittleEndian.AppendUint16(b, version)
	b = binary.LittleEndian.AppendUint64(b, 0) // this disk, and that of the directory
	for _, v := range [...]uint64{n, n, size, begin} {
		b = binary.LittleEndian.AppendUint64(b, v)
	}
	b = binary.LittleEndian.AppendUint32(b, 0x07064b50)
	b = binary.LittleEndian.AppendUint32(b, 0)
	b = binary.LittleEndian.AppendUint64(b, begin+size)
	return binary.LittleEndian.AppendUint32(b, 1)
}
