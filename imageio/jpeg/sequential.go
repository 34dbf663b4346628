package jpeg

// natural has the place in a block, row by row, of each coefficient in zigzag order (T.81, figure 5). Runs of
// damaged files lead beyond 63: they end at the last coefficient, as in libjpeg.
var natural = func() (order [256]uint8) {
	for i := range order {
		order[i] = 63
	}
	copy(order[:], []uint8{
		0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
		12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
		35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
		58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
	})
	return order
}()

// badCode is what block returns as last if the data has a code that isn't in the table.
const badCode = -1

// coefficients decodes the AC coefficients of a block of a sequential scan into out, where they are all 0. It returns
// the zigzag number of the last one (or one a little after it), or badCode.
func (r *bitReader) coefficients(out *[64]int16, ac *table) (last int) {
	for k := uint(1); ; {
		if k, last = r.pairs(out, &ac.look, k); k > 63 {
			return last
		}
		if k, last = r.single(out, ac, k); k > 63 {
			return last
		}
	}
}

// pairs decodes coefficients from number k on, as long as entries of the table have them. If it returns 64 the block
// has ended, and last is its last coefficient.
//
// This is the innermost loop of the package. The state of the reader lives in local variables, nothing is called, and
// each look takes up to two coefficients; see [table].
func (r *bitReader) pairs(out *[64]int16, look *[1 << lookBits]uint32, k uint) (next uint, last int) {
	acc, n, pos, buf, order := r.acc, r.n, r.pos, windowOn(r.buf), &natural
	_, _ = out[0], look[0] // so that the loop needn't ask for nil
	for {
		if n < 32 {
			acc |= buf.at(pos) >> (n & 63)
			pos += int((63 - n) >> 3)
			n |= 56
		}
		e := look[acc>>(64-lookBits)]
		first := k + uint(e>>4&(incomplete>>4|15))
		if first < 63 {
			second := uint(e >> 8 & 127)
			out[order[uint8(k+second&31)]&63] = int16(int32(e) >> 26)
			out[order[uint8(first)]&63] = int16(int32(e) << 6 >> 22)
			acc <<= e & 15
			n -= uint(e & 15)
			if next = k + second + 1; next < 64 {
				k = next
				continue
			}
			r.acc, r.n, r.pos = acc, n, pos
			if e>>16 == 0 {
				return 64, int(k) - 1 // the end of block alone
			}
			return 64, min(int(k+second&31), 63)
		}
		// The value is not in the entry, or this may be the last coefficient: nothing behind it can be taken.
		size, run := e>>16&15, uint(e>>20&15)
		if e&incomplete == 0 || k+run > 62 || size-1 > 9 {
			break
		}
		k += run
		v := acc << (e >> 24 & 63) // the value at the head
		out[order[uint8(k)]&63] = int16(int32(v>>(-size&63)) + (1-1<<(size&31))&(int32(^v>>32)>>31))
		acc <<= (e>>24 + size) & 63
		n -= uint(e>>24 + size)
		k++
	}
	r.acc, r.n, r.pos = acc, n, pos
	return k, 0
}

// skip passes over the AC coefficients of a block that nobody wants, as coefficients would decode them. It reports
// whether all codes are in the table.
func (r *bitReader) skip(ac *table) (ok bool) {
	acc, n, pos, buf := r.acc, r.n, r.pos, windowOn(r.buf)
	for k := uint(1); k < 64; {
		if n < 32 {
			acc |= buf.at(pos) >> (n & 63)
			pos += int((63 - n) >> 3)
			n |= 56
		}
		e := ac.look[acc>>(64-lookBits)]
		if first := k + uint(e>>4&(incomplete>>4|15)); first < 63 {
			acc <<= e & 15
			n -= uint(e & 15)
			k += uint(e>>8&127) + 1
			continue
		}
		symbol, length := ac.symbolAt(acc, e)
		run, size := uint(symbol>>4), uint(symbol&15)
		if length == 0 || size > 10 {
			return false
		}
		acc <<= (length + size) & 63
		n -= length + size
		if k += run + 1; size == 0 && run < 15 {
			break
		}
	}
	r.acc, r.n, r.pos = acc, n, pos
	return true
}

// single decodes one symbol where pairs couldn't: a long code, a long value, or coefficient 63.
func (r *bitReader) single(out *[64]int16, ac *table, k uint) (next uint, last int) {
	symbol, length := ac.symbolAt(r.acc, ac.look[r.acc>>(64-lookBits)])
	run, size := uint(symbol>>4), uint(symbol&15)
	if length == 0 || size > 10 {
		return 64, badCode
	}
	r.drop(length)
	if size == 0 && run < 15 {
		return 64, int(k) - 1
	}
	k += run
	out[natural[uint8(k)]&63] = int16(extend(r.take(size), int(size)))
	return k + 1, 63
}

// difference reads the difference of a DC coefficient.
func (r *bitReader) difference(dc *table) (diff int32, ok bool) {
	e := dc.look[r.acc>>(64-lookBits)]
	if e&incomplete == 0 {
		r.drop(uint(e & 15))
		return int32(e) >> 16, true
	}
	symbol, length := dc.symbolAt(r.acc, e)
	if length == 0 || symbol > 11 {
		return 0, false
	}
	r.drop(length)
	return extend(r.take(uint(symbol)), int(symbol)), true
}

// symbolAt returns the one symbol at the head of acc, whose entry is e, and its length; length 0 says that there is
// no such code.
func (t *table) symbolAt(acc uint64, e uint32) (symbol byte, length uint) {
	switch {
	case e&incomplete == 0:
		return t.next(acc)
	case e > incomplete:
		return byte(e >> 16), uint(e >> 24)
	}
	return t.long(acc)
}
