package jpeg

import "github.com/saccade-go/saccade/internal/kernel"

// natural has the place in a block, row by row, of each coefficient in zigzag order (T.81, figure 5). Runs of
// damaged files lead beyond 63: they end at the last coefficient, as in libjpeg.
var natural = func() (order [256]uint8) {
	for i := range order {
		order[i] = 63
	}
	copy(order[:], []uint8{
		0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
		12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
		35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
		58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
	})
	return order
}()

// wantsOnlyDC reports whether DC is all that is wanted of the components.
func (s *scan) wantsOnlyDC() bool {
	for i := range s.units {
		if !s.units[i].onlyDC {
			return false
		}
	}
	return true
}

// keepOnlyDC makes the only scan one of which DC is kept, or not. Arithmetic coding has no use for that.
func (s *scan) keepOnlyDC(only bool) {
	s.onlyDC = only && !s.coded
	for i := range s.units {
		if s.onlyDC {
			s.units[i].ac.PrepareSkip()
		}
	}
}

// sequential decodes n MCUs from MCU x on.
func (s *scan) sequential(x, n int) {
	s.enter(x, n)
	kernel.JPEGDecode(&s.lane)
	s.leave(x, n)
}

// enter makes the lane stand where the reader does, before n MCUs from MCU x on.
func (s *scan) enter(x, n int) {
	l := &s.lane
	l.Acc, l.N, l.Pos, l.Buf, l.Stop = s.r.acc, int(s.r.n), s.r.pos, s.r.buf, 8*s.r.size
	l.X, l.Left, l.Unit, l.K, l.Pred, l.OnlyDC = x, n, 0, 0, s.pred, s.onlyDC
	l.Units = resize(l.Units, len(s.units))
	for i := range s.units {
		u := &s.units[i]
		l.Units[i] = kernel.JPEGUnit{DC: u.dc, AC: u.ac, Coef: u.coef, Last: u.last, Step: u.step, Pred: u.comp}
	}
}

// leave makes the reader stand where the lane does, which was to decode n MCUs from MCU x on.
func (s *scan) leave(x, n int) {
	l := &s.lane
	s.r.acc, s.r.n, s.r.pos, s.pred = l.Acc, uint(l.N), l.Pos, l.Pred
	switch {
	case l.Bad:
		s.wipe(l.Unit, l.X, x+n)
		s.stop(l.X-x, n, true)
	case s.r.ended():
		s.wipe(0, l.X, x+n)
		s.stop(l.X-1-x, n, false)
	}
}
