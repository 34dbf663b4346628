package hdf5

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
)

// A Type is that of an array's elements. The zero Type is none.
type Type struct {
	message []byte
	size    int
}

// Size returns the bytes of an element.
func (t Type) Size() int { return t.size }

// The types of numbers, little-endian. The message of a datatype (IV.A.2.d) is class and version, three bytes of bits, the
// size, and what the class has beyond that: for integers the first bit and the number of bits, for floats these and where
// exponent and mantissa are, and the exponent's bias.
var (
	Uint8   = Type{[]byte{0x10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0}, 1}
	Int64   = Type{[]byte{0x10, 8, 0, 0, 8, 0, 0, 0, 0, 0, 64, 0}, 8}
	Float32 = Type{[]byte{0x11, 0x20, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0}, 4}
)

// String returns the type of strings in UTF-8 of n bytes at most, filled up with zeros.
func String(n int) Type {
	n = max(n, 1)
	return Type{binary.LittleEndian.AppendUint32([]byte{0x13, 0x11, 0, 0}, uint32(n)), n}
}

// A Writer writes a file. The length of an array needn't be known before its elements have been written, as what describes the
// arrays is filled in at the end: the file must be one in which one can go back. A Writer has one Array in work at a time and
// is for one goroutine.
type Writer struct {
	w      io.WriterAt
	buf    *bufio.Writer
	at     int64
	arrays []array
}

// An array is what the file says of one.
type array struct {
	name  string
	typ   Type
	shape []int
	at    int64
	size  int64
}

// maxArrays is what one node of a symbol table holds.
const maxArrays = 2 * leafK

// start is where the first array begins: behind all that describes maxArrays arrays.
const start = 4096

// NewWriter returns a writer that begins at the first byte of w.
func NewWriter(w io.WriterAt) *Writer {
	return &Writer{w: w, buf: bufio.NewWriterSize(io.NewOffsetWriter(w, start), 1<<16), at: start}
}

// Array begins an array, whose elements are written next, in C order. Its shape is record with a first length before it, which
// End is told. Names are short and used once; there are eight arrays at most.
func (h *Writer) Array(name string, typ Type, record ...int) error {
	if len(h.arrays) == maxArrays {
		return fmt.Errorf("hdf5: wanted at most %d arrays, found one more: %s", maxArrays, name)
	}
	for h.at%8 != 0 {
		if _, err := h.Write([]byte{0}); err != nil {
			return err
		}
	}
	h.arrays = append(h.arrays, array{name: name, typ: typ, shape: append([]int{0}, record...), at: h.at})
	return nil
}

// Write takes elements of the last array.
func (h *Writer) Write(p []byte) (int, error) {
	n, err := h.buf.Write(p)
	h.at += int64(n)
	return n, err
}

// End says that the last array has n records.
func (h *Writer) End(n int) {
	a := &h.arrays[len(h.arrays)-1]
	a.shape[0], a.size = n, h.at-a.at
}

// Close writes what describes the arrays. It doesn't close the file.
func (h *Writer) Close() error {
	if err := h.buf.Flush(); err != nil {
		return err
	}
	head := h.head()
	if len(head) > start {
		return fmt.Errorf("hdf5: wanted names and shapes that fit in %d bytes, found %d", start, len(head))
	}
	_, err := h.w.WriteAt(append(head, make([]byte, start-len(head))...), 0)
	return err
}

// The sizes of the two nodes: a symbol table's node has 2·leafK entries, a B-tree's 2·treeK children.
const (
	leafK = 4
	treeK = 16
)

const undefined = ^uint64(0)

// head lays out what describes the file: superblock, root group's header, B-tree, heap, symbol table, arrays' headers.
func (h *Writer) head() []byte {
	slices.SortFunc(h.arrays, func(a, b array) int { return cmp.Compare(a.name, b.name) }) // the B-tree's order
	names, offsets := h.heap()
	const (
		group  = 96
		tree   = group + 16 + 24
		heap   = tree + 24 + (2*treeK+1)*8 + 2*treeK*8
		values = heap + 32
	)
	node := uint64(values + len(names))
	first := node + 8 + 2*leafK*40
	b := h.superblock(group, tree, heap)
	b = appendHeader(b, message{0x11, le(tree, heap)})
	b = appendTree(b, node, offsets)
	b = append(b, "HEAP\x00\x00\x00\x00"...)
	b = append(b, le(uint64(len(names)), 1, values)...) // 1: the heap has nothing free
	b = append(b, names...)
	var headers []byte
	b = append(b, "SNOD\x01\x00"...)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(h.arrays)))
	for i := range 2 * leafK {
		if i >= len(h.arrays) {
			b = append(b, make([]byte, 40)...)
			continue
		}
		b = append(b, le(offsets[i], first+uint64(len(headers)), 0, 0, 0)...)
		headers = h.arrays[i].appendHeader(headers)
	}
	return append(b, headers...)
}

// heap returns the names, each with a zero behind it, and where they begin.
func (h *Writer) heap() (names []byte, offsets []uint64) {
	names = make([]byte, 8) // the empty name, which every key of a B-tree begins with
	for _, a := range h.arrays {
		offsets = append(offsets, uint64(len(names)))
		names = append(append(names, a.name...), 0)
		names = pad(names)
	}
	return names, offsets
}

// superblock is version 0 (II.A): sizes of offsets and lengths, the nodes' sizes, addresses, and the root group's entry.
func (h *Writer) superblock(group, tree, heap uint64) []byte {
	b := []byte("\x89HDF\r\n\x1a\n\x00\x00\x00\x00\x00\x08\x08\x00")
	b = binary.LittleEndian.AppendUint16(b, leafK)
	b = binary.LittleEndian.AppendUint16(b, treeK)
	b = append(b, 0, 0, 0, 0)
	end := uint64(max(h.at, start))
	return append(b, le(0, undefined, end, undefined, 0, group, 1, tree, heap)...)
}

// appendTree appends a node of a version 1 B-tree (III.A.1) with one child.
func appendTree(b []byte, child uint64, offsets []uint64) []byte {
	used, last := uint16(1), uint64(0)
	if len(offsets) == 0 {
		used = 0
	} else {
		last = offsets[len(offsets)-1]
	}
	b = append(b, "TREE\x00\x00"...)
	b = binary.LittleEndian.AppendUint16(b, used)
	b = append(b, le(undefined, undefined, 0, child, last)...)
	return append(b, make([]byte, (2*treeK-1)*16)...)
}

// A message is a part of an object header.
type message struct {
	kind uint16
	data []byte
}

// appendHeader appends an object header of version 1 (IV.A.1.a).
func appendHeader(b []byte, messages ...message) []byte {
	var all []byte
	for _, m := range messages {
		data := pad(slices.Clone(m.data))
		all = binary.LittleEndian.AppendUint16(all, m.kind)
		all = binary.LittleEndian.AppendUint16(all, uint16(len(data)))
		all = append(all, 0, 0, 0, 0)
		all = append(all, data...)
	}
	b = append(b, 1, 0)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(messages)))
	b = binary.LittleEndian.AppendUint32(b, 1) // one link leads here
	b = binary.LittleEndian.AppendUint32(b, uint32(len(all)))
	return append(append(b, 0, 0, 0, 0), all...)
}

// appendHeader appends the header of an array: dataspace, datatype, fill value, and a contiguous layout.
func (a *array) appendHeader(b []byte) []byte {
	space := []byte{1, byte(len(a.shape)), 0, 0, 0, 0, 0, 0}
	for _, n := range a.shape {
		space = append(space, le(uint64(n))...)
	}
	fill := []byte{2, 2, 2, 0} // version 2: allocated late, written if set, not set
	at := uint64(a.at)
	if a.size == 0 {
		at = undefined
	}
	layout := append([]byte{3, 1}, le(at, uint64(a.size))...)
	return appendHeader(b, message{1, space}, message{3, a.typ.message}, message{5, fill}, message{8, layout})
}

func le(values ...uint64) (b []byte) {
	for _, v := range values {
		b = binary.LittleEndian.AppendUint64(b, v)
	}
	return b
}

// pad fills up with zeros to a multiple of 8.
func pad(b []byte) []byte {
	for len(b)%8 != 0 {
		b = append(b, 0)
	}
	return b
}
