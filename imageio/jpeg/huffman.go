package jpeg

import "bytes"

// A Huffman code (T.81, annex C) is looked up by its first lookBits bits. An entry of the table for AC is, from
// its lowest bit on:
//
//	4 bits  how many bits the entry stands for
//	4 bits  run of zeros before the first coefficient
//	7 bits  how far the second coefficient, or the first if there is no other, is from the current position;
//	        endOfBlock is added if the end of block follows
//	1 bit   incomplete: 0
//	10 bits the first coefficient, signed; 0 for the end of block alone and for 16 zeros
//	6 bits  the second coefficient, signed, 0 for none
//
// so that one look gives up to two coefficients with their values and the end of the block. In the table for DC it
// has the number of bits and, from bit 16 on, the difference. Where code and value don't fit, incomplete is set, the
// symbol is in bits 16 to 23 and the length of the code above; the length is 0 for a code longer than lookBits.
const (
	lookBits   = 11
	endOfBlock = 64
	incomplete = 1 << 15
)

// A table is a Huffman code, ready for decoding.
type table struct {
	look [1 << lookBits]uint32
	// Codes of at most 8 bits by their first 8: the symbol, and from bit 8 on the length. 0 for others.
	short [256]uint16
	// For codes longer than lookBits: below limit[n], left-aligned in 16 bits, codes have at most n bits;
	// first[n] leads from such a code to its symbol.
	limit  [18]uint32
	first  [18]int32
	symbol [256]uint8
	spec   []byte // the table as the file has it: 16 counts, symbols
	dc     bool
}

// set makes t the table that spec says, and does nothing if it is that already. It reports whether spec is a
// prefix code.
func (t *table) set(spec []byte, dc bool) bool {
	if t.dc == dc && bytes.Equal(t.spec, spec) {
		return true
	}
	t.spec, t.dc = t.spec[:0], dc
	t.short = [256]uint16{}
	fill(t.look[:], incomplete)
	copy(t.symbol[:], spec[16:])
	if !t.codes(spec) {
		return false
	}
	if !dc {
		t.pair()
	}
	t.spec = append(t.spec, spec...)
	return true
}

// codes goes through the codes in order (T.81, C.2).
func (t *table) codes(spec []byte) bool {
	code, i := uint32(0), 0
	for n := 1; n <= 16; n++ {
		t.first[n] = int32(i) - int32(code)
		for range spec[n-1] {
			if code >= 1<<n {
				return false
			}
			if n <= lookBits {
				t.enter(code, n, spec[16+i])
			}
			code++
			i++
		}
		t.limit[n] = code << (16 - n)
		code <<= 1
	}
	return true
}

// enter writes the entries of a code of n bits.
func (t *table) enter(code uint32, n int, symbol byte) {
	if n <= 8 {
		fill(t.short[code<<(8-n):(code+1)<<(8-n)], uint16(n)<<8|uint16(symbol))
	}
	run, size := int(symbol>>4), int(symbol&15)
	if t.dc {
		run, size = 0, int(symbol)
	}
	entries := t.look[code<<(lookBits-n) : (code+1)<<(lookBits-n)]
	plain := incomplete | uint32(symbol)<<16 | uint32(n)<<24
	valid := t.dc && size <= 11 || !t.dc && size <= 10
	complete := valid && n+size <= lookBits && size < 10 && (t.dc || size > 0 || run == 0 || run == 15)
	if !complete {
		fill(entries, plain)
		return
	}
	for v := range 1 << size {
		each := len(entries) >> size
		fill(entries[v*each:(v+1)*each], t.entry(n+size, run, extend(uint32(v), size), size == 0))
	}
}

// entry packs one symbol with its value.
func (t *table) entry(bits, run int, value int32, empty bool) uint32 {
	e := uint32(bits) | uint32(run)<<4
	switch {
	case t.dc:
		return e | uint32(value)<<16
	case empty && run == 0:
		return e | endOfBlock<<8
	}
	return e | uint32(run)<<8 | uint32(value)<<22>>6
}

// pair joins entries with the one that follows, where both are complete in lookBits.
func (t *table) pair() {
	var single [1 << lookBits]uint32
	copy(single[:], t.look[:])
	for i, e := range single {
		n := e & 15
		if e&(incomplete|endOfBlock<<8) != 0 {
			continue
		}
		if next := single[i<<n&(1<<lookBits-1)]; next&incomplete == 0 && n+next&15 <= lookBits {
			t.look[i] = join(e, next)
		}
	}
}

// join makes one entry of e and the next one, or returns e where that can't be.
func join(e, next uint32) uint32 {
	bits, offset := e&15+next&15, e>>8&31
	value := int32(next) << 6 >> 22
	switch {
	case next>>8&endOfBlock != 0:
		return e&^15 | bits | endOfBlock<<8
	case value == 0 || value < -32 || value > 31:
		return e
	}
	offset += 1 + next>>4&15
	return e&0x03ff00f0 | bits | offset<<8 | uint32(value)<<26
}

// extend is EXTEND of T.81, F.2.2.1: the value that v, coded in size bits, stands for.
func extend(v uint32, size int) int32 {
	if size > 0 && v < 1<<(size-1) {
		return int32(v) - 1<<size + 1
	}
	return int32(v)
}

func fill[T uint32 | uint16](s []T, v T) {
	for i := range s {
		s[i] = v
	}
}

// long finds a code of more than lookBits bits at the head of acc. It returns its symbol and length, and length 0
// if there is no such code.
func (t *table) long(acc uint64) (symbol byte, length uint) { return t.search(acc, lookBits+1) }

// next returns the symbol at the head of acc and its length; length 0 says that there is no such code. It knows
// all codes, and nothing of two symbols at once.
func (t *table) next(acc uint64) (symbol byte, length uint) {
	if e := t.short[acc>>56]; e != 0 {
		return byte(e), uint(e >> 8)
	}
	return t.search(acc, 9)
}

// search finds a code of at least so many bits.
func (t *table) search(acc uint64, from int) (symbol byte, length uint) {
	head := uint32(acc >> 48)
	for n := from; n <= 16; n++ {
		if head < t.limit[n] {
			return t.symbol[uint8(int32(head>>(16-n))+t.first[n])], uint(n)
		}
	}
	return 0, 0
}
