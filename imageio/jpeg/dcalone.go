package jpeg

import "github.com/saccade-go/saccade/internal/kernel"

// A progressive picture at an eighth of its size needs the DC coefficients and nothing else. Scans of others are passed
// over (see idle), and the coefficients lie close together, which saves most of the memory and the time.

// dcAlone reports whether the picture that is wanted is such a one.
func (d *Decoder) dcAlone() bool {
	if !d.info.Progressive || d.scan.coded {
		return false
	}
	for i := range d.n {
		if !d.onlyDC(&d.comps[i]) {
			return false
		}
	}
	return true
}

// firstDCs decodes n MCUs from MCU x on of the first scan of DC coefficients.
func (s *scan) firstDCs(x, n int) {
	for m := range n {
		for i := range s.units {
			u := &s.units[i]
			diff, ok := s.r.firstDC(u.dc)
			if !ok {
				s.stop(m, n, true)
				return
			}
			s.pred[u.comp] += diff
			u.coef[(x+m)*u.step] = int16(s.pred[u.comp] << s.low)
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
			u.coef[(x+m)*u.step] |= int16(s.r.take(1) << s.low)
		}
		if s.r.ended() {
			s.stop(m, n, false)
			return
		}
	}
}

// transformDC makes samples of the blocks from x on in row y of a component's blocks.
func (c *component) transformDC(y, x int, dc []int16) {
	kernel.DCSamples(c.ring[y*c.size%c.rows*c.stride+x:][:len(dc)], dc, c.quant[0])
}
