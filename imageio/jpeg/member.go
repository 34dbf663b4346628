package jpeg

// A member of a team has memory for the MCUs of a segment, in the order of the data, as if they were one row.
type member struct {
	ahead            // part is, the tables aside, the team's decoder with other memory
	guess   span     // MCUs in the memory that come from speculation and lack something of DC
	lack    [4]int32 // for each component of the scan
	held    span     // MCUs in the memory that are known to be right but for DC; the first one begins a row
	number  int      // of the first one in the picture
	emitted int      // rows of MCUs that others have written
	whole   int      // rows of MCUs that are complete with those that are held
	canvas  *Decoder // has the rings and the output: part, or the part of another member of the goroutine
}

// follow prepares for d's scan, with memory for chunk MCUs. Its rows are drawn on canvas.
func (m *member) follow(d *Decoder, chunk int, canvas *Decoder) {
	m.part.shadow(d, chunk)
	m.canvas = canvas
	if canvas != &m.part {
		return
	}
	for i := range d.n {
		canvas.comps[i].ring = resize(canvas.comps[i].ring, len(d.comps[i].ring))
	}
	canvas.out.follow(&d.out)
}

// shadow makes d decode what of does, from where that stands, into memory of its own for chunk MCUs.
func (d *Decoder) shadow(of *Decoder, chunk int) {
	d.frameLayout, d.n = of.frameLayout, of.n
	for i := range d.n {
		d.comps[i].follow(&of.comps[i], chunk)
	}
	d.scan.follow(&of.scan, d)
	d.place(chunk)
}

// follow makes c like of, but for its memory. It has some for coefficients, and none for samples.
func (c *component) follow(of *component, chunk int) {
	ring, coef, last := c.ring, c.coef, c.last
	*c = *of
	n := c.h * c.v * chunk
	c.ring, c.coef, c.last, c.mask = ring, resize(coef, c.kept*n), resize(last, n), nil
}

// follow makes s stand where of stands, with its components in p.
func (s *scan) follow(of *scan, p *Decoder) {
	comps, units, buf, lane := s.comps[:0], s.units[:0], s.r.buf, s.lane
	*s = *of
	s.lane = lane
	if s.restart > 0 {
		s.r.buf = buf // each interval is freed from stuffing when it comes
	}
	s.units = append(units, of.units...)
	for _, c := range of.comps {
		comps = append(comps, &p.comps[c.number])
	}
	s.comps = comps
}

func (o *output) follow(of *output) {
	up, rgb, strip := o.up, o.rgb, o.strip
	*o = *of
	for i := range up {
		o.up[i] = resize(up[i], len(of.up[i]))
	}
	for i := range rgb {
		o.rgb[i] = resize(rgb[i], len(of.rgb[i]))
		o.strip[i] = resize(strip[i], len(of.strip[i]))
	}
}

// drop forgets the speculation.
func (m *member) drop() { m.guess.to = m.guess.from }

// correct adds what speculation lacks to MCUs of the memory, which have to be the last ones that it is not added to.
func (m *member) correct(from, to int) {
	from, to = m.guess.cut(from, to)
	if from >= to {
		return
	}
	for i := range m.part.scan.units {
		u := &m.part.scan.units[i]
		if lack := int16(m.lack[u.comp]); lack != 0 {
			for x := from; x < to; x++ {
				u.addDC(x, lack)
			}
		}
	}
	if to == m.guess.to {
		m.guess.to = from
	} else {
		m.guess.from = to
	}
}

// render makes pixels of the rows that are complete, and forgets all that is held; of a member that holds nothing it makes
// none. The first row may be one that others have written but for its lower edge, for which its samples are needed once
// more, unless the canvas has them.
func (m *member) render() {
	c := m.canvas
	c.out.next = c.region.Min.Y
	if m.emitted > 0 {
		c.out.next = max(c.out.next, m.emitted*c.mcuH-1)
	}
	at := m.held.from
	for y := m.number / c.across; y < m.whole; y++ {
		m.correct(at, at+c.across)
		if y >= c.lines.from && (y >= m.emitted || y+1 != c.out.drawn) {
			c.transformRun(&m.part, at, c.across, y, 0)
			c.out.drawn = y + 1
		}
		if y >= c.lines.from && y >= m.emitted {
			c.out.emit(c, y)
		}
		at += c.across
	}
	c.out.flush(c)
	m.guess.to = m.guess.from
}

// copyMCUs copies n MCUs from number from of another scan's memory.
func (s *scan) copyMCUs(to int, other *scan, from, n int) {
	for i := 0; i < len(s.units); i += s.units[i].step {
		a, b, h := &s.units[i], &other.units[i], s.units[i].step
		copy(a.coef[a.kept*h*to:], b.coef[a.kept*h*from:a.kept*h*(from+n)])
		copy(a.last[h*to:], b.last[h*from:h*(from+n)])
	}
}
