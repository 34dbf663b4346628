package jpeg

import (
	"bytes"
	"math"
)

// A cut is where a segment of a scan begins: at any byte of the data without stuffing, or, if the scan has restart
// intervals, at a marker in the file.
type cut struct {
	at     int
	number byte // of the restart marker
	mcu    int  // how many MCUs are before it, if the markers are right
}

// cut returns where up to n segments begin. The first one is where the scan stands, which is at its beginning.
func (d *Decoder) cut(cuts []cut, n int) []cut {
	s := &d.scan
	cuts = append(cuts, cut{})
	if s.restart == 0 {
		for i := 1; i < n; i++ {
			cuts = append(cuts, cut{at: i * s.r.size / n})
		}
		return cuts
	}
	at, each := s.next, (len(s.data)-s.begin)/n
	for q := 1; len(cuts) < n; q++ {
		w := walker{s.data, at}
		marker := w.skipFill()
		if !isRST(marker) {
			break
		}
		if at >= s.begin+len(cuts)*each {
			cuts = append(cuts, cut{at, marker - markerRST0, q * s.restart})
		}
		at = nextMarker(s.data, w.at+1)
	}
	return cuts
}

// nextMarker returns where the next marker begins, or the end of data.
func nextMarker(data []byte, at int) int {
	for at < len(data) {
		i := bytes.IndexByte(data[at:], 0xff)
		if i < 0 {
			break
		}
		end := afterFill(data, at+i)
		if end < len(data) && data[end] != 0 {
			return at + i
		}
		at = end + 1
	}
	return len(data)
}

// end returns where segment i ends, in the measure of scan.beyond.
func (t *team) end(i int) int {
	if i+1 == len(t.cuts) {
		return math.MaxInt
	}
	return t.cuts[i+1].at
}

// beyond reports whether the scan stands at the cut at end or after it.
func (s *scan) beyond(end int) bool {
	if s.restart > 0 {
		return s.left == 0 && s.next >= end
	}
	return s.r.consumed()>>3 >= end
}

// leap makes the scan stand at a cut, with what can be known there.
func (s *scan) leap(c cut) {
	s.forget()
	s.over, s.damage, s.missing = false, nil, 0
	if s.restart > 0 {
		s.next, s.left, s.number = c.at, 0, c.number
	} else {
		s.r.acc, s.r.n, s.r.pos = 0, 0, c.at
	}
}

// Speculation without restart intervals assumes that the bit at the cut is the first one of an MCU. It is seldom right,
// and soon it doesn't matter: decoders of Huffman codes that begin at different bits are in step after a few codes,
// and in step at the beginning of an MCU a little later (Klein and Wiseman 2003, "Parallel Huffman decoding with
// applications to JPEG files"). So the first MCUs leave marks, among which the turn looks for the place where it comes
// by. From there on all coefficients are right but DC, which lacks one and the same number for each component. In no way
// can wrong speculation pass for right: what follows depends on the bit position alone.
const (
	mostMarks = 64
	batchMCUs = 16 // decoded at a time when there are marks enough
)

// A mark is what a speculation without restart intervals knew at the beginning of an MCU.
type mark struct {
	bit  int
	pred [4]int32
}

// speculate decodes segment i into the memory of m, as if it began at its cut. The first segment needs no speculation.
func (t *team) speculate(m *member, i int) {
	m.forget(t.room)
	if i == 0 {
		return
	}
	m.part.scan.leap(t.cuts[i])
	most := t.chunk
	if m.part.scan.restart > 0 {
		most = min(most, t.room+max(0, t.limit-t.cuts[i].mcu))
	}
	for m.guess.to < most && !m.part.scan.beyond(t.end(i)) {
		if !m.advance(most) {
			break
		}
	}
}

// forget makes the member one that has decoded nothing. Its memory is for MCUs from number room on.
func (m *member) forget(room int) {
	m.marks, m.guess, m.lack = m.marks[:0], span{room, room}, [4]int32{}
	m.held, m.number, m.whole = span{room, room}, 0, 0
}

// speculateBoth does so for two segments by turns, the second of which may be one more than there are. The scan has no
// restart intervals.
func (t *team) speculateBoth(a, b *member, i int) {
	for k, m := range []*member{a, b} {
		m.forget(t.room)
		m.running = false
		if i+k < len(t.cuts) {
			// What is taken for an MCU must not be made of the zeros behind the data.
			end := min(t.end(i+k), m.part.scan.r.size-slack)
			m.begin(t.cuts[i+k].at, 8*end-1, t.room)
		}
	}
	finishBoth(&a.ahead, &b.ahead)
	for _, m := range []*member{a, b} {
		if len(m.marks) == 0 {
			continue
		}
		if n, whole := m.end(); whole {
			m.guess.to += n
		} else {
			m.marks = m.marks[:0]
		}
	}
}

// advance decodes the next MCUs of a speculation. It reports whether it can go on. With restart intervals all that can
// go wrong is a part of the speculation. Without them the last MCUs are taken back then, so that the turn finds out.
func (m *member) advance(most int) bool {
	s, from := &m.part.scan, m.guess.to
	n := s.batch(most - from)
	if s.restart == 0 && len(m.marks) < mostMarks {
		m.marks = append(m.marks, mark{s.r.consumed(), s.pred})
		n = 1
	}
	reader, pred := s.r, s.pred
	m.part.decodeRun(from, n)
	if s.restart == 0 && s.over {
		s.r, s.pred = reader, pred
		s.over, s.damage, s.missing = false, nil, 0
		return false
	}
	m.guess.to += n
	return true
}

// batch returns how many MCUs, at most most, can be decoded at a time without passing a cut unseen.
func (s *scan) batch(most int) int {
	most = min(most, batchMCUs)
	switch {
	case s.restart == 0:
		return most
	case s.left == 0:
		return min(most, s.restart)
	}
	return min(most, s.left)
}

// meet goes on with the decoder's scan, which has the turn, until it stands where the speculation of segment i stood
// after some MCUs. It returns how many.
func (t *team) meet(m *member, i int) (after int, met bool) {
	s, c := &t.d.scan, t.cuts[i]
	if s.restart > 0 {
		return 0, i > 0 && s.left == 0 && s.next == c.at && s.number == c.number && t.done == c.mcu
	}
	for after, mark := range m.marks {
		for s.r.consumed() < mark.bit && !s.over && t.done < t.limit && t.kept < t.room {
			t.d.decodeRun(t.kept, 1)
			t.kept++
			t.done++
		}
		if s.r.consumed() == mark.bit {
			return after, !s.over
		}
	}
	return 0, false
}
