package kernel

// JPEGSlack is how many bytes have to follow the data in the buffer of a lane. An MCU has at most 10 blocks of 64 codes
// with up to 27 bits, 2160 bytes, and the reader looks 8 bytes ahead.
const JPEGSlack = 2304

// A JPEGLane is a place in the data of a sequential scan of a JPEG file, freed from byte stuffing, and what it takes to
// decode MCUs from there on.
type JPEGLane struct {
	Acc  uint64 // has N valid bits from its highest on, never 64
	N    int
	Pos  int    // of the next byte of Buf to be loaded
	Buf  []byte // the data, and JPEGSlack bytes
	Stop int    // decoding stops after the MCU that ends behind so many bits of Buf
	X    int    // the MCU that comes next
	Left int    // MCUs that may be decoded
	Unit int    // the block of the MCU that comes next; other than 0 only behind a bad code, or in the lane that goes on
	K    int    // the coefficient of the block, likewise
	Pred [4]int32
	// Units are the blocks of an MCU, at most 10 of them.
	Units []JPEGUnit
	Bad   bool // decoding stopped at a code that isn't in the table
	// OnlyDC says that AC coefficients are passed over. Then the block of MCU x is Coef[x·Step], Last isn't
	// used, and AC has to be prepared by PrepareSkip.
	OnlyDC bool
}

// A JPEGUnit is a block of an MCU: the one of MCU x begins at Coef[64·x·Step], row by row.
type JPEGUnit struct {
	DC, AC *JPEGCode
	Coef   []int16
	Last   []uint8 // for MCU x at x·Step: the zigzag number of the last coefficient; 0 if there is only DC
	Step   int
	Pred   int // which of the lane's predictions DC has
}

// Consumed returns how many bits of Buf are behind the lane.
func (l *JPEGLane) Consumed() int { return 8*l.Pos - l.N }

// Inside reports whether the lane stands in the middle of an MCU.
func (l *JPEGLane) Inside() bool { return l.Unit > 0 || l.K > 0 }

// Stopped reports whether decoding has come to an end, as [JPEGDecode] says.
func (l *JPEGLane) Stopped() bool {
	return l.Bad || !l.Inside() && (l.Left == 0 || l.Consumed() > l.Stop)
}

// check panics where decoding would leave the slices.
func (l *JPEGLane) check() {
	_ = l.Buf[l.Pos : l.Stop>>3+JPEGSlack]
	if l.Left > 0 {
		for i := range l.Units {
			u, at := &l.Units[i], (l.X+l.Left-1)*l.Units[i].Step
			_, _, _ = u.DC.look[0], u.AC.look[0], l.Pred[u.Pred]
			if l.OnlyDC {
				_ = u.Coef[at]
				if !u.AC.skips {
					panic("kernel: AC has no table for passing over coefficients")
				}
			} else {
				_, _ = u.Coef[64*at+63], u.Last[at]
			}
		}
	}
}

// JPEGDecode decodes MCUs of l (T.81, F.2.2) until none is Left, until one has passed Stop, or until a Bad code. Blocks
// before a bad code are decoded, the one with it has what was read of it, and the lane stands behind the code, or before
// it if it isn't in the table at all. Damaged files may have coefficients behind number 63, which are taken for number 63.
func JPEGDecode(l *JPEGLane) {
	l.check()
	l.Bad = false
	if l.Left > 0 {
		jpegDecode(l)
	}
}

// JPEGDecodeTwo decodes MCUs of a and b by turns, each as [JPEGDecode] would, until one of them stops. The processor has
// work from one while it waits for the other. The lane that goes on can be in the middle of an MCU; the next call ends it.
// Both or none have OnlyDC.
func JPEGDecodeTwo(a, b *JPEGLane) {
	a.check()
	b.check()
	a.Bad, b.Bad = false, false
	if a.Left > 0 && b.Left > 0 {
		jpegDecodeTwo(a, b)
	}
}
