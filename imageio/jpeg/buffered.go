package jpeg

import "math/bits"

// allocate takes memory for the coefficients of so many rows of MCUs.
func (d *Decoder) allocate(rows int) {
	dcAlone := d.dcAlone()
	for i := range d.n {
		c := &d.comps[i]
		c.held = c.v * rows
		n := c.padAcross * c.held
		c.kept = 64
		if dcAlone {
			c.kept = 1
		}
		c.coef, c.last = zeroed(c.coef, c.kept*n), zeroed(c.last, n)
		c.mask = c.mask[:0]
		if d.info.Progressive {
			c.mask = zeroed(c.mask, n)
		}
	}
}

// decodeAll decodes one of several scans.
func (s *scan) decodeAll(d *Decoder) {
	for y := range d.down {
		s.decodeRow(d, y)
	}
}

// decodeRow decodes what a scan has of row y of the picture's MCUs. A scan of one component has the blocks of its plane as
// MCUs (T.81, A.2.2).
func (s *scan) decodeRow(d *Decoder, y int) {
	if len(s.comps) > 1 {
		u := s.units
		for _, c := range s.comps {
			for i := range c.h * c.v {
				u[0].aim(c, y*c.v+i/c.h, i%c.h)
				u = u[1:]
			}
		}
		s.decodeMCUs(d.across, d.info.Progressive)
		return
	}
	c := s.comps[0]
	s.units = s.units[:1]
	s.units[0].step = 1
	for v := y * c.v; v < min((y+1)*c.v, c.down); v++ {
		s.units[0].aim(c, v, 0)
		s.decodeMCUs(c.across, d.info.Progressive)
	}
}

// decodeMCUs decodes a row of so many MCUs.
func (s *scan) decodeMCUs(across int, progressive bool) {
	for x := 0; x < across; {
		n, live := s.ahead(across - x)
		if live {
			s.decode(x, n, progressive)
		}
		x += n
	}
}

func (u *unit) aim(c *component, y, x int) {
	first := y%c.held*c.padAcross + x
	u.kept, u.coef, u.last = c.kept, c.coef[c.kept*first:], c.last[first:]
	if len(c.mask) > 0 {
		u.mask = c.mask[first:]
	}
}

// render makes the picture of the coefficients.
func (d *Decoder) render() {
	for y := range d.down {
		d.renderRow(y)
	}
}

// renderRow makes what of the picture is complete when row y of the MCUs is.
func (d *Decoder) renderRow(y int) {
	if y < d.lines.from || y >= d.lines.to {
		return
	}
	for i := range d.n {
		if d.out.needs(i) {
			d.transformLine(&d.comps[i], y)
		}
	}
	d.out.emit(d, y)
}

// transformLine makes samples of a component's blocks in row y of the MCUs.
func (d *Decoder) transformLine(c *component, y int) {
	for v := range c.v {
		row := (y*c.v + v) % c.held * c.padAcross
		from, to := row+d.columns.from*c.h, row+d.columns.to*c.h
		if c.kept == 1 {
			c.transformDC(y*c.v+v, d.columns.from*c.h, c.coef[from:to])
			continue
		}
		if d.info.Progressive {
			for i, m := range c.mask[from:to] {
				c.last[from+i] = uint8(63 - min(63, bits.TrailingZeros64(m)))
			}
		}
		c.transform(y*c.v+v, d.columns.from*c.h, c.coef[64*from:64*to], c.last[from:to])
	}
}
