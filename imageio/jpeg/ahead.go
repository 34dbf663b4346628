package jpeg

import "github.com/saccade-go/saccade/internal/kernel"

// An ahead decodes MCUs of a scan without restart intervals from any byte on, by speculation (split.go), on a lane that can
// go by turns with another one.
type ahead struct {
	part    Decoder // has the lane and the memory that it decodes into
	marks   []mark
	first   int // where in the memory the first MCU is
	running bool
}

// begin makes the lane stand at byte at, to decode up to bit end into the memory from MCU x on.
func (a *ahead) begin(at, end, x int) {
	s := &a.part.scan
	s.leap(cut{at: at})
	s.enter(x, 1)
	s.lane.Stop = end
	a.first, a.running = x, 8*at < end
	a.marks = append(a.marks[:0], mark{8 * at, s.pred})
}

// look prepares the lane for what comes next if it has stopped. After each of the first MCUs there is a mark.
func (a *ahead) look() {
	l := &a.part.scan.lane
	if !a.running || !l.Stopped() {
		return
	}
	if l.Bad || l.Consumed() > l.Stop || l.X == a.part.chunk {
		a.running = false
		return
	}
	if l.Left = a.part.chunk - l.X; len(a.marks) < mostMarks {
		a.marks = append(a.marks, mark{l.Consumed(), l.Pred})
		l.Left = 1
	}
}

// finish decodes until the lane is at its end.
func (a *ahead) finish() {
	for a.running {
		kernel.JPEGDecode(&a.part.scan.lane)
		a.look()
	}
}

// finishBoth does so for two of them by turns.
func finishBoth(a, b *ahead) {
	for a.running && b.running {
		kernel.JPEGDecodeTwo(&a.part.scan.lane, &b.part.scan.lane)
		a.look()
		b.look()
	}
	a.finish()
	b.finish()
}

// end makes the scan stand where the lane does, and returns how many MCUs there are and whether they can be used: all codes
// were in the tables.
func (a *ahead) end() (n int, whole bool) {
	s := &a.part.scan
	l := &s.lane
	s.r.acc, s.r.n, s.r.pos, s.pred = l.Acc, uint(l.N), l.Pos, l.Pred
	return l.X - a.first, !l.Bad
}
