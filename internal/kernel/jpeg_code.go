package kernel

import "bytes"

// JPEGLook is by how many bits a JPEGCode is looked up.
const JPEGLook = 11

// A JPEGEntry is what the next JPEGLook bits stand for. In the table for AC it has, from its lowest byte on:
//
//	how many bits the entry stands for
//	how far the second coefficient, or the first if there is no other, is from the current position; jpegEndOfBlock is
//	added if the end of block follows
//	4 bits: the run of zeros before the first coefficient; 4 bits: the second coefficient, signed, 0 for none
//	the first coefficient, signed; 0 for the end of block alone and for 16 zeros
//
// so that one look gives up to two coefficients with their values and the end of the block. Where code and value don't
// fit, and for DC, the second byte is jpegIncomplete, the first one the length of the code, 0 for a code longer than
// JPEGLook, and the third the symbol.
type JPEGEntry uint32

const (
	jpegIncomplete = 64
	jpegEndOfBlock = 128
)

// Complete reports whether code and value fit. Other methods are for entries that are complete.
func (e JPEGEntry) Complete() bool { return e&(jpegIncomplete<<8) == 0 }

// EndOfBlock reports whether the end of the block is in the entry.
func (e JPEGEntry) EndOfBlock() bool { return e&(jpegEndOfBlock<<8) != 0 }

// Bits returns how many bits the entry stands for.
func (e JPEGEntry) Bits() uint { return uint(e & 63) }

// First returns how many zeros are before the first coefficient, and its value.
func (e JPEGEntry) First() (run int, value int16) { return int(e >> 16 & 15), int16(int32(e) >> 24) }

// Second returns how many coefficients are before the second one, and its value; if there is none, run is that of
// the first one and value 0.
func (e JPEGEntry) Second() (run int, value int16) {
	return int(e >> 8 & 31), int16(int32(e) << 8 >> 28)
}

// An entry of the table for passing over AC coefficients has how many bits it stands for, and from bit 8 on how far its
// last coefficient is from the current position, with jpegEndOfBlock added if the end of block follows. It stands for all
// symbols whose codes are within jpegSkipLook bits, the value of the last one may be longer; jpegIncomplete says that there
// is none with at most jpegSkipBits bits.
const (
	jpegSkipLook = 12
	jpegSkipBits = 18
)

// A JPEGCode is a Huffman code of JPEG (T.81, annex C), ready for decoding. It takes two symbols at a time from a table
// of the next JPEGLook bits.
type JPEGCode struct {
	look  [1 << JPEGLook]JPEGEntry
	order [256]uint8 // jpegOrder, here because assembly is short of registers
	// Below limit[n], left-aligned in 16 bits, codes have at most n bits; first[n] leads from such a code to its
	// symbol.
	limit  [18]uint32
	first  [18]int32
	symbol [256]uint8
	// Codes of at most 8 bits by their first 8: the length, and from bit 8 on the symbol. 0 for others.
	short [256]uint16
	skip  [1 << jpegSkipLook]uint16
	skips bool   // skip is made
	spec  []byte // the table as the file has it: 16 counts, symbols
	dc    bool
}

// Entry returns the entry at the head of acc.
func (c *JPEGCode) Entry(acc uint64) JPEGEntry { return c.look[acc>>(64-JPEGLook)] }

// jpegOrder has the place in a block, row by row, of each coefficient in zigzag order (T.81, figure 5). Runs of damaged
// files lead beyond 63: they end at the last coefficient, as in libjpeg. With jpegEndOfBlock added the places are the
// same.
var jpegOrder = func() (order [256]uint8) {
	for i := range order {
		order[i] = 63
	}
	zigzag := []uint8{
		0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
		12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
		35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
		58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
	}
	copy(order[:], zigzag)
	copy(order[jpegEndOfBlock:], zigzag)
	return order
}()

// Set makes c the code that spec, 16 counts and the symbols, says, and does nothing if it is that already. It reports
// whether spec is a prefix code.
func (c *JPEGCode) Set(spec []byte, dc bool) bool {
	if c.dc == dc && bytes.Equal(c.spec, spec) {
		return true
	}
	c.spec, c.dc, c.order = c.spec[:0], dc, jpegOrder
	c.short, c.skips = [256]uint16{}, false
	fill(c.look[:], jpegIncomplete<<8)
	copy(c.symbol[:], spec[16:])
	if !c.codes(spec) {
		return false
	}
	if !dc {
		c.pair()
	}
	c.spec = append(c.spec, spec...)
	return true
}

// Copy makes c the same code as of.
func (c *JPEGCode) Copy(of *JPEGCode) {
	if c.dc == of.dc && bytes.Equal(c.spec, of.spec) {
		return
	}
	spec := append(c.spec[:0], of.spec...)
	*c = *of
	c.spec = spec
}

// codes goes through the codes in order (T.81, C.2).
func (c *JPEGCode) codes(spec []byte) bool {
	code, i := uint32(0), 0
	for n := 1; n <= 16; n++ {
		c.first[n] = int32(i) - int32(code)
		for range spec[n-1] {
			if code >= 1<<n {
				return false
			}
			if n <= JPEGLook {
				c.enter(code, n, spec[16+i])
			}
			code++
			i++
		}
		c.limit[n] = code << (16 - n)
		code <<= 1
	}
	return true
}

// enter writes the entries of a code of n bits.
func (c *JPEGCode) enter(code uint32, n int, symbol byte) {
	if n <= 8 {
		fill(c.short[code<<(8-n):(code+1)<<(8-n)], uint16(symbol)<<8|uint16(n))
	}
	run, size := int(symbol>>4), int(symbol&15)
	entries := c.look[code<<(JPEGLook-n) : (code+1)<<(JPEGLook-n)]
	if c.dc || n+size > JPEGLook || size > 7 || size == 0 && run > 0 && run < 15 {
		fill(entries, JPEGEntry(n)|jpegIncomplete<<8|JPEGEntry(symbol)<<16)
		return
	}
	for v := range 1 << size {
		each := len(entries) >> size
		fill(entries[v*each:(v+1)*each], entry(n+size, run, JPEGExtend(uint32(v), size), size == 0))
	}
}

// entry packs one symbol with its value.
func entry(bits, run int, value int32, empty bool) JPEGEntry {
	if empty && run == 0 {
		return JPEGEntry(bits) | jpegEndOfBlock<<8
	}
	return JPEGEntry(bits) | JPEGEntry(run)<<8 | JPEGEntry(run)<<16 | JPEGEntry(value)<<24
}

// pair joins entries with the one that follows, where both are complete in JPEGLook bits.
func (c *JPEGCode) pair() {
	single := c.look
	for i, e := range single {
		if !e.Complete() || e.EndOfBlock() {
			continue
		}
		n := e.Bits()
		if next := single[i<<n&(1<<JPEGLook-1)]; next.Complete() && n+next.Bits() <= JPEGLook {
			c.look[i] = join(e, next)
		}
	}
}

// join makes one entry of e and the next one, or returns e where that can't be.
func join(e, next JPEGEntry) JPEGEntry {
	bits := JPEGEntry(e.Bits() + next.Bits())
	run, value := next.First()
	switch {
	case next.EndOfBlock():
		return e&^63 | bits | jpegEndOfBlock<<8
	case value == 0 || value < -8 || value > 7:
		return e
	}
	before, _ := e.First()
	return e&0xff0f0000 | bits | JPEGEntry(before+1+run)<<8 | JPEGEntry(value)&15<<20
}

// PrepareSkip makes the table with which AC coefficients are passed over.
func (c *JPEGCode) PrepareSkip() {
	if c.skips {
		return
	}
	c.skips = true
	for i := range c.skip {
		c.skip[i] = c.skipEntry(uint64(i) << (64 - jpegSkipLook))
	}
}

// skipEntry returns the entry for what acc begins with, of which jpegSkipLook bits are known.
func (c *JPEGCode) skipEntry(acc uint64) uint16 {
	bits, next := uint(0), 0 // next is the position behind the last coefficient
	for bits < jpegSkipLook {
		symbol, length := c.Symbol(acc << bits)
		run, size := int(symbol>>4), uint(symbol&15)
		if length == 0 || bits+length > jpegSkipLook || bits+length+size > jpegSkipBits || size > 10 || next+run > 62 {
			break
		}
		bits += length + size
		if size == 0 && run < 15 {
			return uint16(bits) | uint16(uint8(next-1+jpegEndOfBlock))<<8
		}
		next += run + 1
	}
	if bits == 0 {
		return jpegIncomplete << 8
	}
	return uint16(bits) | uint16(next-1)<<8
}

// JPEGExtend is EXTEND of T.81, F.2.2.1: the value that v, coded in size bits, stands for.
func JPEGExtend(v uint32, size int) int32 {
	if size > 0 && v < 1<<(size-1) {
		return int32(v) - 1<<size + 1
	}
	return int32(v)
}

func fill[T JPEGEntry | ~uint16](s []T, v T) {
	for i := range s {
		s[i] = v
	}
}

// Symbol returns the symbol at the head of acc and its length; length 0 says that there is no such code.
func (c *JPEGCode) Symbol(acc uint64) (symbol byte, length uint) {
	if e := c.short[acc>>56]; e != 0 {
		return byte(e >> 8), uint(e & 255)
	}
	head := uint32(acc >> 48)
	for n := 9; n <= 16; n++ {
		if head < c.limit[n] {
			return c.symbol[uint8(int32(head>>(16-n))+c.first[n])], uint(n)
		}
	}
	return 0, 0
}
