package tfrecord

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
)

const (
	headSize = 12 // a record's length and its checksum
	footSize = 4  // the data's checksum
	// MaxRecord is the largest record that is read; a larger one is passed over.
	MaxRecord = 1 << 30
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Mask returns the checksum of data as files have it: one that doesn't become trivial if checksums stand in the data.
func Mask(data []byte) uint32 {
	c := crc32.Checksum(data, castagnoli)
	return (c>>15 | c<<17) + 0xa282ead8
}

// Begins reports whether head, the first 12 bytes of a file or more, begins like a record. It can't be by chance: the
// length has a checksum.
func Begins(head []byte) bool {
	return len(head) >= headSize && binary.LittleEndian.Uint32(head[8:]) == Mask(head[:8])
}

// A LengthError says that a record's length has another checksum. Where the next record begins isn't known then.
type LengthError struct{ Want, Found uint32 }

func (e *LengthError) Error() string {
	return fmt.Sprintf("wanted checksum %08x of the record's length, found %08x: what follows can't be read", e.Want, e.Found)
}

// A DataError says that a record's data can't be used. Reading may go on with the next one.
type DataError struct{ Want, Found string }

func (e *DataError) Error() string { return "wanted " + e.Want + ", found " + e.Found }

// A Reader reads records, one after the other.
type Reader struct {
	r    io.Reader
	pos  int64 // bytes read
	data []byte
}

// NewReader returns a reader of r, which should be buffered.
func NewReader(r io.Reader) *Reader { return &Reader{r: r} }

// Next returns the data of the next record and where in the file it begins. The data is good until the next call. Errors are
// io.EOF behind the last record, io.ErrUnexpectedEOF, a [*LengthError], those of the reader, and a [*DataError], after which
// Next may be called again. Memory is taken as data comes, whatever the length says.
func (r *Reader) Next() (data []byte, offset int64, err error) {
	var head [headSize]byte
	n, err := io.ReadFull(r.r, head[:])
	r.pos += int64(n)
	if err != nil {
		return nil, r.pos, err // io.EOF if there is nothing at all
	}
	offset = r.pos
	if want := Mask(head[:8]); binary.LittleEndian.Uint32(head[8:]) != want {
		return nil, offset, &LengthError{want, binary.LittleEndian.Uint32(head[8:])}
	}
	length := binary.LittleEndian.Uint64(head[:])
	if length > MaxRecord {
		return nil, offset, r.passOver(length)
	}
	if err := r.read(int(length) + footSize); err != nil {
		return nil, offset, err
	}
	data = r.data[:length]
	want, found := Mask(data), binary.LittleEndian.Uint32(r.data[length:])
	if want != found {
		return nil, offset, &DataError{fmt.Sprintf("checksum %08x", want), fmt.Sprintf("%08x", found)}
	}
	return data, offset, nil
}

// read fills r.data with n bytes, taking memory as they come.
func (r *Reader) read(n int) error {
	const first = 1 << 20
	r.data = r.data[:0]
	for len(r.data) < n {
		if len(r.data) == cap(r.data) {
			larger := make([]byte, len(r.data), min(n, max(first, 2*cap(r.data))))
			copy(larger, r.data)
			r.data = larger
		}
		got, err := io.ReadFull(r.r, r.data[len(r.data):min(cap(r.data), n)])
		r.data = r.data[:len(r.data)+got]
		r.pos += int64(got)
		if err != nil {
			return unexpected(err)
		}
	}
	return nil
}

// passOver reads a record that is too large to be kept.
func (r *Reader) passOver(length uint64) error {
	tooLarge := &DataError{fmt.Sprintf("a record of at most %d bytes", MaxRecord), fmt.Sprint(length)}
	if length > 1<<62 {
		return io.ErrUnexpectedEOF // no file is so large
	}
	n, err := io.CopyN(io.Discard, r.r, int64(length)+footSize)
	r.pos += n
	if err != nil {
		return unexpected(err)
	}
	return tooLarge
}

func unexpected(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
