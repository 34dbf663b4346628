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
}

// follow prepares for d's scan, with memory for chunk MCUs.
func (m *member) follow(d *Decoder, chunk int) {
	p := &m.part
	p.shadow(d, chunk)
	for i := range d.n {
		p.comps[i].ring = resize(p.comps[i].ring, len(d.comps[i].ring))
	}
	p.out.follow(&d.out)
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
// none. The first row may be one that others
// have written but for its lower edge.
func (m *member) render() {
	p := &m.part
	p.out.next = p.region.Min.Y
	if m.emitted > 0 {
		p.out.next = max(p.out.next, m.emitted*p.mcuH-1)
	}
	at := m.held.from
	for y := m.number / p.across; y < m.whole; y++ {
		m.correct(at, at+p.across)
		if y >= p.lines.from {
			p.transformRun(p, at, p.across, y, 0)
			if y >= m.emitted {
				p.out.emit(p, y)
			}
		}
		at += p.across
	}
	p.out.flush(p)
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
