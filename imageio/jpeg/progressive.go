package jpeg

import "github.com/saccade-go/saccade/internal/kernel"

// The four procedures of a progressive scan (T.81, G.1.2), each for MCUs of a row. mask has a bit for each AC coefficient
// that isn't 0: bit 63−k for the one with zigzag number k.

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

// firstDCs decodes n MCUs from MCU x on of the first scan of DC coefficients. A block with a bad code is like the one before,
// as in libjpeg.
func (s *scan) firstDCs(x, n int) {
	for m := range n {
		for i := range s.units {
			u := &s.units[i]
			diff, ok := s.r.firstDC(u.dc)
			s.pred[u.comp] += diff
			u.coef[u.kept*(x+m)*u.step] = int16(s.pred[u.comp] << s.low)
			if !ok {
				s.stop(m, n, true)
				return
			}
		}
		if s.r.ended() {
			s.stop(m, n, false)
			return
		}
	}
}

// refineDCs decodes n MCUs from MCU x on of a later scan: a bit for each block.
func (s *scan) refineDCs(x, n int) {
	for m := range n {
		s.r.refill() // an MCU has at most 10 blocks
		for i := range s.units {
			u := &s.units[i]
			u.coef[u.kept*(x+m)*u.step] |= int16(s.r.take(1) << s.low)
		}
		if s.r.ended() {
			s.stop(m, n, false)
			return
		}
	}
}

// A band is the coefficients from..to, in zigzag order, of which a scan sends the bit low or all from bit low up.
type band struct {
	from, to int
	low      uint
}

// mask has a bit for each coefficient of the band.
func (b band) mask() uint64 { return ^uint64(0) >> (b.from & 63) & (^uint64(0) << (63 - b.to&63)) }

// firstACs decodes n blocks from block x on of the first scan of a band.
func (s *scan) firstACs(x, n int) {
	u := &s.units[0]
	for m := 0; m < n; {
		if skip := min(s.run, n-m); skip > 0 {
			s.run -= skip
			m += skip
			continue
		}
		run, ok := s.r.firstAC(u.block(x+m), &u.mask[x+m], u.ac, s.band)
		if !ok || s.r.ended() {
			s.stop(m, n, !ok)
			return
		}
		s.run = run
		m++
	}
}

// firstAC decodes a block of the first scan of a band. run is the number of blocks after this one that have nothing
// in the band.
func (r *bitReader) firstAC(out *[64]int16, mask *uint64, ac *kernel.JPEGCode, b band) (run int, ok bool) {
	acc, n, pos, w, set := r.acc, r.n, r.pos, windowOn(r.buf), *mask // r itself would be in memory
	ok = true
	for k := b.from; k <= b.to; {
		acc |= w.at(pos) >> (n & 63)
		pos += int(63-n) >> 3
		n |= 56
		e := ac.Entry(acc)
		skip, first := e.First()
		before, second := e.Second()
		if e.Complete() && (k+skip < b.to || second == 0 && !e.EndOfBlock()) {
			acc <<= e.Bits()
			n -= e.Bits()
			at := min(k+before, 63)
			if second != 0 {
				out[natural[at]&63] = second << b.low
				set |= 1 << 63 >> at
			}
			if first != 0 {
				at := min(k+skip, 63)
				out[natural[at]&63] = first << b.low
				set |= 1 << 63 >> at
			}
			if k = at + 1; e.EndOfBlock() {
				break
			}
			continue
		}
		symbol, length := ac.Symbol(acc)
		zeros, size := int(symbol>>4), uint(symbol&15)
		if ok = length != 0 && size <= 10; !ok {
			break
		}
		last := size == 0 && zeros < 15
		if last {
			size = uint(zeros)
		}
		acc <<= length & 63
		value := uint32(acc >> 1 >> (63 - size&63))
		acc <<= size & 63
		n -= length + size
		if last {
			run = 1<<size - 1 + int(value)
			break
		}
		k += zeros
		if size > 0 {
			at := min(k, 63)
			out[natural[at]&63] = int16(kernel.JPEGExtend(value, int(size)) << b.low)
			set |= 1 << 63 >> at
		}
		k++
	}
	r.acc, r.n, r.pos, *mask = acc, n, pos, set
	return run, ok
}

// refineACs decodes n blocks from block x on of a later scan of a band.
func (s *scan) refineACs(x, n int) {
	if s.refiner == nil {
		s.refiner = new(kernel.JPEGRefiner)
	}
	r, u := s.refiner, &s.units[0]
	if s.fresh {
		r.SetCode(u.ac)
		s.fresh = false
	}
	r.Acc, r.N, r.Pos, r.Buf, r.Stop = s.r.acc, int(s.r.n), s.r.pos, s.r.buf, 8*s.r.size
	r.X, r.Left, r.Run, r.Coef, r.Mask = x, n, s.run, u.coef, u.mask
	r.Band, r.One = s.band.mask(), 1<<s.low
	kernel.JPEGRefine(r)
	s.r.acc, s.r.n, s.r.pos, s.run = r.Acc, uint(r.N), r.Pos, r.Run
	switch {
	case r.Bad:
		s.stop(r.X-x, n, true)
	case s.r.ended():
		s.stop(r.X-1-x, n, false)
	}
	r.Buf, r.Coef, r.Mask = nil, nil, nil
}
