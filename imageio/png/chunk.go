package png

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

const signature = "\x89PNG\r\n\x1a\n"

// A chunk has slices of the file: no memory of its own.
type chunk struct {
	at   int    // where it begins, with its length
	kind []byte // "IHDR"
	body []byte // shorter than the file says if the file ends in it
	sum  []byte // the checksum, nil if the file ends before
}

// errorf makes a *FormatError about the chunk.
func (c chunk) errorf(want, found string, args ...any) error {
	return &FormatError{Chunk: string(c.kind), Offset: int64(c.at), Want: want, Found: fmt.Sprintf(found, args...)}
}

// check holds the chunk against its checksum.
func (c chunk) check() error {
	if c.sum == nil {
		return &FormatError{Chunk: string(c.kind), Offset: int64(c.at), Want: "a whole chunk", Found: "the end of the file", cut: true}
	}
	got := crc32.Update(crc32.ChecksumIEEE(c.kind), crc32.IEEETable, c.body)
	if want := binary.BigEndian.Uint32(c.sum); got != want {
		return c.errorf(fmt.Sprintf("the checksum %08x that is stored", want), "%08x", got)
	}
	return nil
}

// A walker goes from chunk to chunk.
type walker struct {
	data []byte
	at   int
}

// walk returns a walker behind the signature, if that is there.
func walk(data []byte) (walker, error) {
	if len(data) < len(signature) || string(data[:len(signature)]) != signature {
		return walker{}, &FormatError{Want: "PNG's signature", Found: "something else", cut: len(data) < len(signature)}
	}
	return walker{data, len(signature)}, nil
}

// next returns the next chunk, of which the end may be missing. ok is false where not even its type is there.
func (w *walker) next() (c chunk, ok bool) {
	rest := w.data[w.at:]
	if len(rest) < 8 {
		return chunk{}, false
	}
	c = chunk{at: w.at, kind: rest[4:8]}
	n := int64(binary.BigEndian.Uint32(rest))
	rest = rest[8:]
	if int64(len(rest)) < n {
		c.body = rest
		w.at = len(w.data)
		return c, true
	}
	c.body, rest = rest[:n], rest[n:]
	if len(rest) < 4 {
		w.at = len(w.data)
		return c, true
	}
	c.sum = rest[:4]
	w.at += 8 + int(n) + 4
	return c, true
}

// whole is next for a chunk that must be there and whole.
func (w *walker) whole() (chunk, error) {
	c, ok := w.next()
	if !ok {
		return c, &FormatError{Offset: int64(len(w.data)), Want: "another chunk", Found: "the end of the file", cut: true}
	}
	return c, c.check()
}
