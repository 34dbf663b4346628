//go:build !purego

package jpeg

import (
	"encoding/binary"
	"unsafe"
)

// A window reads 8 bytes anywhere in a buffer without a check of bounds, which would keep two more registers busy in
// the innermost loop. This is the only unsafe code of the package; the tag purego replaces it.
//
// What makes it safe: the buffer is bitReader.buf, which ends with slack zeros after its data. Between two calls of
// bitReader.ended no MCU, that is at most 10 blocks, is read further than slack−8 bytes, whatever the bytes are: a
// block has at most 64 codes, each with its value at most 27 bits. After ended has said yes nothing more is read.
type window struct{ p unsafe.Pointer }

func windowOn(buf []byte) window { return window{unsafe.Pointer(unsafe.SliceData(buf))} }

// at returns the 8 bytes from pos on, the first in the highest bits.
func (w window) at(pos int) uint64 {
	return binary.BigEndian.Uint64((*[8]byte)(unsafe.Add(w.p, pos))[:])
}
