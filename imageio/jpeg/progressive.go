package jpeg

import (
	"math/bits"

	"github.com/saccade-go/saccade/internal/kernel"
)

// The four procedures of a progressive scan (T.81, G.1.2), each for one block. mask has a bit for each AC coefficient
// that isn't 0, numbered in zigzag order.

// firstDC returns the difference that it reads.
func (r *bitReader) firstDC(dc *kernel.JPEGCode) (diff int32, ok bool) {
	r.refill()
	symbol, length := dc.Symbol(r.acc)
	if length == 0 || symbol > 11 {
		return 0, false
	}
	r.drop(length)
	return kernel.JPEGExtend(r.take(uint(symbol)), int(symbol)), true
}

func (r *bitReader) refineDC(out *[64]int16, low uint) {
	r.refill()
	out[0] |= int16(r.take(1) << low)
}

// A band is the coefficients from..to, in zigzag order, of which a scan sends the bit low or all from bit low up.
type band struct {
	from, to int
	low      uint
}

// firstAC decodes a block of the first scan of a band. run is the number of blocks after this one that have nothing
// in the band.
func (r *bitReader) firstAC(out *[64]int16, mask *uint64, ac *kernel.JPEGCode, b band) (run int, ok bool) {
	set := *mask
	for k := b.from; k <= b.to; {
		r.refill()
		e := ac.Entry(r.acc)
		skip, first := e.First()
		if e.Complete() && k+skip < b.to {
			r.drop(e.Bits())
			before, second := e.Second()
			at := min(k+before, 63)
			if second != 0 {
				out[natural[at]&63] = second << b.low
				set |= 1 << at
			}
			if first != 0 {
				out[natural[k+skip]&63] = first << b.low
				set |= 1 << (k + skip)
			}
			if k = at + 1; e.EndOfBlock() {
				break
			}
			continue
		}
		symbol, length := ac.Symbol(r.acc)
		zeros, size := int(symbol>>4), uint(symbol&15)
		if length == 0 || size > 10 {
			*mask = set
			return 0, false
		}
		r.drop(length)
		if size == 0 && zeros < 15 {
			run = 1<<zeros - 1 + int(r.take(uint(zeros)))
			break
		}
		k += zeros
		if size > 0 {
			at := min(k, 63)
			out[natural[at]&63] = int16(kernel.JPEGExtend(r.take(size), int(size)) << b.low)
			set |= 1 << at
		}
		k++
	}
	*mask = set
	return run, true
}

// refineAC decodes a block of a later scan of a band. run is the number of blocks, from this one on, that have only
// corrections; what is left of it is returned.
func (r *bitReader) refineAC(out *[64]int16, mask *uint64, ac *kernel.JPEGCode, b band, run int) (left int, ok bool) {
	one := int16(1) << b.low
	upTo := ^uint64(0) >> (63 - b.to&63)
	set, rest := *mask, upTo&(^uint64(0)<<(b.from&63)) // what is left of the band
	for run == 0 && rest != 0 {
		r.refill()
		symbol, length := ac.Symbol(r.acc)
		zeros, size := int(symbol>>4), symbol&15
		if length == 0 || size > 1 {
			return 0, false
		}
		r.drop(length)
		if size == 0 && zeros < 15 {
			run = 1<<zeros + int(r.take(uint(zeros)))
			break
		}
		value := int16(0)
		if size == 1 {
			value = one * int16(2*int32(r.take(1))-1)
		}
		// The place of the value is behind so many coefficients that have been 0 up to now.
		free := rest &^ set
		for range zeros {
			free &= free - 1
		}
		at := free & -free
		passed := rest & (at - 1) // all of it, if there is no such place
		r.correct(out, passed&set, one)
		rest &^= passed | at
		if at != 0 && value != 0 {
			out[natural[bits.TrailingZeros64(at)]&63] = value
			*mask |= at
		}
	}
	if run > 0 {
		r.correct(out, rest&set, one)
		run--
	}
	return run, true
}

// correct reads a bit for each coefficient of which which has a bit, and moves those with a 1 by one away from 0.
func (r *bitReader) correct(out *[64]int16, which uint64, one int16) {
	for which != 0 {
		r.refill()
		acc, n := r.acc, 0
		for ; which != 0 && n < 56; n++ {
			v := &out[natural[bits.TrailingZeros64(which)]&63]
			sign := *v >> 15
			*v += (one ^ sign - sign) & int16(int64(acc)>>63)
			acc <<= 1
			which &= which - 1
		}
		r.acc = acc
		r.n -= uint(n)
	}
}
