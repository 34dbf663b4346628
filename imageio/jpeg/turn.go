package jpeg

// What a member does in its turn.

// join makes the scan of m stand where the turn does or, if its speculation is right, where that ended, and gives m the
// MCUs before.
func (t *team) join(m *member, i int) {
	after, met := t.meet(m, i)
	s, now := &m.part.scan, &t.d.scan
	if rest := m.guess.to - m.guess.from - after; !met || t.done+rest > t.limit {
		m.drop()
		s.exchange(now)
		t.take(m, t.room)
		return
	}
	t.right++
	if s.restart == 0 {
		m.lack = now.pred
		for c, v := range m.marks[after].pred {
			m.lack[c] -= v
			s.pred[c] += m.lack[c]
		}
	}
	if now.damage != nil {
		s.damage = now.damage
	}
	s.missing += now.missing
	m.guess.from += after
	t.done += m.guess.to - m.guess.from
	t.take(m, m.guess.from)
	m.held.to = m.guess.to
}

// take moves the kept MCUs into the memory of m, so that they end at number at.
func (t *team) take(m *member, at int) {
	now := &t.d.scan
	m.held = span{at - t.kept, at}
	m.part.scan.copyMCUs(m.held.from, now, 0, t.kept)
	m.emitted = t.emitted
}

// complete decodes what is left of segment i, as much as the memory of m takes, and hands on the turn's state. It reports
// whether there is more of the segment.
func (t *team) complete(m *member, i int) (more bool) {
	s := &m.part.scan
	for t.done < t.limit && m.held.to < t.chunk && !s.beyond(t.end(i)) {
		n := s.batch(min(t.limit-t.done, t.chunk-m.held.to))
		m.part.decodeRun(m.held.to, n)
		m.held.to += n
		t.done += n
	}
	more = t.done < t.limit && !s.beyond(t.end(i))
	t.emitted = t.done / t.d.across
	t.kept = t.done - max(0, t.emitted-1)*t.d.across
	m.number = t.done - (m.held.to - m.held.from)
	m.whole = t.emitted
	m.correct(m.held.to-t.kept, m.held.to)
	t.d.scan.copyMCUs(0, s, m.held.to-t.kept, t.kept)
	if !more {
		s.exchange(&t.d.scan)
	}
	return more
}

// exchange makes two scans stand where the other one stood, with their own memory of coefficients.
func (s *scan) exchange(other *scan) {
	*s, *other = *other, *s
	s.comps, other.comps = other.comps, s.comps
	s.units, other.units = other.units, s.units
}
