package png

import (
	"encoding/binary"
	"errors"
)

// What can be found instead of the pixels. errCut is for a stream that ends too early.
var (
	errCut       = errors.New("its end")
	errZlib      = errors.New("a header that is not zlib's, or asks for a dictionary")
	errBlockType = errors.New("a deflate block of type 3")
	errStored    = errors.New("a stored block whose two lengths differ")
	errCodes     = errors.New("code lengths that are no code")
	errSymbol    = errors.New("bits that are no code")
	errDistance  = errors.New("a distance that reaches before the beginning")
	errTables    = errors.New("new codes for every few bytes")
	errFew       = errors.New("too few of them")
	errMany      = errors.New("too many of them")
	errAdler     = errors.New("ones with another checksum")
	errFilter    = errors.New("a row with an unknown filter")
)

// farthest is how far back a match can reach.
const farthest = 32 << 10

// slack is how many bytes behind its limit an inflater may write: four pairs of literals, or a match and the rest of
// its last word.
const slack = 8 + 258 + 8

// leastPaired is how many bytes a stream has to make for it to pay that literals are joined in pairs.
const leastPaired = 8 << 10

// The states of an inflater.
type inflateState uint8

const (
	atHeader inflateState = iota // of a block
	inStored
	inCodes
	atEnd
)

// An inflater decompresses a raw deflate stream (RFC 1951) that is in memory as a whole, piece by piece into memory of
// its caller. It takes and refuses what compress/flate does.
//
// The method is libdeflate's: a reservoir of 64 bits, filled eight bytes at a time; tables that decode most codes, and
// pairs of short literals, in one step; matches copied by words.
type inflater struct {
	in      []byte
	at      int    // the next byte of in
	bits    uint64 // read from in and not used, the next one lowest
	n       uint   // how many of bits count; those above are 0 or the same as in[at:] has
	over    uint   // how many bytes of bits were not in in, and are 0
	state   inflateState
	final   bool // the current block is the last one
	stored  int  // bytes left of a stored block
	tables  int  // how many more dynamic blocks there may be
	pairs   bool // it pays to join literals
	lit     [litRoom]entry
	dist    [distRoom]entry
	lengths [288 + 32]uint8
}

// reset begins with a new stream, which makes about size bytes.
func (z *inflater) reset(in []byte, size int64) {
	z.in, z.at, z.bits, z.n, z.over = in, 0, 0, 0, 0
	z.state, z.final = atHeader, false
	z.tables = 1024 + int(size/64) // zlib's blocks have 128 symbols at the least
	z.pairs = size >= leastPaired
}

// fill writes to out from index at on, until it has written up to limit or the stream ends, and returns how far it
// came, which may be more than limit by up to slack. Matches look back into out, whose last farthest bytes before at
// are those written last.
func (z *inflater) fill(out []byte, at, limit int) (int, error) {
	var err error
	for at < limit && z.state != atEnd && err == nil {
		switch z.state {
		case atHeader:
			err = z.header()
		case inStored:
			at, err = z.copyStored(out, at, limit)
		case inCodes:
			at, err = z.copyCodes(out, at, limit)
		}
		if z.over*8 > z.n { // bits were used that are not there
			err = errCut
		}
	}
	return at, err
}

// refill makes at least 56 bits count.
func (z *inflater) refill() {
	for ; z.n < 56; z.n += 8 {
		if z.at < len(z.in) {
			z.bits |= uint64(z.in[z.at]) << z.n
			z.at++
		} else {
			z.over++
		}
	}
}

// take returns the next k bits, which refill has got.
func (z *inflater) take(k uint) int {
	v := z.bits & (1<<k - 1)
	z.bits >>= k & 63
	z.n -= k
	return int(v)
}

// align drops the bits up to the next byte and gives whole bytes back to in.
func (z *inflater) align() {
	z.at -= int(z.n/8) - int(z.over)
	z.bits, z.n, z.over = 0, 0, 0
}

// header reads the header of a block; section 3.2.3.
func (z *inflater) header() error {
	z.refill()
	z.final = z.take(1) == 1
	switch z.take(2) {
	case 0:
		return z.storedHeader()
	case 1:
		z.fixedCodes()
		return nil
	case 2:
		return z.dynamicCodes()
	}
	return errBlockType
}

// endBlock is called behind the last symbol of a block.
func (z *inflater) endBlock() {
	z.state = atHeader
	if z.final {
		z.state = atEnd
	}
}

// storedHeader reads the lengths of section 3.2.4.
func (z *inflater) storedHeader() error {
	if z.over*8 > z.n {
		return errCut
	}
	z.align()
	if len(z.in)-z.at < 4 {
		return errCut
	}
	n, check := binary.LittleEndian.Uint16(z.in[z.at:]), binary.LittleEndian.Uint16(z.in[z.at+2:])
	if n != ^check {
		return errStored
	}
	z.at += 4
	z.stored = int(n)
	z.state = inStored
	if n == 0 {
		z.endBlock()
	}
	return nil
}

func (z *inflater) copyStored(out []byte, at, limit int) (int, error) {
	n := min(z.stored, limit-at)
	copied := copy(out[at:at+n], z.in[z.at:])
	z.at += copied
	z.stored -= copied
	if copied < n {
		return at + copied, errCut
	}
	if z.stored == 0 {
		z.endBlock()
	}
	return at + copied, nil
}

// copyCodes decodes a block with Huffman codes up to its end or to limit.
func (z *inflater) copyCodes(out []byte, at, limit int) (int, error) {
	bits, n := z.bits, z.n
	lit, dist := &z.lit, &z.dist
	var err error
block:
	for at < limit {
		if len(z.in)-z.at >= 8 {
			bits |= binary.LittleEndian.Uint64(z.in[z.at:]) << (n & 63)
			z.at += int((63 - n) >> 3)
			n |= 56
		} else {
			if bits, n = z.refillLast(bits, n); z.over > 8 {
				break
			}
		}
		// 56 bits suffice for three literals of the first table and the longest code for a length, or a fourth literal.
		e := lit[bits&(1<<litWidth-1)]
		for literals := 0; e&isLiteral != 0; literals++ {
			binary.LittleEndian.PutUint16(out[at:], uint16(e>>8))
			at += int(e >> 6 & 3)
			bits >>= e & 63
			n -= uint(e & 63)
			if literals == 3 {
				continue block
			}
			e = lit[bits&(1<<litWidth-1)]
		}
		if e&isSpecial != 0 {
			if e&isLink != 0 {
				bits >>= litWidth
				n -= litWidth
				e = lit[uint64(e>>16)+bits&(1<<(e>>8&15)-1)]
			}
			if e&isLiteral != 0 {
				out[at] = uint8(e >> 8)
				at++
				bits >>= e & 63
				n -= uint(e & 63)
				continue
			}
			if e&isSpecial != 0 {
				if e&isEnd == 0 {
					err = errSymbol
					break
				}
				bits >>= e & 63
				n -= uint(e & 63)
				z.endBlock()
				break
			}
		}
		length := int(e>>16) + int(bits&(1<<(e&63)-1)>>(e>>8&15))
		bits >>= e & 63
		n -= uint(e & 63)

		if n < maxCode+13 { // the longest code for a distance, and its extra bits
			if len(z.in)-z.at >= 8 {
				bits |= binary.LittleEndian.Uint64(z.in[z.at:]) << (n & 63)
				z.at += int((63 - n) >> 3)
				n |= 56
			} else {
				bits, n = z.refillLast(bits, n)
			}
		}
		e = dist[bits&(1<<distWidth-1)]
		if e&isLink != 0 {
			bits >>= distWidth
			n -= distWidth
			e = dist[uint64(e>>16)+bits&(1<<(e>>8&15)-1)]
		}
		if e&isSpecial != 0 {
			err = errSymbol
			break
		}
		distance := int(e>>16) + int(bits&(1<<(e&63)-1)>>(e>>8&15))
		bits >>= e & 63
		n -= uint(e & 63)
		if distance > at {
			err = errDistance
			break
		}
		copyMatch(out, at, distance, length)
		at += length
	}
	z.bits, z.n = bits, n
	return at, err
}

// refillLast is refill for the last bytes of in, with the reservoir in the caller's registers.
func (z *inflater) refillLast(bits uint64, n uint) (uint64, uint) {
	z.bits, z.n = bits, n
	z.refill()
	return z.bits, z.n
}

// periods has how far a word of a repeated pattern of so many bytes moves on.
var periods = [8]int{1: 8, 2: 8, 3: 6, 4: 8, 5: 5, 6: 6, 7: 7}

// copyMatch copies length bytes from distance bytes back, which may overlap, and writes up to 7 bytes more.
func copyMatch(out []byte, at, distance, length int) {
	end := at + length
	if distance >= 8 {
		for ; at < end; at += 8 {
			binary.LittleEndian.PutUint64(out[at:], binary.LittleEndian.Uint64(out[at-distance:]))
		}
		return
	}
	d := uint(8 * distance)
	pattern := binary.LittleEndian.Uint64(out[at-distance:]) & (1<<d - 1)
	pattern |= pattern << d
	pattern |= pattern << (2 * d)
	pattern |= pattern << (4 * d)
	for step := periods[distance]; at < end; at += step {
		binary.LittleEndian.PutUint64(out[at:], pattern)
	}
}
