package parquetfile

import (
	"encoding/binary"
	"errors"
)

var errThrift = errors.New("damaged metadata")

// The types of Thrift's compact protocol (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md).
const (
	thriftTrue   = 1
	thriftFalse  = 2
	thriftByte   = 3
	thriftI16    = 4
	thriftI32    = 5
	thriftI64    = 6
	thriftDouble = 7
	thriftBinary = 8
	thriftList   = 9
	thriftSet    = 10
	thriftMap    = 11
	thriftStruct = 12
	thriftUUID   = 16
)

// A walker passes over what is encoded in b and checks that it is there.
type walker struct {
	b       []byte
	at      int
	structs int // elements of lists that are structs
	// visit is called with each integer in a struct: the field's number, and that of the struct in the outermost one, 0 for the
	// outermost itself, -1 for what lies deeper.
	visit func(in, field int, v int64)
}

// checkFooter reports whether a footer is well-formed and its lists have no more elements than it has room for, as who decodes
// it takes memory for all of them at once.
func checkFooter(b []byte) error {
	w := walker{b: b, visit: func(int, int, int64) {}}
	if err := w.strct(0, 0); err != nil {
		return err
	}
	const least = 4 // bytes; less is no element of a footer
	if w.structs > len(b)/least {
		return errThrift
	}
	return nil
}

const maxDepth = 32

func (w *walker) strct(in, depth int) error {
	if depth > maxDepth {
		return errThrift
	}
	field := 0
	for {
		head, err := w.byte()
		if err != nil {
			return err
		}
		if head == 0 {
			return nil
		}
		if delta := int(head >> 4); delta != 0 {
			field += delta
		} else {
			id, err := w.zigzag()
			if err != nil {
				return err
			}
			field = int(int16(id))
		}
		if err := w.value(head&15, in, field, depth, false); err != nil {
			return err
		}
	}
}

// value passes over one value. In lists, booleans have a byte of their own.
func (w *walker) value(kind byte, in, field, depth int, inList bool) error {
	switch kind {
	case thriftTrue, thriftFalse:
		v := int64(1)
		if kind == thriftFalse {
			v = 0
		}
		if !inList {
			w.visit(in, field, v)
			return nil
		}
		return w.skip(1)
	case thriftByte:
		return w.skip(1)
	case thriftI16, thriftI32, thriftI64:
		v, err := w.zigzag()
		if err == nil && !inList {
			w.visit(in, field, v)
		}
		return err
	case thriftDouble:
		return w.skip(8)
	case thriftUUID:
		return w.skip(16)
	case thriftBinary:
		n, err := w.uvarint()
		if err != nil {
			return err
		}
		return w.skip(n)
	case thriftList, thriftSet:
		return w.list(depth)
	case thriftMap:
		return w.dict(depth)
	case thriftStruct:
		if inList {
			w.structs++
		}
		if inList || depth > 0 {
			field = -1 // its numbers are nobody's
		}
		return w.strct(field, depth+1)
	}
	return errThrift
}

func (w *walker) list(depth int) error {
	head, err := w.byte()
	if err != nil {
		return err
	}
	n := uint64(head >> 4)
	if n == 15 {
		if n, err = w.uvarint(); err != nil {
			return err
		}
	}
	if n > uint64(len(w.b)-w.at) { // each element has a byte at least
		return errThrift
	}
	for range n {
		if err := w.value(head&15, -1, -1, depth+1, true); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) dict(depth int) error {
	n, err := w.uvarint()
	if err != nil || n == 0 {
		return err
	}
	kinds, err := w.byte()
	if err != nil || n > uint64(len(w.b)-w.at) {
		return errThrift
	}
	for range n {
		for _, kind := range []byte{kinds >> 4, kinds & 15} {
			if err := w.value(kind, -1, -1, depth+1, true); err != nil {
				return err
			}
		}
	}
	return nil
}

// errShort says that there may be more than what is in memory.
var errShort = errors.New("the metadata ends too early")

func (w *walker) byte() (byte, error) {
	if w.at >= len(w.b) {
		return 0, errShort
	}
	w.at++
	return w.b[w.at-1], nil
}

func (w *walker) skip(n uint64) error {
	if n > uint64(len(w.b)-w.at) {
		return errShort
	}
	w.at += int(n)
	return nil
}

func (w *walker) uvarint() (uint64, error) {
	v, n := binary.Uvarint(w.b[w.at:])
	switch {
	case n == 0:
		return 0, errShort
	case n < 0:
		return 0, errThrift
	}
	w.at += n
	return v, nil
}

func (w *walker) zigzag() (int64, error) {
	v, err := w.uvarint()
	return int64(v>>1) ^ -int64(v&1), err
}
