package kernel

import (
	"encoding/binary"
	"math/bits"
)

// jpegRefineGeneric is the reference for [JPEGRefine].
func jpegRefineGeneric(r *JPEGRefiner) {
	for r.Left > 0 && r.next() {
	}
}

// next decodes the block that comes next. It reports whether decoding may go on.
func (r *JPEGRefiner) next() bool {
	if r.block(); r.Bad {
		return false
	}
	r.X++
	r.Left--
	return r.Consumed() <= r.Stop
}

func (r *JPEGRefiner) block() {
	out, mask := (*[64]int16)(r.Coef[64*r.X:]), &r.Mask[r.X]
	was, free := r.Band&*mask, r.Band&^*mask // what is left of the band: coefficients that were sent before, and zeros
	for r.Run == 0 && was|free != 0 {
		r.refill()
		symbol, length := r.code.Symbol(r.Acc)
		zeros, size := symbol>>4, symbol&15
		if length == 0 || size > 1 {
			r.Bad = true
			return
		}
		r.drop(length)
		if size == 0 && zeros < 15 {
			r.Run = 1<<zeros + int(r.take(uint(zeros)))
			break
		}
		value := int16(0)
		if size == 1 {
			value = int16(r.One) * int16(2*r.take(1)-1)
		}
		// The place of the value is behind so many coefficients that have been 0 up to now.
		for range zeros {
			free &^= highest(free)
		}
		at := highest(free)
		rest := max(at, 1) - 1 // what is behind the place: nothing, if there is no such place
		r.correct(out, was&^rest)
		was &= rest
		free &= rest
		if at != 0 && value != 0 {
			out[jpegOrder[bits.LeadingZeros64(at)]&63] = value
			*mask |= at
		}
	}
	if r.Run > 0 {
		r.correct(out, was)
		r.Run--
	}
}

// highest returns the highest bit of v.
func highest(v uint64) uint64 { return 1 << 63 >> bits.LeadingZeros64(v) }

// correct reads a bit for each coefficient of which which has a bit, and moves those with a 1 by one away from 0.
func (r *JPEGRefiner) correct(out *[64]int16, which uint64) {
	one := int16(r.One)
	for which != 0 {
		r.refill()
		acc, n := r.Acc, 0
		for ; which != 0 && n < 56; n++ {
			k := bits.LeadingZeros64(which)
			v := &out[jpegOrder[k]&63]
			sign := *v >> 15
			*v += (one ^ sign - sign) & int16(int64(acc)>>63)
			acc <<= 1
			which &^= 1 << 63 >> k
		}
		r.Acc = acc
		r.N -= n
	}
}

// refill makes N at least 56.
func (r *JPEGRefiner) refill() {
	r.Acc |= binary.BigEndian.Uint64(r.Buf[r.Pos:]) >> (r.N & 63)
	r.Pos += (63 - r.N) >> 3
	r.N |= 56
}

// take returns the next bits, at most 14, for which there has been a refill.
func (r *JPEGRefiner) take(n uint) uint32 {
	v := uint32(r.Acc >> 1 >> (63 - n&63))
	r.drop(n)
	return v
}

func (r *JPEGRefiner) drop(n uint) {
	r.Acc <<= n & 63
	r.N -= int(n)
}
