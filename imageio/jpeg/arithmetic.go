package jpeg

import "math/bits"

// An arithmeticCoder decodes arithmetic coding (T.81, annex D and F.2.4, G.1.3): decisions, each with a state of its
// own, the index of a [probability] with the more probable symbol in the highest bit. The data are those of a
// bitReader; behind their end there are zeros, which is allowed here.
type arithmeticCoder struct {
	c, a    int64 // code register and interval
	ct      int   // how many bits of c have not been used, −16 to begin with
	pos     int
	dc      [4][64]uint8
	ac      [4][256]uint8
	context [4]int // for each component the class of its last difference
	half    uint8
}

func (c *arithmeticCoder) reset() {
	*c = arithmeticCoder{ct: -16, half: fixed}
}

// decide decodes a decision (T.81, figures D.14 to D.19).
func (c *arithmeticCoder) decide(r *bitReader, state *uint8) bool {
	for c.a < 0x8000 {
		if c.ct--; c.ct < 0 {
			c.fetch(r)
		}
		c.a <<= 1
	}
	symbol := *state & 0x80
	p := &probabilities[*state&0x7f]
	qe := int64(p.qe)
	c.a -= qe
	more, exchanged := symbol^p.mps, symbol^p.lps^p.not<<7
	switch limit := c.a << c.ct; {
	case c.c >= limit:
		c.c -= limit
		small := c.a < qe
		c.a = qe
		if small {
			*state = more
		} else {
			*state, symbol = exchanged, symbol^0x80
		}
	case c.a < 0x8000 && c.a < qe:
		*state, symbol = exchanged, symbol^0x80
	case c.a < 0x8000:
		*state = more
	}
	return symbol != 0
}

// fetch reads a byte, or two of them in the beginning.
func (c *arithmeticCoder) fetch(r *bitReader) {
	v := byte(0)
	if c.pos < r.size {
		v = r.buf[c.pos]
	}
	c.pos++
	c.c = c.c<<8 | int64(v)
	if c.ct += 8; c.ct < 0 {
		if c.ct++; c.ct == 0 {
			c.a = 0x8000
		}
	}
}

// conditioning is what DAC sets (T.81, B.2.4.3).
type conditioning struct {
	lower, upper [4]uint8 // of the classes of differences
	split        [4]uint8 // the last coefficient with statistics of its own
}

var usualConditioning = conditioning{upper: [4]uint8{1, 1, 1, 1}, split: [4]uint8{5, 5, 5, 5}}

func (c *conditioning) read(s segment) error {
	if len(s.body)%2 != 0 {
		return formatError(s.at, "pairs of conditioning", "%d bytes", len(s.body))
	}
	for b := s.body; len(b) > 0; b = b[2:] {
		id, v := b[0]&3, b[1]
		switch {
		case b[0]&0xec != 0 || b[0] < 16 && v&15 > v>>4:
			return formatError(s.at, "arithmetic conditioning", "%#x for table %#x", v, b[0])
		case b[0] < 16:
			c.lower[id], c.upper[id] = v&15, v>>4
		default:
			c.split[id] = v
		}
	}
	return nil
}

// magnitude decodes the rest of a value, of which the sign is known, from the state of its first decision on (T.81,
// figures F.23 and F.24). It returns the value's magnitude category and, less 1, the value; ok is false on overflow.
func (c *arithmeticCoder) magnitude(r *bitReader, states []uint8, at int, m int) (category, v int, ok bool) {
	for c.decide(r, &states[at]) {
		if m <<= 1; m == 0x8000 {
			return 0, 0, false
		}
		at++
	}
	return m, c.pattern(r, &states[at+14], m), true
}

// pattern decodes the bits below the highest one, m.
func (c *arithmeticCoder) pattern(r *bitReader, state *uint8, m int) int {
	v := m
	for m >>= 1; m > 0; m >>= 1 {
		if c.decide(r, state) {
			v |= m
		}
	}
	return v
}

// difference decodes the difference of a DC coefficient (T.81, F.1.4.4.1).
func (c *arithmeticCoder) difference(r *bitReader, id, comp int, cond *conditioning) (diff int, ok bool) {
	states, at := c.dc[id][:], c.context[comp]
	c.context[comp] = 0
	if !c.decide(r, &states[at]) {
		return 0, true
	}
	sign := index(c.decide(r, &states[at+1]))
	at += 2 + sign
	m, v := 0, 0
	if c.decide(r, &states[at]) {
		if m, v, ok = c.magnitude(r, states, 20, 1); !ok {
			return 0, false
		}
	}
	switch {
	case m < 1<<cond.lower[id]>>1:
	case m > 1<<cond.upper[id]>>1:
		c.context[comp] = 12 + 4*sign
	default:
		c.context[comp] = 4 + 4*sign
	}
	return signed(v+1, sign == 1), true
}

// coefficients decodes the AC coefficients of a band of a block (T.81, F.1.4.4.2).
func (c *arithmeticCoder) coefficients(r *bitReader, out *[64]int16, id int, b band, split uint8) (mask uint64, ok bool) {
	states := c.ac[id][:]
	for k := max(b.from, 1); k <= b.to; k++ {
		if c.decide(r, &states[3*(k-1)]) {
			break
		}
		for !c.decide(r, &states[3*(k-1)+1]) {
			if k++; k > b.to {
				return mask, false
			}
		}
		v, ok := c.value(r, states, k, split)
		if !ok {
			return mask, false
		}
		out[natural[k]&63] = int16(v << b.low)
		mask |= 1 << 63 >> k
	}
	return mask, true
}

// value decodes an AC coefficient that isn't 0.
func (c *arithmeticCoder) value(r *bitReader, states []uint8, k int, split uint8) (v int, ok bool) {
	negative := c.decide(r, &c.half)
	at := 3*(k-1) + 2
	switch {
	case !c.decide(r, &states[at]):
		return signed(1, negative), true
	case !c.decide(r, &states[at]):
		return signed(2, negative), true
	}
	at = 217
	if k <= int(split) {
		at = 189
	}
	_, v, ok = c.magnitude(r, states, at, 2)
	return signed(v+1, negative), ok
}

// refine decodes a block of a later scan of a band (T.81, G.1.3.3).
func (c *arithmeticCoder) refine(r *bitReader, out *[64]int16, mask *uint64, id int, b band) bool {
	states, one := c.ac[id][:], int16(1)<<b.low
	end := 63 - bits.TrailingZeros64(*mask&(^uint64(0)<<(63-b.to))) // of the scans before
	for k := b.from; k <= b.to; k++ {
		if k > end && c.decide(r, &states[3*(k-1)]) {
			break
		}
		for *mask<<k>>63 == 0 && !c.decide(r, &states[3*(k-1)+1]) {
			if k++; k > b.to {
				return false
			}
		}
		v := &out[natural[k]&63]
		switch {
		case *mask<<k>>63 == 0:
			*v = int16(signed(int(one), c.decide(r, &c.half)))
			*mask |= 1 << 63 >> k
		case c.decide(r, &states[3*(k-1)+2]):
			*v += int16(signed(int(one), *v < 0))
		}
	}
	return true
}

func signed(v int, negative bool) int {
	if negative {
		return -v
	}
	return v
}

func index(b bool) int {
	if b {
		return 1
	}
	return 0
}

// arithmetic decodes n MCUs from MCU x on of a scan of either kind.
func (s *scan) arithmetic(x, n int) {
	for m := range n {
		for i := range s.units {
			if !s.arithmeticBlock(&s.units[i], x+m) {
				s.wipe(i+1, x+m, x+n)
				s.stop(m, n, true)
				return
			}
		}
		if s.coder.pos > s.r.size && s.next >= len(s.data) {
			s.wipe(0, x+m+1, x+n)
			s.stop(m, n, false)
			return
		}
	}
}

func (s *scan) arithmeticBlock(u *unit, x int) (ok bool) {
	block, c := u.block(x), &s.coder
	if s.high > 0 && s.from == 0 {
		block[0] |= int16(index(c.decide(&s.r, &c.half)) << s.low)
		return true
	}
	if s.high > 0 {
		return c.refine(&s.r, block, &u.mask[x*u.step], u.acID, s.band)
	}
	if s.from == 0 {
		if len(u.mask) == 0 {
			*block = [64]int16{} // sequential
		}
		diff, ok := c.difference(&s.r, u.dcID, u.comp, s.cond)
		if !ok {
			return false
		}
		s.pred[u.comp] += int32(diff)
		block[0] = int16(s.pred[u.comp] << s.low)
	}
	mask, ok := c.coefficients(&s.r, block, u.acID, s.band, s.cond.split[u.acID])
	if len(u.mask) > 0 {
		u.mask[x*u.step] |= mask
	}
	u.last[x*u.step] = uint8(63 - min(63, bits.TrailingZeros64(mask)))
	return ok
}
