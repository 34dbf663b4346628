package kernel

import "encoding/binary"

// jpegDecodeGeneric is the reference for [JPEGDecode].
func jpegDecodeGeneric(l *JPEGLane) {
	for l.Left > 0 {
		for ; l.Unit < len(l.Units); l.Unit++ {
			if l.block(); l.Bad {
				return
			}
		}
		l.Unit = 0
		l.X++
		l.Left--
		if l.Consumed() > l.Stop {
			return
		}
	}
}

// begin makes sure that the lane stands behind the DC coefficient of a block. It reports whether the code is in the table.
func (l *JPEGLane) begin() bool {
	if l.K > 0 {
		return true
	}
	u, at := &l.Units[l.Unit], l.X*l.Units[l.Unit].Step
	if !l.OnlyDC {
		at *= 64
		clear(u.Coef[at : at+64])
	}
	l.refill()
	diff, ok := l.difference(u.DC)
	if !ok {
		l.Bad = true
		return false
	}
	l.Pred[u.Pred] += diff
	u.Coef[at] = int16(l.Pred[u.Pred])
	l.K = 1
	return true
}

// block decodes a block, or the rest of it.
func (l *JPEGLane) block() {
	if !l.begin() {
		return
	}
	u, at := &l.Units[l.Unit], l.X*l.Units[l.Unit].Step
	if l.OnlyDC {
		l.Bad = !l.pass(u.AC)
	} else {
		u.Last[at], l.Bad = l.coefficients((*[64]int16)(u.Coef[64*at:]), u.AC)
	}
	if !l.Bad {
		l.K = 0
	}
}

// pass passes over AC coefficients from number K on. It reports whether all codes are in the table.
func (l *JPEGLane) pass(ac *JPEGCode) bool {
	var nobody [64]int16
	for {
		l.refill()
		e := ac.skip[l.Acc>>(64-jpegSkipLook)]
		t := uint32(l.K) + uint32(e>>8)
		switch {
		case t == 63 || t-jpegEndOfBlock < 63:
			l.drop(uint(e & 63))
			return true
		case t < 63:
			l.drop(uint(e & 63))
			l.K = int(t) + 1
		default:
			if k, ok := l.single(&nobody, ac); !ok || k > 62 {
				return ok
			}
		}
	}
}

// coefficients decodes AC coefficients from number K on. It returns the number of the last one, and whether there was a
// code that isn't in the table.
func (l *JPEGLane) coefficients(out *[64]int16, ac *JPEGCode) (last uint8, bad bool) {
	for {
		if k := l.pairs(out, ac); k > 62 {
			return k & 63, false
		}
		if k, ok := l.single(out, ac); !ok || k > 62 {
			return k & 63, !ok
		}
	}
}

// pairs decodes coefficients as long as entries of the table have them. It returns the number of the last one, with
// jpegEndOfBlock if there is an end of block behind it, where the block ends, and otherwise 0.
//
// The state of the reader lives in local variables, nothing is called, and each look takes up to two coefficients.
func (l *JPEGLane) pairs(out *[64]int16, ac *JPEGCode) (last uint8) {
	acc, n, pos, k := l.Acc, uint(l.N), l.Pos, uint32(l.K)
	for {
		if n < 32 {
			acc |= binary.BigEndian.Uint64(l.Buf[pos:]) >> (n & 63)
			pos += int((63 - n) >> 3)
			n |= 56
		}
		e := ac.Entry(acc)
		t := k + uint32(e>>8&255) // the second coefficient, or the first, and flags
		end := t == 63 || t-jpegEndOfBlock < 63
		if t > 63 && !end {
			break
		}
		last = uint8(k-1) | jpegEndOfBlock
		if e>>16 != 0 { // not the end of block alone
			_, second := e.Second()
			run, first := e.First()
			out[jpegOrder[uint8(t)]&63] = second
			out[jpegOrder[uint8(k+uint32(run))]&63] = first
			last = uint8(t)
		}
		acc <<= e.Bits()
		n -= e.Bits()
		if end {
			break
		}
		k, last = t+1, 0
	}
	l.Acc, l.N, l.Pos, l.K = acc, int(n), pos, int(k)
	return last
}

// single decodes one symbol where a look can't: its code or value is long, or one of two symbols would lie behind the
// last coefficient. It returns the number of its coefficient, with jpegEndOfBlock for the end of block that of the one
// before.
func (l *JPEGLane) single(out *[64]int16, ac *JPEGCode) (k uint8, ok bool) {
	l.refill()
	symbol, length := ac.Symbol(l.Acc)
	run, size := uint(symbol>>4), uint(symbol&15)
	l.drop(length)
	if length == 0 || size > 10 {
		return 0, false
	}
	if size == 0 && run < 15 {
		return uint8(l.K-1) | jpegEndOfBlock, true
	}
	k = uint8(min(uint(l.K)+run, 63))
	out[jpegOrder[k]&63] = int16(l.value(size))
	l.K = int(k) + 1
	return k, true
}

// difference reads the difference of a DC coefficient, for which there has been a refill.
func (l *JPEGLane) difference(dc *JPEGCode) (diff int32, ok bool) {
	symbol, length := dc.Symbol(l.Acc)
	l.drop(length)
	if length == 0 || symbol > 11 {
		return 0, false
	}
	return l.value(uint(symbol)), true
}

// refill makes N at least 56.
func (l *JPEGLane) refill() {
	l.Acc |= binary.BigEndian.Uint64(l.Buf[l.Pos:]) >> (l.N & 63)
	l.Pos += (63 - l.N) >> 3
	l.N |= 56
}

// value takes a value of so many bits, at most 16.
func (l *JPEGLane) value(size uint) int32 {
	v := uint32(l.Acc >> 1 >> (63 - size&63))
	l.drop(size)
	return JPEGExtend(v, int(size))
}

func (l *JPEGLane) drop(bits uint) {
	l.Acc <<= bits & 63
	l.N -= int(bits)
}
