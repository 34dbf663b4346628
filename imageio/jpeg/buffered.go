package jpeg

import "math/bits"

// allocate takes memory for the coefficients of the whole picture.
func (d *Decoder) allocate() {
	d.scan.dcAlone = d.dcAlone()
	for i := range d.n {
		c := &d.comps[i]
		n := c.padAcross * c.padDown
		c.kept = 64
		if d.scan.dcAlone {
			c.kept = 1
		}
		c.coef, c.last = zeroed(c.coef, c.kept*n), zeroed(c.last, n)
		c.mask = c.mask[:0]
		if d.info.Progressive {
			c.mask = zeroed(c.mask, n)
		}
	}
}

// decodeScan decodes one of several scans. A scan of one component has the blocks of its plane as MCUs (T.81,
// A.2.2).
func (d *Decoder) decodeScan() {
	across, down := d.across, d.down
	s := &d.scan
	if len(s.comps) == 1 {
		across, down = s.comps[0].across, s.comps[0].down
		s.units = s.units[:1]
		s.units[0].step = 1
	}
	for y := range down {
		d.aim(y)
		for x := 0; x < across; {
			n, live := s.ahead(across - x)
			if live {
				s.decode(x, n, d.info.Progressive)
			}
			x += n
		}
	}
}

// aim gives the scan's units the memory of their blocks in row y of the MCUs.
func (d *Decoder) aim(y int) {
	u := d.scan.units
	if len(d.scan.comps) == 1 {
		u[0].aim(d.scan.comps[0], y, 0)
		return
	}
	for _, c := range d.scan.comps {
		for i := range c.h * c.v {
			u[0].aim(c, y*c.v+i/c.h, i%c.h)
			u = u[1:]
		}
	}
}

func (u *unit) aim(c *component, y, x int) {
	first := y*c.padAcross + x
	u.kept, u.coef, u.last = c.kept, c.coef[c.kept*first:], c.last[first:]
	if len(c.mask) > 0 {
		u.mask = c.mask[first:]
	}
}

// render makes the picture of the coefficients.
func (d *Decoder) render() {
	for y := d.lines.from; y < min(d.down, d.lines.to); y++ {
		for i := range d.n {
			if d.out.needs(i) {
				d.transformLine(&d.comps[i], y)
			}
		}
		d.out.emit(d, y)
	}
}

// transformLine makes samples of a component's blocks in row y of the MCUs.
func (d *Decoder) transformLine(c *component, y int) {
	for v := range c.v {
		row := (y*c.v + v) * c.padAcross
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
