package jpeg

import (
	"bytes"

	"github.com/saccade-go/saccade/internal/kernel"
)

// slack is how many zeros follow the data in a bitReader's buffer.
const slack = kernel.JPEGSlack

// A bitReader reads the data of one restart interval, from which the byte stuffing was removed. Beyond the end it
// reads zeros; who reads an MCU asks ended afterwards.
//
// acc has n valid bits from its highest on. It never has 64, so that n bits more fit by a shift.
type bitReader struct {
	acc  uint64
	n    uint
	pos  int // of the next byte to be loaded
	size int // of the data
	buf  []byte

	halves *halves // nil, or what loads on two goroutines
}

// load takes the data that begins at data[at] up to the next marker, without the zeros after 0xff bytes. It returns
// where the marker begins, or the end of data.
func (r *bitReader) load(data []byte, at int) int {
	if r.halves != nil {
		return r.halves.load(r, data, at)
	}
	buf, at := unstuff(r.buf[:0], data, at, len(data))
	r.set(buf)
	return at
}

// set makes buf the data, with slack behind them, and stands at their beginning.
func (r *bitReader) set(buf []byte) {
	r.size = len(buf)
	r.buf = append(buf, zeros[:]...)
	r.acc, r.n, r.pos = 0, 0, 0
}

// unstuff appends to buf what data has from at on up to the next marker, or up to limit, before which there is no 0xff,
// without the zeros after 0xff bytes. It returns where it ended.
func unstuff(buf, data []byte, at, limit int) ([]byte, int) {
	for at < limit {
		i := bytes.IndexByte(data[at:limit], 0xff)
		if i < 0 {
			return append(buf, data[at:limit]...), limit
		}
		next := at + i + 1
		if next < len(data) && data[next] == 0 {
			buf, at = append(buf, data[at:next]...), next+1
			continue
		}
		buf, at = append(buf, data[at:next-1]...), next-1
		if end := afterFill(data, next); end < len(data) && data[end] != 0 {
			return buf, at
		} else if end < len(data) {
			buf, at = append(buf, 0xff), end+1 // fill bytes and a stuffed one
			continue
		}
		return buf, len(data)
	}
	return buf, at
}

var zeros [slack]byte

// afterFill returns where the bytes of 0xff that begin at at end.
func afterFill(data []byte, at int) int {
	for at < len(data) && data[at] == 0xff {
		at++
	}
	return at
}

// refill makes n at least 56.
func (r *bitReader) refill() {
	r.acc |= windowOn(r.buf).at(r.pos) >> (r.n & 63)
	r.pos += int(63-r.n) >> 3
	r.n |= 56
}

// take returns the next bits, at most 16, for which there has been a refill.
func (r *bitReader) take(bits uint) uint32 {
	v := uint32(r.acc >> 1 >> (63 - bits&63))
	r.drop(bits)
	return v
}

func (r *bitReader) drop(bits uint) {
	r.acc <<= bits & 63
	r.n -= bits
}

// consumed returns how many bits were read.
func (r *bitReader) consumed() int { return 8*r.pos - int(r.n) }

// ended reports whether more was read than there is.
func (r *bitReader) ended() bool { return r.consumed() > 8*r.size }

// empty drops all data.
func (r *bitReader) empty() {
	r.buf = append(r.buf[:0], zeros[:]...)
	r.size, r.acc, r.n, r.pos = 0, 0, 0, 0
}
