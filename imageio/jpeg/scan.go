package jpeg

import "github.com/saccade-go/saccade/internal/kernel"

// A scan is what a start of scan says (T.81, B.2.3), and how far its data has been read.
type scan struct {
	at    int // where the SOS is
	comps []*component
	units []unit
	band
	high uint // the bit that the previous scan of the band has sent, 0 for the first scan

	r    bitReader
	lane kernel.JPEGLane
	// refiner is nil until a progressive file has a later scan of AC coefficients.
	refiner *kernel.JPEGRefiner
	fresh   bool // the refiner hasn't the scan's code
	coder   arithmeticCoder
	coded   bool // by arithmetic coding
	// onlyDC says so of a sequential file that has one scan.
	onlyDC  bool
	cond    *conditioning
	data    []byte
	begin   int // where the current interval begins
	next    int // where it ends: at a marker, or at the end of the file
	restart int // MCUs in an interval, 0 for all
	left    int // MCUs to the next restart marker
	number  byte
	run     int  // blocks that have nothing to be read (EOBRUN)
	over    bool // there is no more data in the interval
	pred    [4]int32

	damage  error // the first one
	missing int64 // MCUs

	stopper *stopper
}

// A unit is a block of an MCU: the one of MCU x is number x·step in coef, which has 64 coefficients of each or DC alone.
type unit struct {
	dc, ac *kernel.JPEGCode
	dcID   int // numbers of the tables
	acID   int
	comp   int // in scan.comps
	onlyDC bool
	step   int
	kept   int
	coef   []int16
	last   []uint8
	mask   []uint64
}

func (u *unit) block(x int) *[64]int16 { return (*[64]int16)(u.coef[64*x*u.step:]) }
func (u *unit) addDC(x int, v int16)   { u.coef[u.kept*x*u.step] += v }

// start begins with the data, which follow the header at at.
func (s *scan) start(data []byte, at, restart int) {
	s.data, s.restart, s.left, s.number = data, restart, restart, 0
	s.damage, s.missing = nil, 0
	s.fresh = true
	s.interval(at)
}

// interval begins an interval whose data are at at.
func (s *scan) interval(at int) {
	s.begin, s.next = at, s.r.load(s.data, at)
	s.forget()
	s.over = false
}

func (s *scan) forget() {
	s.pred, s.run = [4]int32{}, 0
	if s.coded {
		s.coder.reset()
	}
}

// ahead returns how many of the next MCUs, at most most, have their data in one interval, and whether there is any.
// Those that have none are counted as missing.
func (s *scan) ahead(most int) (n int, live bool) {
	n = most
	if s.restart > 0 {
		if s.left == 0 {
			s.resync()
			s.left = s.restart
		}
		n = min(n, s.left)
		s.left -= n
	}
	s.heed()
	if s.over {
		s.missing += int64(n)
	}
	return n, !s.over
}

// heed ends the interval if the picture is to be stopped.
func (s *scan) heed() {
	if err := s.stopper.now(); err != nil {
		s.over = true
		s.fail(err)
	}
}

// resync goes to the next restart marker. If it isn't the right one it does what libjpeg does
// (jdmarker.c, jpeg_resync_to_restart).
func (s *scan) resync() {
	want := s.number
	s.number = (s.number + 1) & 7
	for {
		w := walker{s.data, s.next}
		marker := w.skipFill()
		off := (marker - markerRST0 - want) & 7
		switch {
		case isRST(marker) && (off == 0 || off >= 3 && off <= 5):
			s.interval(w.at + 1)
			if off != 0 {
				s.fail(formatError(s.next, "restart marker", "another number"))
			}
			return
		case isRST(marker) && off >= 6:
			s.fail(formatError(s.next, "restart marker", "an earlier number"))
			s.next = s.r.load(s.data, w.at+1)
		default:
			s.lost()
			return
		}
	}
}

// lost makes the interval one without data, as its marker is missing. Of its first MCU libjpeg makes what a stream of
// zeros stands for, unless data ran out before.
func (s *scan) lost() {
	s.forget()
	s.r.empty()
	s.short()
}

// short notes that data end before all MCUs have theirs.
func (s *scan) short() {
	if s.next >= len(s.data) {
		s.fail(&TruncatedError{s.next, "more data of the scan have to follow"})
	} else {
		s.fail(formatError(s.next, "more data of the scan", "marker %#x", s.data[min(s.next+1, len(s.data)-1)]))
	}
}

func (s *scan) fail(err error) {
	if s.damage == nil {
		s.damage = err
	}
}

// stop ends the interval at an MCU that couldn't be read, the one after done of n.
func (s *scan) stop(done, n int, bad bool) {
	s.over = true
	s.missing += int64(n - done)
	if bad {
		s.fail(formatError(s.offset(), "a code of the table", "another one"))
	} else {
		s.short()
	}
}

// wipe makes what a sequential scan won't decode 0: MCUs x..end−1, of the first one the units from the given one on.
// The memory of a progressive scan is 0 where nothing was decoded, and has what other scans have sent.
func (s *scan) wipe(unit, x, end int) {
	for ; x < end; x++ {
		for i := unit; i < len(s.units); i++ {
			if u := &s.units[i]; len(u.mask) == 0 {
				clear(u.coef[u.kept*x*u.step:][:u.kept])
				u.last[x*u.step] = 0
			}
		}
		unit = 0
	}
}

// offset returns where in the file the reader is.
func (s *scan) offset() int {
	at, read := s.begin, s.r.pos-int(s.r.n/8)
	if s.coded {
		read = s.coder.pos
	}
	for range min(read, s.r.size) {
		if s.data[at] == 0xff {
			at = afterFill(s.data, at)
		}
		at++
	}
	return at
}

// decode decodes n MCUs from MCU x on, and stops where data end.
func (s *scan) decode(x, n int, progressive bool) {
	switch {
	case s.coded:
		s.arithmetic(x, n)
	case !progressive:
		s.sequential(x, n)
	case s.from > 0 && s.high > 0:
		s.refineACs(x, n)
	case s.from > 0:
		s.firstACs(x, n)
	case s.high > 0:
		s.refineDCs(x, n)
	default:
		s.firstDCs(x, n)
	}
}
