package arrowipc

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
)

// Magic is what a file, but not a stream, begins with.
const Magic = "ARROW1\x00\x00"

// maxMetadata is the largest metadata of a message.
const maxMetadata = 64 << 20

// A Buffer is a place in the file.
type Buffer struct{ Offset, Size int64 }

// A Batch is a number of rows.
type Batch struct {
	Rows       int64
	Compressed bool

	codec   uint8
	schema  *Schema
	buffers []Buffer
	r       io.ReaderAt
	dicts   map[int64][][]byte
}

// Read reads the metadata of a stream or file of size bytes and visits its batches. Errors say what is wrong, without the
// file's name.
func Read(r io.ReaderAt, size int64, begin func(*Schema) error, visit func(*Batch) error) (err error) {
	defer contain(&err)
	s := scanner{r: r, size: size, dicts: map[int64][][]byte{}}
	head := make([]byte, min(size, int64(len(Magic))))
	if err := readAt(r, head, 0); err != nil {
		return err
	}
	if string(head) == Magic {
		s.at = int64(len(Magic))
	}
	for {
		m, body, more, err := s.message()
		if err != nil || !more {
			if err == nil && s.schema == nil {
				err = errors.New("wanted a schema, found none")
			}
			return err
		}
		if err := s.take(m, body, begin, visit); err != nil {
			return err
		}
	}
}

// contain makes an access outside of a flatbuffer an error.
func contain(err *error) {
	if p := recover(); p != nil {
		*err = errors.New("the metadata is damaged")
	}
}

type scanner struct {
	r        io.ReaderAt
	at, size int64
	schema   *Schema
	dicts    map[int64][][]byte
}

// message reads the metadata of the next message and says where its body is. The end is the mark of the end, or the end of the
// file where a message would begin.
func (s *scanner) message() (m table, body Buffer, more bool, err error) {
	var word [4]byte
	if s.at == s.size {
		return table{}, Buffer{}, false, nil
	}
	next := func() (uint32, error) {
		if s.at > s.size-4 {
			return 0, io.ErrUnexpectedEOF
		}
		err := readAt(s.r, word[:], s.at)
		s.at += 4
		return binary.LittleEndian.Uint32(word[:]), err
	}
	n, err := next()
	if err == nil && n == 0xffffffff {
		n, err = next()
	}
	if err != nil || n == 0 {
		return table{}, Buffer{}, false, err
	}
	if int64(n) > min(maxMetadata, s.size-s.at) {
		return table{}, Buffer{}, false, fmt.Errorf("wanted metadata of at most %d bytes, found %d", min(maxMetadata, s.size-s.at), n)
	}
	meta := make([]byte, n)
	if err := readAt(s.r, meta, s.at); err != nil {
		return table{}, Buffer{}, false, err
	}
	m = root(meta)
	body = Buffer{s.at + int64(n), m.int64(messageBody)}
	if body.Size < 0 || body.Size > s.size-body.Offset {
		return m, body, false, io.ErrUnexpectedEOF
	}
	s.at = body.Offset + body.Size
	return m, body, true, nil
}

// The numbers of fields and of types of messages in format/Message.fbs.
const (
	messageType, messageHeader, messageBody             = 1, 2, 3
	headerSchema, headerDictionary, headerBatch         = 1, 2, 3
	batchLength, batchBuffers, batchCompression         = 0, 2, 3
	dictionaryID, dictionaryData, dictionaryDelta       = 0, 1, 2
	codecLZ4, codecZstd                           uint8 = 0, 1
)

func (s *scanner) take(m table, body Buffer, begin func(*Schema) error, visit func(*Batch) error) (err error) {
	header, ok := m.table(messageHeader)
	if !ok {
		return errors.New("wanted a message with a header, found none")
	}
	kind := m.uint8(messageType)
	switch {
	case kind == headerSchema && s.schema == nil:
		if s.schema, err = readSchema(header); err != nil {
			return err
		}
		return begin(s.schema)
	case s.schema == nil:
		return errors.New("wanted a schema first, found other messages")
	case kind == headerBatch:
		b, err := s.batch(header, body)
		if err != nil {
			return err
		}
		if len(b.buffers) < s.schema.buffers {
			return fmt.Errorf("wanted %d buffers in a batch, found %d", s.schema.buffers, len(b.buffers))
		}
		return visit(b)
	case kind == headerDictionary:
		return s.dictionary(header, body)
	}
	return nil // a tensor; nobody has these
}

func (s *scanner) batch(t table, body Buffer) (*Batch, error) {
	b := &Batch{Rows: t.int64(batchLength), schema: s.schema, r: s.r, dicts: s.dicts}
	if b.Rows < 0 || b.Rows > s.size { // a row has no bytes only if it has nothing
		return nil, fmt.Errorf("wanted at most %d rows, found %d", s.size, b.Rows)
	}
	if compression, ok := t.table(batchCompression); ok {
		b.Compressed, b.codec = true, compression.uint8(0)
	}
	at, n := t.vector(batchBuffers, 16)
	for i := range n {
		place := Buffer{int64(binary.LittleEndian.Uint64(t.b[at+16*i:])), int64(binary.LittleEndian.Uint64(t.b[at+16*i+8:]))}
		if place.Offset < 0 || place.Size < 0 || place.Offset > body.Size || place.Size > body.Size-place.Offset {
			return nil, fmt.Errorf("wanted buffers within %d bytes, found %d bytes at %d", body.Size, place.Size, place.Offset)
		}
		place.Offset += body.Offset
		b.buffers = append(b.buffers, place)
	}
	return b, nil
}

// dictionary keeps the values of a dictionary of texts.
func (s *scanner) dictionary(t table, body Buffer) error {
	id := t.int64(dictionaryID)
	i := slices.IndexFunc(s.schema.Columns, func(c Column) bool { return c.Dictionary != Other && c.id == id })
	data, ok := t.table(dictionaryData)
	if i < 0 || !ok {
		return nil // of something that isn't read
	}
	b, err := s.batch(data, body)
	if err != nil {
		return err
	}
	values, err := b.Texts(Column{Type: s.schema.Columns[i].Dictionary})
	if err != nil {
		return err
	}
	if t.uint8(dictionaryDelta) != 0 {
		values = append(s.dicts[id], values...)
	}
	s.dicts[id] = values
	return nil
}

// Values says where the values of a column of bytes are: value i has the bytes from offsets[i] to offsets[i+1] of data, and is
// absent where present is false; present is nil if all are there. In a compressed batch the data has to be unpacked.
func (b *Batch) Values(c Column) (data Buffer, offsets []int64, present []bool, err error) {
	defer contain(&err)
	width := int64(4)
	switch {
	case c.Dictionary != Other || c.Type != Binary && c.Type != LargeBinary:
		return data, nil, nil, errors.New("wanted a column of bytes, found another")
	case c.Type == LargeBinary:
		width = 8
	}
	if c.buffer+2 >= len(b.buffers) {
		return data, nil, nil, errors.New("wanted more buffers, found fewer")
	}
	if present, err = b.present(c); err != nil || b.Rows == 0 {
		return data, make([]int64, 1), present, err
	}
	raw, err := b.Unpack(b.buffers[c.buffer+1], (b.Rows+1)*width)
	if err != nil {
		return data, nil, nil, err
	}
	data = b.buffers[c.buffer+2]
	limit := data.Size
	if b.Compressed {
		limit = math.MaxInt64 // known when it is unpacked
	}
	offsets = make([]int64, b.Rows+1)
	for i := range offsets {
		if width == 4 {
			offsets[i] = int64(int32(binary.LittleEndian.Uint32(raw[4*i:])))
		} else {
			offsets[i] = int64(binary.LittleEndian.Uint64(raw[8*i:]))
		}
		if offsets[i] < 0 || offsets[i] > limit || i > 0 && offsets[i] < offsets[i-1] {
			return data, nil, nil, fmt.Errorf("wanted offsets that rise to at most %d, found %d", limit, offsets[i])
		}
	}
	return data, offsets, present, nil
}

// Texts reads all values of a column of bytes, or of a dictionary of them.
func (b *Batch) Texts(c Column) (values [][]byte, err error) {
	defer contain(&err)
	if c.Dictionary != Other {
		return b.fromDictionary(c)
	}
	place, offsets, present, err := b.Values(c)
	if err != nil {
		return nil, err
	}
	last := offsets[len(offsets)-1]
	data, err := b.Unpack(place, last)
	if err != nil {
		return nil, err
	}
	values = make([][]byte, b.Rows)
	for i := range values {
		if present == nil || present[i] {
			values[i] = data[offsets[i]:offsets[i+1]:offsets[i+1]]
		}
	}
	return values, nil
}

func (b *Batch) fromDictionary(c Column) ([][]byte, error) {
	c.Dictionary = Other
	index, present, err := b.Ints(c)
	if err != nil {
		return nil, err
	}
	dict := b.dicts[c.id]
	values := make([][]byte, b.Rows)
	for i, k := range index {
		if present != nil && !present[i] {
			continue
		}
		if k < 0 || k >= int64(len(dict)) {
			return nil, fmt.Errorf("wanted an index below %d, found %d", len(dict), k)
		}
		values[i] = dict[k]
	}
	return values, nil
}

// Ints reads all values of a column of integers.
func (b *Batch) Ints(c Column) (values []int64, present []bool, err error) {
	defer contain(&err)
	if c.Type != Int || c.Dictionary != Other || !slices.Contains([]int{8, 16, 32, 64}, c.bits) {
		return nil, nil, errors.New("wanted a column of integers, found another")
	}
	if present, err = b.present(c); err != nil {
		return nil, nil, err
	}
	size := int64(c.bits / 8)
	raw, err := b.Unpack(b.buffers[c.buffer+1], b.Rows*size)
	if err != nil {
		return nil, nil, err
	}
	values = make([]int64, b.Rows)
	shift := 64 - c.bits
	for i := range values {
		var word [8]byte
		copy(word[:], raw[int64(i)*size:][:size])
		u := binary.LittleEndian.Uint64(word[:])
		if c.signed {
			values[i] = int64(u<<shift) >> shift
		} else {
			values[i] = int64(min(u, math.MaxInt64))
		}
	}
	return values, present, nil
}

// present reads which rows have a value, nil if all have.
func (b *Batch) present(c Column) ([]bool, error) {
	place := b.buffers[c.buffer]
	if place.Size == 0 {
		return nil, nil
	}
	bits, err := b.Unpack(place, (b.Rows+7)/8)
	if err != nil {
		return nil, err
	}
	present := make([]bool, b.Rows)
	for i := range present {
		present[i] = bits[i/8]>>(i%8)&1 != 0
	}
	return present, nil
}

func readAt(r io.ReaderAt, b []byte, off int64) error {
	n, err := r.ReadAt(b, off)
	if n == len(b) {
		return nil
	}
	if err == nil || err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return err
}
