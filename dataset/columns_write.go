package dataset

import (
	"bufio"
	"encoding/binary"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/saccade-go/saccade/internal/spool"
)

// sideColumns keeps labels and names of records for formats in which they come behind all values.
type sideColumns struct {
	n       int
	labels  spool.Spool // int64
	names   spool.Spool // each with its length before it
	longest struct{ bytes, runes int }
	buf     []byte
}

func newSideColumns(path string) *sideColumns {
	return &sideColumns{labels: spool.Spool{Beside: path}, names: spool.Spool{Beside: path}}
}

func (c *sideColumns) add(it *encodedItem) error {
	c.n++
	c.buf = binary.LittleEndian.AppendUint64(c.buf[:0], uint64(it.label))
	if _, err := c.labels.Write(c.buf); err != nil {
		return err
	}
	name := utf8Name(it.name)
	c.longest.bytes = max(c.longest.bytes, len(name))
	c.longest.runes = max(c.longest.runes, utf8.RuneCountInString(name))
	c.buf = binary.AppendUvarint(c.buf[:0], uint64(len(name)))
	c.buf = append(c.buf, name...)
	_, err := c.names.Write(c.buf)
	return err
}

// utf8Name is a name as formats hold it that want UTF-8: bytes that are none become U+FFFD.
func utf8Name(name string) string { return strings.ToValidUTF8(name, "\uFFFD") }

// eachName calls f with each record's name.
func (c *sideColumns) eachName(f func(i int, name []byte) error) error {
	r := bufio.NewReaderSize(c.names.Reader(), 1<<16)
	var name []byte
	for i := range c.n {
		size, err := binary.ReadUvarint(r)
		if err != nil {
			return err
		}
		if uint64(cap(name)) < size {
			name = make([]byte, size)
		}
		name = name[:size]
		if _, err := io.ReadFull(r, name); err != nil {
			return err
		}
		if err := f(i, name); err != nil {
			return err
		}
	}
	return nil
}

func (c *sideColumns) close() {
	c.labels.Close()
	c.names.Close()
}

// arrayName is what the records' array is called.
func arrayName(s Schema) string {
	if s.vector() {
		return "features"
	}
	return "images"
}
