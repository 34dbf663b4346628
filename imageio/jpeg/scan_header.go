package jpeg

// maxPerMCU is how many blocks an MCU has at most (T.81, B.2.3).
const maxPerMCU = 10

// readScan reads a start of scan and prepares everything for its data.
func (d *Decoder) readScan(s segment) error {
	b := s.body
	if len(b) < 6 || len(b) != 4+2*int(b[0]) || b[0] > 4 {
		return formatError(s.at, "a scan header", "one of %d bytes", len(b))
	}
	sc, tail := &d.scan, b[len(b)-3:]
	sc.at, sc.comps, sc.units = s.at, sc.comps[:0], sc.units[:0]
	sc.band = band{int(tail[0]), int(tail[1]), uint(tail[2] & 15)}
	sc.high = uint(tail[2] >> 4)
	if err := d.checkBand(len(b) == 6); err != nil {
		return err
	}
	for c := b[1 : len(b)-3]; len(c) > 0; c = c[2:] {
		if err := d.addComponent(c[0], int(c[1]>>4), int(c[1]&15)); err != nil {
			return err
		}
	}
	if len(sc.comps) > 1 && len(sc.units) > maxPerMCU {
		return formatError(s.at, "at most 10 blocks in an MCU", "%d", len(sc.units))
	}
	return d.checkPasses()
}

// checkBand checks which coefficients and bits are sent (T.81, table B.3 and G.1.1.1).
func (d *Decoder) checkBand(alone bool) error {
	s := &d.scan
	if !d.info.Progressive {
		s.band, s.high = band{0, 63, 0}, 0
		return nil
	}
	wrong := s.from > s.to || s.to > 63 || s.low > 13 || s.high > 0 && s.high != s.low+1
	if s.from == 0 {
		wrong = wrong || s.to > 0
	} else {
		wrong = wrong || !alone
	}
	if wrong {
		return formatError(s.at, "a progressive scan", "coefficients %d to %d, bits %d to %d", s.from, s.to, s.high, s.low)
	}
	return nil
}

func (d *Decoder) addComponent(id byte, dc, ac int) error {
	s := &d.scan
	var c *component
	for i := range d.n {
		if d.comps[i].id == id {
			c = &d.comps[i]
		}
	}
	if c == nil {
		return formatError(s.at, "a component of the frame", "%d", id)
	}
	for _, other := range s.comps {
		if other == c {
			return formatError(s.at, "different components", "%d twice", id)
		}
	}
	if err := d.latch(c); err != nil {
		return err
	}
	if err := d.addUnits(c, dc, ac); err != nil {
		return err
	}
	s.comps = append(s.comps, c)
	return d.send(c)
}

// latch keeps the quantisation table that a component has when its first scan begins.
func (d *Decoder) latch(c *component) error {
	if c.latched {
		return nil
	}
	if !d.tables.hasQuant[c.tq] {
		return formatError(d.scan.at, "a quantisation table for each component", "none with number %d", c.tq)
	}
	c.quant, c.latched = d.tables.quant[c.tq], true
	for i := range c.sent {
		c.sent[i] = -1
	}
	return nil
}

// send notes which bits of a component's coefficients the scan sends.
func (d *Decoder) send(c *component) error {
	s := &d.scan
	for k := s.from; k <= s.to; k++ {
		if was := c.sent[k]; s.high == 0 && was >= 0 || s.high > 0 && was != int8(s.high) {
			return formatError(s.at, "bits that have not been sent", "coefficient %d of component %d again", k, c.id)
		}
		c.sent[k] = int8(s.low)
	}
	return nil
}

// addUnits adds the blocks that a component has in an MCU.
func (d *Decoder) addUnits(c *component, dc, ac int) error {
	s, t := &d.scan, &d.tables
	if dc > 3 || ac > 3 {
		return formatError(s.at, "a Huffman table from 0 to 3", "%d and %d", dc, ac)
	}
	if !s.coded && (s.from == 0 && s.high == 0 && !t.hasDC[dc] || s.to > 0 && !t.hasAC[ac]) {
		return formatError(s.at, "a Huffman table for each component", "none with number %d or %d", dc, ac)
	}
	for range c.h * c.v {
		s.units = append(s.units, unit{onlyDC: d.onlyDC(c), dc: &t.dc[dc], ac: &t.ac[ac], dcID: dc, acID: ac, comp: len(s.comps), step: c.h})
	}
	return nil
}

// onlyDC reports whether the AC coefficients of a component are of no use to the picture that is wanted.
func (d *Decoder) onlyDC(c *component) bool { return c.size == 1 || !d.out.needs(c.number) }

// idle reports whether a scan of a progressive file can be passed over.
func (d *Decoder) idle() bool {
	return d.info.Progressive && len(d.scan.comps) == 1 && d.scan.from > 0 && d.onlyDC(d.scan.comps[0])
}

// checkPasses adds the scan's blocks to those of the scans before.
func (d *Decoder) checkPasses() error {
	const small = 1 << 20 / 64 // blocks; less isn't worth counting
	for _, c := range d.scan.comps {
		d.passed += int64(c.padAcross) * int64(c.padDown)
	}
	unit := max(int64(d.blocks), small*int64(d.perMCU))
	if passes := (d.passed + unit - 1) / unit; passes > d.opt.passes() {
		return &LimitError{Passes: passes, Limit: d.opt.passes()}
	}
	return nil
}
