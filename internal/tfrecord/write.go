package tfrecord

import (
	"encoding/binary"
	"io"
	"slices"
	"strings"
)

// Write writes a record.
func Write(w io.Writer, data []byte) error {
	var head [12]byte
	binary.LittleEndian.PutUint64(head[:], uint64(len(data)))
	binary.LittleEndian.PutUint32(head[8:], Mask(head[:8]))
	var tail [4]byte
	binary.LittleEndian.PutUint32(tail[:], Mask(data))
	for _, part := range [...][]byte{head[:], data, tail[:]} {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// An Entry is a value of an Example: one of the three kinds of lists.
type Entry struct {
	Name   string
	Bytes  [][]byte
	Floats []byte  // float32, little-endian, one behind the other
	Ints   []int64 // if Bytes and Floats are nil
}

// AppendExample appends an Example. Entries are written in the order of their names, as protocol buffers' deterministic form
// has them, so the same entries give the same message. It sorts entries.
func AppendExample(dst []byte, entries []Entry) []byte {
	slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
	var all []byte
	for i := range entries {
		entry := appendField(nil, 1, []byte(entries[i].Name))
		entry = appendField(entry, 2, entries[i].message())
		all = appendField(all, 1, entry)
	}
	return appendField(dst, 1, all)
}

// message is the Feature: a list of bytes is field 1, of floats field 2, of ints field 3.
func (f *Entry) message() []byte {
	var list []byte
	switch {
	case f.Bytes != nil:
		for _, b := range f.Bytes {
			list = appendField(list, 1, b)
		}
		return appendField(nil, 1, list)
	case f.Floats != nil:
		return appendField(nil, 2, appendField(nil, 1, f.Floats)) // packed
	}
	for _, v := range f.Ints {
		list = binary.AppendUvarint(list, uint64(v))
	}
	return appendField(nil, 3, appendField(nil, 1, list))
}

// appendField appends a field that is bytes: its number and wire type 2, the length, the bytes.
func appendField(dst []byte, number byte, value []byte) []byte {
	dst = append(dst, number<<3|2)
	dst = binary.AppendUvarint(dst, uint64(len(value)))
	return append(dst, value...)
}
