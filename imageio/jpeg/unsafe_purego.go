//go:build purego

package jpeg

import "encoding/binary"

// A window reads 8 bytes anywhere in a buffer.
type window struct{ buf []byte }

func windowOn(buf []byte) window { return window{buf} }

// at returns the 8 bytes from pos on, the first in the highest bits.
func (w window) at(pos int) uint64 { return binary.BigEndian.Uint64(w.buf[pos:]) }
