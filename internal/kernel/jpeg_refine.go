package kernel

// jpegRefineLook is by how many bits a JPEGRefiner looks codes up. With the sign of a coefficient hardly a code is longer.
const jpegRefineLook = 12

// A jpegRefineEntry is what the next jpegRefineLook bits stand for in a later scan of AC coefficients, from its lowest bit
// on:
//
//	6 bits: the run of zeros before the coefficient, or the exponent of the run of blocks
//	6 bits: how many bits the entry stands for, 0 for a code that is too long or isn't in the table
//	bit 12: the end of the block, or an entry of 0 bits
//	bit 14: the coefficient is negative
//	bit 15: there is a coefficient
//
// An entry without bits 12 and 15 stands for 16 zeros.
type jpegRefineEntry uint16

const (
	jpegRefineEnd      = 1 << 12
	jpegRefineNegative = 1 << 14
	jpegRefineValue    = 1 << 15
)

// A JPEGRefiner is a place in the data of a later scan of a band of AC coefficients of a progressive JPEG file, freed from
// byte stuffing, and what it takes to decode blocks from there on.
//
// The mask of a block has a bit for each AC coefficient that isn't 0: bit 63−k for the one with zigzag number k, so that
// coefficients and the bits that correct them come in the same order.
type JPEGRefiner struct {
	Acc  uint64 // has N valid bits from its highest on, never 64
	N    int
	Pos  int      // of the next byte of Buf to be loaded
	Buf  []byte   // the data, and JPEGSlack bytes
	Stop int      // decoding stops after the block that ends behind so many bits of Buf
	X    int      // the block that comes next
	Left int      // blocks that may be decoded
	Run  int      // blocks from X on that have corrections alone (EOBRUN)
	Coef []int16  // of block x from 64·x on, row by row
	Mask []uint64 // of block x
	Band uint64   // which coefficients are sent, like a mask
	One  uint64   // 1<<low for the scan that sends bit low
	Bad  bool     // decoding stopped at a code that isn't in the table

	look [1 << jpegRefineLook]jpegRefineEntry
	code *JPEGCode
}

// Consumed returns how many bits of Buf are behind the refiner.
func (r *JPEGRefiner) Consumed() int { return 8*r.Pos - r.N }

// SetCode makes c the code of the scan. It is looked up in later calls, too.
func (r *JPEGRefiner) SetCode(c *JPEGCode) {
	r.code = c
	fill(r.look[:], jpegRefineEnd)
	code, spec := 0, c.spec
	for n, i := 1, 16; n <= jpegRefineLook; n++ {
		for range spec[n-1] {
			r.enter(code, n, spec[i])
			code++
			i++
		}
		code <<= 1
	}
}

// enter writes the entries of a code of n bits.
func (r *JPEGRefiner) enter(code, n int, symbol byte) {
	run, bits := jpegRefineEntry(symbol>>4), jpegRefineEntry(n)<<6
	from, to := code<<(jpegRefineLook-n), (code+1)<<(jpegRefineLook-n)
	switch size := symbol & 15; {
	case size == 1 && n < jpegRefineLook:
		e := run | bits + 1<<6 | jpegRefineValue
		fill(r.look[from:(from+to)/2], e|jpegRefineNegative)
		fill(r.look[(from+to)/2:to], e)
	case size == 0 && symbol == 0xf0:
		fill(r.look[from:to], run|bits)
	case size == 0:
		fill(r.look[from:to], run|bits|jpegRefineEnd)
	}
}

// check panics where decoding would leave the slices.
func (r *JPEGRefiner) check() {
	_ = r.Buf[r.Pos : r.Stop>>3+JPEGSlack]
	_, _ = r.Coef[64*r.X:64*(r.X+r.Left)], r.Mask[r.X:r.X+r.Left]
}

// JPEGRefine decodes blocks (T.81, G.1.2.3) until none is Left, until one has passed Stop, or until a Bad code. Blocks
// before a bad code are decoded, the one with it has what was read of it.
func JPEGRefine(r *JPEGRefiner) {
	r.check()
	r.Bad = false
	jpegRefine(r)
}
