package arrowipc

import "encoding/binary"

// A table is one of a flatbuffer (https://flatbuffers.dev/internals/). What lies outside of the buffer is a panic of Go's, which
// the package's functions contain: nothing is read there.
type table struct {
	b  []byte
	at int
}

// root is the table that a buffer begins with.
func root(b []byte) table { return indirect(b, 0) }

// indirect follows an offset, which is always forward.
func indirect(b []byte, at int) table { return table{b, at + int(binary.LittleEndian.Uint32(b[at:]))} }

// field returns where a field is, 0 if it isn't there and has its default.
func (t table) field(i int) int {
	vtable := t.at - int(int32(binary.LittleEndian.Uint32(t.b[t.at:])))
	if size := int(binary.LittleEndian.Uint16(t.b[vtable:])); 4+2*i+2 > size {
		return 0
	}
	off := int(binary.LittleEndian.Uint16(t.b[vtable+4+2*i:]))
	if off == 0 {
		return 0
	}
	return t.at + off
}

func (t table) uint8(i int) uint8 {
	if at := t.field(i); at != 0 {
		return t.b[at]
	}
	return 0
}

func (t table) int16(i int) int16 {
	if at := t.field(i); at != 0 {
		return int16(binary.LittleEndian.Uint16(t.b[at:]))
	}
	return 0
}

func (t table) int32(i int) int32 {
	if at := t.field(i); at != 0 {
		return int32(binary.LittleEndian.Uint32(t.b[at:]))
	}
	return 0
}

func (t table) int64(i int) int64 {
	if at := t.field(i); at != 0 {
		return int64(binary.LittleEndian.Uint64(t.b[at:]))
	}
	return 0
}

func (t table) table(i int) (table, bool) {
	at := t.field(i)
	if at == 0 {
		return table{}, false
	}
	return indirect(t.b, at), true
}

func (t table) string(i int) string {
	at, n := t.vector(i, 1)
	return string(t.b[at : at+n])
}

// vector returns where the elements of a vector begin, and how many there are; each has size bytes.
func (t table) vector(i, size int) (at, n int) {
	at = t.field(i)
	if at == 0 {
		return 0, 0
	}
	at += int(binary.LittleEndian.Uint32(t.b[at:]))
	n = int(binary.LittleEndian.Uint32(t.b[at:]))
	at += 4
	_ = t.b[at : at+n*size]
	return at, n
}

// tables returns the elements of a vector of tables.
func (t table) tables(i int) []table {
	at, n := t.vector(i, 4)
	all := make([]table, n)
	for k := range all {
		all[k] = indirect(t.b, at+4*k)
	}
	return all
}
