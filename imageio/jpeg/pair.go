package jpeg

import "github.com/saccade-go/saccade/internal/kernel"

// On one processor a scan is decoded at two places by turns, because the processor waits for each of them most of the
// time. It goes in rounds. In each one the scan's own lane goes on from where it stands, and another one begins ahead of
// it, at any byte, by speculation (split.go). When the first lane comes to where the second one began, the place is known,
// what the second one has decoded follows what the first one has, and the next round begins where the second one stands.
type pair struct {
	ahead     // the second lane
	done  int // MCUs whose pixels are there
	right int // how many speculations have come true, for tests
}

// Sizes are variables so that tests can have small pictures.
var (
	// pairBlocks is how many blocks a picture has for which two places pay.
	pairBlocks = 256
	// roundBlocks is how many blocks a lane decodes in a round: 256 KB of coefficients, so that those of both lanes stay in
	// the second-level cache.
	roundBlocks = 2048
	// leastAhead is how many bits a round is worth the trouble for.
	leastAhead = 8 << 10
)

// roundDCs is roundBlocks for DC alone.
const roundDCs = 1 << 16

// byTurns decodes most of the only scan of a sequential file at two places by turns, as stream does at one. It returns how
// many MCUs of the picture are there; stream is for the rest.
func (d *Decoder) byTurns() (done int) {
	if !kernel.JPEGByTurns() || d.scan.coded || d.scan.restart > 0 || d.wanted()*d.perMCU < pairBlocks {
		return 0
	}
	if d.pair == nil {
		d.pair = new(pair)
	}
	p := d.pair
	each := roundBlocks
	if d.scan.onlyDC {
		each = roundDCs
	}
	each = max(1, min(each/d.perMCU, ceilDiv(d.wanted(), 2)))
	d.streamMemory(2*each + mostMarks) // data may be denser here than there
	p.part.shadow(d, d.chunk)
	p.done, p.right = 0, 0
	for p.round(d, each) {
	}
	p.part.release()
	p.part.scan.r.buf = nil
	return p.done
}

// round decodes about so many MCUs at each of the two places. It reports whether there may be another round.
func (p *pair) round(d *Decoder, each int) bool {
	s, left := &d.scan, d.wanted()-p.done
	s.heed()
	at, size := s.r.consumed(), 8*s.r.size
	ahead := (size - at) / (2 * max(1, ceilDiv(left, 2*each)))
	begin := (at + ahead) >> 3
	// What the second lane takes for an MCU must not be made of the zeros behind the data.
	end := min(at+2*ahead, size-8*slack)
	if s.over || left < 2*mostMarks || end-8*begin < leastAhead {
		return false
	}
	p.decode(d, begin, end)
	n := s.lane.X
	if s.lane.Bad {
		n++
	}
	s.leave(0, n)
	after, n := p.meet(d, n)
	d.put(d, 0, n, p.done)
	p.done += n
	rest, whole := p.end()
	rest -= after
	if !whole || after == len(p.marks) || s.over || p.done+rest > d.wanted() {
		return !s.over
	}
	p.right++
	p.join(s, after, rest)
	d.put(&p.part, after, rest, p.done)
	p.done += rest
	return true
}

// decode lets the scan's lane come to byte begin, or to an end before, and the other one from there to bit end or to the
// end of its memory.
func (p *pair) decode(d *Decoder, begin, end int) {
	s := &d.scan
	a, b := &s.lane, &p.part.scan.lane
	p.begin(begin, end, 0)
	p.enter(d, begin)
	for {
		if p.running {
			kernel.JPEGDecodeTwo(a, b)
		} else {
			kernel.JPEGDecode(a)
		}
		p.look()
		if !a.Stopped() {
			continue
		}
		if a.Left > 0 || a.Bad || a.Consumed() > a.Stop || p.done+a.X == d.wanted() {
			break
		}
		// The memory is full.
		n := a.X
		s.leave(0, n)
		d.put(d, 0, n, p.done)
		p.done += n
		p.enter(d, begin)
	}
	p.finish()
}

// enter makes the scan's lane ready to go from where the scan stands to byte begin.
func (p *pair) enter(d *Decoder, begin int) {
	d.scan.enter(0, min(d.chunk, d.wanted()-p.done))
	d.scan.lane.Stop = 8*begin - 1
}

// meet goes on with the scan, of which there are n MCUs in its memory, until it stands where the second lane stood after
// some MCUs. It returns how many, or as many as there are marks, and what is n then.
func (p *pair) meet(d *Decoder, n int) (after, now int) {
	s := &d.scan
	for after, mark := range p.marks {
		for s.r.consumed() < mark.bit && !s.over && n < d.chunk && p.done+n < d.wanted() {
			d.decodeRun(n, 1)
			n++
		}
		if s.r.consumed() == mark.bit && !s.over {
			return after, n
		}
	}
	return len(p.marks), n
}

// join makes the scan stand where the second lane does, and adds what that could not know to the n MCUs that it has decoded
// after so many.
func (p *pair) join(s *scan, after, n int) {
	other := &p.part.scan
	lack := s.pred
	for c, v := range p.marks[after].pred {
		lack[c] -= v
		s.pred[c] = other.pred[c] + lack[c]
	}
	s.r.acc, s.r.n, s.r.pos = other.r.acc, other.r.n, other.r.pos
	for i := range other.units {
		if u := &other.units[i]; lack[u.comp] != 0 {
			for x := after; x < after+n; x++ {
				u.addDC(x, int16(lack[u.comp]))
			}
		}
	}
}
