package jpeg

import "github.com/saccade-go/saccade/internal/kernel"

// The four procedures of a progressive scan (T.81, G.1.2). mask has a bit for each AC coefficient that isn't 0: bit 63−k
// for the one with zigzag number k.

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

// mask has a bit for each coefficient of the band.
func (b band) mask() uint64 { return ^uint64(0) >> (b.from & 63) & (^uint64(0) << (63 - b.to&63)) }

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
				set |= 1 << 63 >> at
			}
			if first != 0 {
				out[natural[k+skip]&63] = first << b.low
				set |= 1 << 63 >> (k + skip)
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
			set |= 1 << 63 >> at
		}
		k++
	}
	*mask = set
	return run, true
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
